"""Decisions in short and with their people, as every page of the desk shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from backend.assessment.grading.public import Case
from backend.assessment.results.models import Decision, DecisionChange
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.policies import confirmable_decisions
from backend.assessment.results.private import open_optional
from backend.assessment.results.queries.decisions import about_decision, changes_of, outcome_now
from backend.assessment.results.records import decision_digest
from backend.assessment.results.states import DecisionState
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import account_names

Row = dict[str, Any]


def decision_briefs(tx: Tx, actor: Actor, decisions: Sequence[Decision]) -> list[Row]:
    """Decisions in short, in the order given."""
    about = _About(_names(tx, decisions), _change_counts(tx, decisions), _confirmable(tx, actor, decisions))
    return [_brief(tx, actor, decision, about) for decision in decisions]


def decided_people(tx: Tx, actor: Actor, decision: Decision) -> tuple[list[Row], bool]:
    """Everybody whom a decision is about with the grade it gives, and whether grades changed since recording."""
    about = about_decision(tx, decision)
    after = outcome_now(tx, decision, about)
    changes = {change.case_id: change for change in changes_of(tx, decision.id)}
    people = []
    for case in about:
        change, grade = changes.get(case.id), after.get(case.id)
        people.append(
            case_row(actor, case)
            | {"decided": grade.value if grade else None, "reason": change.reason if change else None}
        )
    return people, decision.state == DecisionState.RECORDED and decision_digest(after) != decision.digest


def case_row(actor: Actor, case: Case) -> Row:
    """Somebody as proposed and as it stands; ``own`` where it is the one who reads."""
    result = result_of(case)
    return {
        "case_id": case.id,
        "name": case.name,
        "organization_name": case.organization_name,
        "category": case.category.value,
        "special": case.special.value if case.special else None,
        "possible": case.possible,
        "total": case.total,
        "proposed": case.proposed.value if case.proposed else None,
        "suggested": case.suggested.value if case.suggested else None,
        "grade": result.value if result else None,
        "adjusted_reason": case.changed_reason,
        "own": case.person_id == actor.person_ref,
    }


def _names(tx: Tx, decisions: Iterable[Decision]) -> Mapping[str, str]:
    ids = {one.recorded_by for one in decisions} | {one.confirmed_by or one.returned_by for one in decisions}
    return account_names(tx, [account_id for account_id in ids if account_id])


def _change_counts(tx: Tx, decisions: Sequence[Decision]) -> Mapping[str, int]:
    ids = [decision.id for decision in decisions]
    rows = tx.session.execute(
        select(DecisionChange.decision_id, func.count().label("changes"))
        .where(DecisionChange.decision_id.in_(ids))
        .group_by(DecisionChange.decision_id)
    )
    return {row.decision_id: row.changes for row in rows}


def _confirmable(tx: Tx, actor: Actor, decisions: Sequence[Decision]) -> frozenset[str]:
    round_ids = {decision.round_id for decision in decisions}
    query = select(Decision.id).where(Decision.round_id.in_(round_ids), confirmable_decisions(actor))
    return frozenset(tx.session.scalars(query))


@dataclass(frozen=True, slots=True)
class _About:
    """What is said of many decisions at once: names of accounts, numbers of changes, which are the asker's."""

    names: Mapping[str, str]
    changes: Mapping[str, int]
    confirmable: frozenset[str]


def _brief(tx: Tx, actor: Actor, decision: Decision, about: _About) -> Row:
    return {
        "id": decision.id,
        "round_id": decision.round_id,
        "occasion": decision.occasion,
        "organization_id": decision.organization_id,
        "leading": decision.leading,
        "body": decision.body,
        "minutes_number": decision.minutes_number,
        "decided_on": decision.decided_on,
        "digest": decision.digest,
        "state": decision.state,
        "recorded_by": about.names.get(decision.recorded_by, ""),
        "recorded_at": decision.recorded_at,
        "settled_by": about.names.get(decision.confirmed_by or decision.returned_by or ""),
        "confirmed_at": decision.confirmed_at,
        "return_reason": open_optional(
            tx, decision.__tablename__, "return_reason", decision.id, decision.return_reason_encrypted
        ),
        "changes": about.changes.get(decision.id, 0),
        "yours_to_confirm": decision.id in about.confirmable,
        "yours_to_withdraw": decision.state == DecisionState.RECORDED and decision.recorded_by == actor.account_id,
    }
