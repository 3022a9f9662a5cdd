"""Decisions are recorded with their minutes; nothing changes until another person confirms them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from backend.assessment.events import DecisionRecorded
from backend.assessment.grading.public import Case
from backend.assessment.results.errors import (
    DecisionBodyWrong,
    DecisionCaseForeign,
    DecisionDateWrong,
    DecisionExists,
    DecisionGradeMissing,
    DecisionGroupNotFound,
    DecisionReasonMissing,
    GradeUnchanged,
)
from backend.assessment.results.models import Decision, DecisionChange
from backend.assessment.results.operations.grades import Decided, try_grades
from backend.assessment.results.outcomes import Change, Outcome, outcome, result_of
from backend.assessment.results.policies import confirmers, ensure_no_run, ensure_not_own, managed_round
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.groups import GroupKey, cases_of_group, group_of, node_of_group
from backend.assessment.results.records import decision_digest
from backend.assessment.results.refusals import Refusals
from backend.assessment.results.states import STANDING, Body, DecisionState, Occasion
from backend.assessment.rounds.public import Round, RoundState, ensure_state
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit


@dataclass(frozen=True, slots=True)
class Minutes:
    """Where a decision stands written."""

    body: Body
    number: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision on a group; ``changes`` are the grades the body changed: case → (grade, reason)."""

    key: GroupKey
    minutes: Minutes
    changes: Decided = field(default_factory=dict)


def record_decision(tx: Tx, actor: Actor, round_id: str, new: NewDecision) -> str:
    """Record what the body decided on one group: :func:`record_minutes` of a single one. Returns its id."""
    [decision_id] = record_minutes(tx, actor, round_id, new.minutes, {new.key: new.changes})
    return decision_id


def record_minutes(
    tx: Tx, actor: Actor, round_id: str, minutes: Minutes, units: Mapping[GroupKey, Decided]
) -> list[str]:
    """Record what one set of minutes decides on groups of a compiled round, for all of them or for none.

    Each group has a decision of its own, as it is confirmed, returned and read by its own people; their ids are
    returned in the order of ``units``. Places for 优秀 are tried for all together. Raises ``RoundNotFound``,
    ``RoundStateWrong``, ``DecisionDateWrong``, and of a group ``DecisionGroupNotFound``, ``DecisionExists``,
    ``DecisionBodyWrong``, ``DecisionCaseForeign``, ``OwnResult``, ``DecisionGradeMissing``,
    ``DecisionReasonMissing`` and what ``set_grade`` would refuse: of several groups as ``UnitsRefused``.
    """
    found = managed_round(tx, actor, round_id)
    ensure_state(found, RoundState.COMPILED)
    _ensure_past(tx, minutes)
    refusals = Refusals(len(units))
    drafts: list[_Draft] = []
    people: list[Case] = []
    for key, changes in units.items():
        with refusals.of(key):
            members = cases_of_group(tx, round_id, key)
            drafts.append(_drafted(tx, actor, found, _Asked(key, minutes, changes), members))
            people += members
    refusals.ensure_none()
    together = {case_id: change for changes in units.values() for case_id, change in changes.items()}
    try_grades(tx, actor, people, together, Occasion.ROUND, refusals)
    refusals.ensure_none()
    return _record(tx, actor, found, drafts)


def record_single(  # noqa: PLR0913  # what a decision on one person is made of
    tx: Tx,
    actor: Actor,
    found: Round,
    case: Case,
    *,
    occasion: Occasion,
    cause_id: str,
    minutes: Minutes,
    grade: Grade,
    reason: str,
) -> str:
    """Record a decision that changes the grade of one person. Returns its id.

    Raises ``OwnResult``, ``GradeUnchanged``, ``DecisionBodyWrong``, ``DecisionDateWrong``,
    ``ResultRunRunning``, and what ``set_grade`` would refuse.
    """
    ensure_no_run(tx, found.id)
    ensure_not_own(actor, [case])
    if grade is result_of(case):
        raise GradeUnchanged(fields={"grade": ["grade_unchanged"]})
    refusals = Refusals(1)
    try_grades(tx, actor, [case], {case.id: (grade, reason)}, occasion, refusals)
    refusals.ensure_none()
    _ensure_past(tx, minutes)
    key = group_of(case)
    _ensure_body(minutes, key)
    decided = Outcome({case.id: grade}, (Change(case.id, result_of(case), grade, reason),), (), ())
    [decision_id] = _record(tx, actor, found, [_Draft(occasion, cause_id, key, minutes, decided)])
    return decision_id


