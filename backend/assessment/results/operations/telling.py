"""Telling the people of a round: the first at once, very many by the worker; nobody is told of one thing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from backend.assessment.events import PublicityBegun, RoundSealed
from backend.assessment.grading.public import Reached, next_reached
from backend.assessment.results.models import Publicity, PublicityAudience, PublicityEntry, Record
from backend.assessment.results.operations.runs import SLICE
from backend.core.jobs import enqueue
from backend.core.transaction import Tx

#: The job that goes on telling; payload: fact, round_id, after, and what names the fact.
TELL = "assessment_results_tell"


def tell_publicity(tx: Tx, round_id: str, publicity_id: str) -> None:
    """Tell everybody inside the organ that names are on show."""
    _tell(tx, {"fact": "publicity", "round_id": round_id, "publicity_id": publicity_id})


def tell_seal(tx: Tx, round_id: str, revision: int) -> None:
    """Tell those whose record a seal has added."""
    _tell(tx, {"fact": "seal", "round_id": round_id, "revision": revision})


def _tell(tx: Tx, telling: Mapping[str, Any]) -> None:
    after = tell_next(tx, telling, "")
    if after is not None:
        enqueue(tx, TELL, {**telling, "after": after})


def tell_next(tx: Tx, telling: Mapping[str, Any], after: str) -> str | None:
    """Tell the next of those who can sign in; the person it came to, None once there are no more."""
    reached = next_reached(tx, telling["round_id"], after, SLICE)
    if reached:
        _FACTS[telling["fact"]](tx, telling, reached)
    return reached[-1].person_id if len(reached) == SLICE else None


def _tell_publicity(tx: Tx, telling: Mapping[str, Any], reached: Sequence[Reached]) -> None:
    publicity = tx.session.get_one(Publicity, telling["publicity_id"])
    audience = select(PublicityAudience.organization_id).join(
        PublicityEntry, PublicityEntry.id == PublicityAudience.entry_id
    )
    shown_to = set(tx.session.scalars(audience.where(PublicityEntry.publicity_id == publicity.id).distinct()))
    told = sorted({one.account_id for one in reached if one.organization_id in shown_to})
    if told:
        tx.publish(PublicityBegun(publicity.id, tuple(told), publicity.until))


def _tell_seal(tx: Tx, telling: Mapping[str, Any], reached: Sequence[Reached]) -> None:
    round_id, revision = telling["round_id"], telling["revision"]
    # a case is of one round; asked for the round as well, SQLite would walk all of its records each time
    of_cases = Record.case_id.in_([one.case_id for one in reached])
    added = set(tx.session.scalars(select(Record.case_id).where(of_cases, Record.seal_revision == revision)))
    told = sorted({one.account_id for one in reached if one.case_id in added})
    if told:
        tx.publish(RoundSealed(round_id, revision, tuple(told)))


_FACTS: Final[Mapping[str, Callable[[Tx, Mapping[str, Any], Sequence[Reached]], None]]] = {
    "publicity": _tell_publicity,
    "seal": _tell_seal,
}
