"""Names on show: those decided 优秀, and only those, for the people of their organ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from backend.assessment.grading.public import Case, units_of_pools
from backend.assessment.results.deadlines import publicity_until, working_days_between
from backend.assessment.results.errors import (
    PaperDaysWrong,
    PublicityEnded,
    PublicityExists,
    PublicityNotFound,
    PublicityNotOver,
    PublicityObjectionsOpen,
)
from backend.assessment.results.models import (
    Decision,
    Objection,
    Publicity,
    PublicityAudience,
    PublicityEntry,
)
from backend.assessment.results.operations.telling import tell_publicity
from backend.assessment.results.policies import ensure_no_run, managed_round
from backend.assessment.results.queries.publicity import names_to_show
from backend.assessment.results.states import UNANSWERED, DecisionState
from backend.assessment.rounds.public import Round, RoundState, ensure_state, move_round
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit


@dataclass(frozen=True, slots=True)
class PaperPublicity:
    """Names that were shown on paper, by the document that says so; both days included."""

    document: str
    first_on: date
    last_on: date


def open_publicity(tx: Tx, actor: Actor, round_id: str) -> str | None:
    """Put the names decided 优秀 on show that were not before; None when there is none.

    The round is PUBLISHED with it, also when nobody is 优秀. Raises ``RoundNotFound``, ``RoundStateWrong``,
    ``PublicityExists``, ``ResultRunRunning``.
    """
    found = managed_round(tx, actor, round_id)
    ensure_state(found, RoundState.DECIDED, RoundState.PUBLISHED)
    ensure_no_run(tx, round_id)
    if tx.session.scalar(select(Publicity.id).where(_running(round_id))) is not None:
        raise PublicityExists
    if found.state is RoundState.DECIDED:
        move_round(tx, actor, round_id, RoundState.PUBLISHED, None)
    names = names_to_show(tx, round_id)
    if not names:
        return None
    publicity = _publicity(tx, actor, found)
    _add_entries(tx, publicity.id, names, _audiences(tx, round_id, names))
    facts = {"publicity_id": publicity.id, "names": len(names), "until": publicity.until.isoformat()}
    _audit(tx, actor, found, "begun", facts)
    tell_publicity(tx, round_id, publicity.id)
    return publicity.id


def end_publicity(tx: Tx, actor: Actor, publicity_id: str, paper: PaperPublicity | None = None) -> None:
    """End a publicity once its days have passed, here or on paper, and every objection is answered.

    Days on paper count where they are as many working days as the round asks for, began after the decisions, and
    are over. Raises ``PublicityNotFound``, ``PublicityEnded``, ``PublicityNotOver``, ``PublicityObjectionsOpen``,
    ``PaperDaysWrong``.
    """
    round_id = tx.session.scalar(select(Publicity.round_id).where(Publicity.id == publicity_id))
    if round_id is None:
        raise PublicityNotFound
    found = managed_round(tx, actor, round_id)
    publicity = lock_publicity(tx, publicity_id)
    if publicity.ended_at is not None:
        raise PublicityEnded
    if paper is not None:
        _take_paper(tx, publicity, paper)
    elif tx.today() <= publicity.until:
        raise PublicityNotOver(until=publicity.until.isoformat())
    unanswered = Objection.state.in_([state.value for state in UNANSWERED])
    count = tx.session.scalar(select(func.count()).where(Objection.publicity_id == publicity_id, unanswered)) or 0
    if count:
        raise PublicityObjectionsOpen(count=count)
    publicity.ended_at, publicity.ended_by = tx.now(), actor.account_id
    tx.session.flush()
    _audit(tx, actor, found, "ended", {"publicity_id": publicity_id, "on_paper": paper is not None})


def lock_publicity(tx: Tx, publicity_id: str, *, shared: bool = False) -> Publicity:
    """The publicity, locked; ``shared`` by those who object, so that none ends under an objection.

    Raises ``PublicityNotFound``.
    """
    query = select(Publicity).where(Publicity.id == publicity_id).with_for_update(read=shared)
    publicity = tx.session.scalar(query.execution_options(populate_existing=True))
    if publicity is None:
        raise PublicityNotFound
    return publicity


def _running(round_id: str) -> ColumnElement[bool]:
    return (Publicity.round_id == round_id) & Publicity.ended_at.is_(None)


def _publicity(tx: Tx, actor: Actor, found: Round) -> Publicity:
    days = found.parameters.publicity_working_days
    due = publicity_until(tx.today(), days)
    publicity = Publicity(
        id=new_id(),
        round_id=found.id,
        first_on=tx.today(),
        until=due.day,
        working_days=days,
        provisional=due.provisional,
        opened_by=actor.account_id or "",
    )
    tx.session.add(publicity)
    tx.session.flush()
    return publicity


def _audiences(tx: Tx, round_id: str, names: Sequence[Case]) -> Mapping[str, frozenset[str]]:
    """Who sees each name (case → organizations): the own organization, and those counted in the same pool."""
    pools = units_of_pools(tx, round_id)
    return {case.id: pools.get(case.pool_id or "", frozenset()) | {case.organization_id} for case in names}


def _add_entries(
    tx: Tx, publicity_id: str, names: Sequence[Case], audiences: Mapping[str, frozenset[str]]
) -> None:
    entries = [
        PublicityEntry(
            id=new_id(),
            publicity_id=publicity_id,
            case_id=case.id,
            person_id=case.person_id,
            name=case.name,
            organization_id=case.organization_id,
            organization_name=case.organization_name,
        )
        for case in names
    ]
    tx.session.add_all(entries)
    tx.session.flush()
    tx.session.add_all(
        PublicityAudience(organization_id=organization_id, entry_id=entry.id)
        for entry in entries
        for organization_id in sorted(audiences[entry.case_id])
    )
    tx.session.flush()


def _take_paper(tx: Tx, publicity: Publicity, paper: PaperPublicity) -> None:
    decided_on = tx.session.scalar(
        select(func.max(Decision.decided_on)).where(
            Decision.round_id == publicity.round_id, Decision.state == DecisionState.CONFIRMED.value
        )
    )
    wrong = []
    if paper.last_on > tx.today() or working_days_between(paper.first_on, paper.last_on) < publicity.working_days:
        wrong.append("last_on")
    if paper.last_on < paper.first_on or (decided_on is not None and paper.first_on < decided_on):
        wrong.append("first_on")
    if wrong:
        fields = {name: ["publicity_paper_days_wrong"] for name in wrong}
        raise PaperDaysWrong(fields=fields, working_days=publicity.working_days)
    publicity.paper_document = paper.document
    publicity.paper_first_on, publicity.paper_last_on = paper.first_on, paper.last_on


def _audit(tx: Tx, actor: Actor, found: Round, verb: str, facts: dict[str, object]) -> None:
    record_audit(
        tx,
        actor,
        f"assessment:publicity:{verb}",
        "assessment_round",
        found.id,
        node_id=found.node_id,
        facts=facts,
    )
