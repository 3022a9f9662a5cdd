"""The democratic rating: one ballot of each rater, counted and gone.

Nothing of a ballot is kept: no slip, no time, no line in the audit record, no stored answer of a command. The
count of the group is written anew with each ballot, and who has voted is marked, so that nobody votes twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.assessment.marks.errors import AlreadyVoted, BallotChanged, RatingGroupTooSmall
from backend.assessment.marks.models import RatingTally, RatingVote
from backend.assessment.marks.policies import ensure_window, opened_round, own_place
from backend.assessment.marks.queries.rating import group_around
from backend.assessment.marks.tally import Slip, Tally
from backend.assessment.marks.texts import open_tally, seal_tally
from backend.assessment.rounds.public import Window
from backend.core.actor import Actor
from backend.core.transaction import Tx

_TALLY: Table = RatingTally.__table__  # type: ignore[assignment]  # a mapped class's table is one
_VOTE: Table = RatingVote.__table__  # type: ignore[assignment]
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def cast_ballot(tx: Tx, actor: Actor, round_id: str, ballot: Mapping[str, Slip]) -> None:
    """Count the actor's ballot: a slip for everybody else of the group, empty where one does not know.

    Raises :class:`RoundNotFound`, :class:`WindowClosed`, :class:`RatingGroupTooSmall`, :class:`AlreadyVoted`,
    :class:`BallotChanged` when the group has others by now.
    """
    the_round = opened_round(tx, round_id)
    rater = own_place(tx, actor, the_round)
    ensure_window(tx, the_round, Window.RATING)
    group = group_around(tx, the_round, rater)
    if group is None:
        raise RatingGroupTooSmall(min_raters=the_round.parameters.min_raters)
    _mark_voted(tx, round_id, rater.person_id)
    everybody = {one.person_id for one in group.people}
    if set(ballot) != everybody - {rater.person_id}:
        raise BallotChanged
    _count(tx, round_id, group.id, everybody, ballot)


def _mark_voted(tx: Tx, round_id: str, person_id: str) -> None:
    """Note that somebody votes now; who is a second time here gets no row back. Raises :class:`AlreadyVoted`."""
    new = _INSERT[tx.dialect](_VOTE).on_conflict_do_nothing().returning(_VOTE.c.person_id)
    if tx.session.execute(new, {"round_id": round_id, "person_id": person_id}).scalar() is None:
        raise AlreadyVoted


def _count(tx: Tx, round_id: str, group_id: str, people: set[str], ballot: Mapping[str, Slip]) -> None:
    """Add the ballot under the lock of the group's row; the row always holds everybody of the group."""
    nothing = seal_tally(tx.keyring, round_id, group_id, Tally.empty(people).text())
    begin = _INSERT[tx.dialect](_TALLY).on_conflict_do_nothing()
    row = {"round_id": round_id, "group_id": group_id, "counts_encrypted": nothing}
    tx.connection.execute(begin, row)
    here = (_TALLY.c.round_id == round_id) & (_TALLY.c.group_id == group_id)
    sealed = tx.session.execute(select(_TALLY.c.counts_encrypted).where(here).with_for_update()).scalar_one()
    before = Tally.of_text(open_tally(tx.keyring, round_id, group_id, sealed))
    after = before.with_people(people).with_ballot(ballot)
    fresh = seal_tally(tx.keyring, round_id, group_id, after.text())
    tx.session.execute(update(_TALLY).where(here).values(counts_encrypted=fresh))
