"""Who is paired with whom, for those who pair."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_, select

from backend.core.transaction import Tx
from courses.mentoring.models.life import Mentorship
from courses.mentoring.states import FAILED_STATES, OPEN_STATES, State

#: (mentor, mentee), both account ids
Pair = tuple[str, str]


def open_pairs(tx: Tx, account_ids: Collection[str] | None = None) -> list[Pair]:
    """The pairs that take up a place: proposed, accepted by one, running. Of these people, or all."""
    return _pairs(tx, OPEN_STATES, account_ids)


def past_pairs(tx: Tx, account_ids: Collection[str] | None = None) -> list[Pair]:
    """The pairs that were declined or ended early."""
    return _pairs(tx, FAILED_STATES, account_ids)


def _pairs(tx: Tx, states: Collection[State], account_ids: Collection[str] | None) -> list[Pair]:
    query = (
        select(Mentorship.mentor_account_id, Mentorship.mentee_account_id)
        .where(Mentorship.state.in_(states))
        .order_by(Mentorship.id)
    )
    if account_ids is not None:
        of_them = (Mentorship.mentor_account_id, Mentorship.mentee_account_id)
        query = query.where(or_(*(column.in_(account_ids) for column in of_them)))
    return [(mentor, mentee) for mentor, mentee in tx.session.execute(query)]