def audit_decision(tx: Tx, actor: Actor, decision: Decision, verb: str) -> None:
    """Note what became of a decision; of each its own record, whatever was done together with it."""
    # not its digest: a grade has few values, so that it could be guessed from one
    facts = {"round_id": decision.round_id, "occasion": decision.occasion}
    action, place = f"assessment:decision:{verb}", decision.node_id
    record_audit(tx, actor, action, "assessment_decision", decision.id, node_id=place, facts=facts)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for a group."""

    key: GroupKey
    minutes: Minutes
    changes: Decided


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is recorded."""

    occasion: Occasion
    cause_id: str | None
    key: GroupKey
    minutes: Minutes
    decided: Outcome


def _drafted(tx: Tx, actor: Actor, found: Round, asked: _Asked, people: Sequence[Case]) -> _Draft:
    if not people:
        raise DecisionGroupNotFound
    _ensure_body(asked.minutes, asked.key)
    _ensure_none_stands(tx, found.id, asked.key)
    _ensure_foreign_to_none(people, asked.changes)
    ensure_not_own(actor, [case for case in people if case.id in asked.changes])
    decided = _explained(outcome(people, asked.changes))
    return _Draft(Occasion.ROUND, None, asked.key, asked.minutes, decided)


def _record(tx: Tx, actor: Actor, found: Round, drafts: Sequence[_Draft]) -> list[str]:
    """Write the rows and tell whoever may confirm any of them, once."""
    rows = [_row(tx, actor, found, draft) for draft in drafts]
    tx.session.add_all(rows)
    tx.session.flush()
    told: set[str] = set()
    for row, draft in zip(rows, drafts, strict=True):
        tx.session.add_all(_change_row(tx, row.id, change) for change in draft.decided.changes)
        audit_decision(tx, actor, row, "recorded")
        told.update(confirmers(tx, leading=row.leading, node_id=row.node_id, but=actor.account_id))
    tx.publish(DecisionRecorded(rows[0].id, found.id, tuple(sorted(told))))
    return [row.id for row in rows]


def _row(tx: Tx, actor: Actor, found: Round, draft: _Draft) -> Decision:
    return Decision(
        id=new_id(),
        round_id=found.id,
        organization_id=draft.key.organization_id,
        node_id=node_of_group(tx, found, draft.key),
        leading=draft.key.leading,
        occasion=draft.occasion.value,
        cause_id=draft.cause_id,
        body=draft.minutes.body.value,
        minutes_number=draft.minutes.number,
        decided_on=draft.minutes.decided_on,
        digest=decision_digest(draft.decided.grades),
        state=DecisionState.RECORDED.value,
        recorded_by=actor.account_id or "",
        recorded_at=tx.now(),
    )


def _change_row(tx: Tx, decision_id: str, change: Change) -> DecisionChange:
    row_id = new_id()
    return DecisionChange(
        id=row_id,
        decision_id=decision_id,
        case_id=change.case_id,
        grade_from=change.grade_from and change.grade_from.value,
        grade_to=change.grade_to.value,
        reason_encrypted=close_text(tx, DecisionChange.__tablename__, "reason", row_id, change.reason),
    )


def _ensure_past(tx: Tx, minutes: Minutes) -> None:
    if minutes.decided_on > tx.today():
        raise DecisionDateWrong(fields={"decided_on": ["decision_date_wrong"]})


def _ensure_body(minutes: Minutes, key: GroupKey) -> None:
    if (minutes.body is Body.SUPERVISING) is not key.leading:
        raise DecisionBodyWrong(fields={"body": ["decision_body_wrong"]})


def _ensure_none_stands(tx: Tx, round_id: str, key: GroupKey) -> None:
    state = tx.session.scalar(
        select(Decision.state).where(
            Decision.round_id == round_id,
            Decision.organization_id == key.organization_id,
            Decision.leading.is_(key.leading),
            Decision.occasion == Occasion.ROUND.value,
            Decision.state.in_([state.value for state in STANDING]),
        )
    )
    if state is not None:
        raise DecisionExists(state=state)


def _ensure_foreign_to_none(people: Sequence[Case], changes: Collection[str]) -> None:
    foreign = set(changes) - {case.id for case in people}
    if foreign:
        raise DecisionCaseForeign(fields={"changes": ["decision_case_foreign"]}, count=len(foreign))


def _explained(decided: Outcome) -> Outcome:
    if decided.ungraded:
        raise DecisionGradeMissing(count=len(decided.ungraded))
    if decided.unexplained:
        raise DecisionReasonMissing(
            fields={"changes": ["decision_reason_missing"]}, count=len(decided.unexplained)
        )
    return decided
