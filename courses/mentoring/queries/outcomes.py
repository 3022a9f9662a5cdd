"""What mentoring came to, for the assessment: who ended it and how the other rated, no meetings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from backend.core.transaction import Tx
from courses.mentoring.evaluating import Stage, percent_of
from courses.mentoring.models.life import Mentorship, MentorshipEvaluation
from courses.mentoring.policies.life import account_of
from courses.mentoring.states import OVER_STATES, Side, State

#: how many ids go into one statement
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class MentoringOutcome:
    """A mentorship of somebody that ended. ``role`` is ``mentor`` or ``mentee``.

    ``rating_percent_hundredths`` is what the other said in the final evaluation, in hundredths of a percent of
    the best possible; ``None`` where the other said nothing, which is no minus.
    """

    mentorship_id: str
    account_id: str
    role: str
    ended_on: date
    early: bool
    rating_percent_hundredths: int | None


def mentoring_outcomes(tx: Tx, account_ids: Collection[str], first: date, last: date) -> list[MentoringOutcome]:
    """The mentorships of these people that ended from ``first`` to ``last``, by account and mentorship."""
    wanted = sorted(set(account_ids))
    chunks = [frozenset(wanted[at : at + _CHUNK]) for at in range(0, len(wanted), _CHUNK)]
    found = [outcome for chunk in chunks for outcome in _outcomes(tx, chunk, first, last)]
    return sorted(found, key=lambda outcome: (outcome.account_id, outcome.mentorship_id))


def _outcomes(tx: Tx, account_ids: frozenset[str], first: date, last: date) -> list[MentoringOutcome]:
    ended = select(Mentorship).where(
        Mentorship.state.in_(OVER_STATES),
        Mentorship.ended_on.between(first, last),
        or_(Mentorship.mentor_account_id.in_(account_ids), Mentorship.mentee_account_id.in_(account_ids)),
    )
    rows = list(tx.session.scalars(ended))
    said = _final_ratings(tx, [row.id for row in rows])
    return [_outcome(row, side, said) for row in rows for side in Side if account_of(row, side) in account_ids]


def _outcome(row: Mentorship, side: Side, said: dict[tuple[str, str], int]) -> MentoringOutcome:
    return MentoringOutcome(
        mentorship_id=row.id,
        account_id=account_of(row, side),
        role=side.value,
        ended_on=row.ended_on or row.proposed_on,
        early=row.state == State.ENDED_EARLY,
        rating_percent_hundredths=said.get((row.id, account_of(row, side.other))),
    )


def _final_ratings(tx: Tx, mentorship_ids: list[str]) -> dict[tuple[str, str], int]:
    """By mentorship and by who said it."""
    rows = select(
        MentorshipEvaluation.mentorship_id, MentorshipEvaluation.given_by, MentorshipEvaluation.ratings
    ).where(MentorshipEvaluation.mentorship_id.in_(mentorship_ids), MentorshipEvaluation.stage == Stage.FINAL)
    return {(row[0], row[1]): percent_of(list(row[2].values())) for row in tx.session.execute(rows)}
