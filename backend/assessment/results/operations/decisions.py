"""Decisions: recorded with the minutes, confirmed by another person; only then grades change and are closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from backend.assessment.events import DecisionRecorded
from backend.assessment.grading.public import Case, close_cases
from backend.assessment.results.errors import (
    DecisionBodyWrong,
    DecisionCaseForeign,
    DecisionDateWrong,
    DecisionExists,
    DecisionGradeMissing,
    DecisionGroupNotFound,
    DecisionReasonMissing,
    DecisionStale,
    GradeUnchanged,
)
from backend.assessment.results.models import Decision, DecisionChange
from backend.assessment.results.operations.answers import settle_cause
from backend.assessment.results.operations.grades import give_grades, try_grades
from backend.assessment.results.outcomes import Change, Outcome, outcome, result_of
from backend.assessment.results.policies import (
    confirmers,
    decision_after,
    ensure_may_confirm,
    ensure_no_run,
    ensure_not_own,
    ensure_recorder,
    load_decision,
    managed_round,
)
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.decisions import about_decision, changes_of, outcome_now
from backend.assessment.results.queries.groups import (
    GroupKey,
    cases_of_group,
    group_of,
    node_of_group,
    undecided_groups,
)
from backend.assessment.results.records import decision_digest
from backend.assessment.results.states import STANDING, AnswerAct, Body, DecisionAct, DecisionState, Occasion
from backend.assessment.rounds.public import Round, RoundState, ensure_state, lock_round, move_round
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
    changes: Mapping[str, tuple[Grade, str]] = field(default_factory=dict)


def record_decision(tx: Tx, actor: Actor, round_id: str, new: NewDecision) -> str:
    """Record what the body decided on a group of a compiled round; nothing changes until it is confirmed.

    Returns the decision's id. Raises ``RoundNotFound``, ``RoundStateWrong``, ``DecisionGroupNotFound``,
    ``DecisionExists``, ``DecisionBodyWrong``, ``DecisionDateWrong``, ``DecisionCaseForeign``, ``OwnResult``,
    ``DecisionGradeMissing``, ``DecisionReasonMissing``, and what ``set_grade`` would refuse.
    """
    found = managed_round(tx, actor, round_id)
    ensure_state(found, RoundState.COMPILED)
    people = cases_of_group(tx, round_id, new.key)
    if not people:
        raise DecisionGroupNotFound
    _ensure_none_stands(tx, round_id, new.key)
    _ensure_foreign_to_none(people, new.changes)
    ensure_not_own(actor, [case for case in people if case.id in new.changes])
    decided = _explained(outcome(people, new.changes))
    try_grades(tx, actor, people, new.changes, Occasion.ROUND)
    return _record(tx, actor, found, _Draft(Occasion.ROUND, None, new.key, new.minutes, decided))


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
    try_grades(tx, actor, [case], {case.id: (grade, reason)}, occasion)
    change = Change(case.id, result_of(case), grade, reason)
    decided = Outcome({case.id: grade}, (change,), (), ())
    return _record(tx, actor, found, _Draft(occasion, cause_id, group_of(case), minutes, decided))


def confirm_decision(tx: Tx, actor: Actor, decision_id: str, digest: str) -> None:
    """Make a recorded decision count: grades are set and closed, and what it was made for is answered.

    ``digest`` is that of the grades that were shown. The round is DECIDED with its last group. Raises
    ``DecisionNotFound``, ``DecisionNotInState``, ``NotYoursToConfirm``, ``SamePersonConfirms``, ``OwnResult``,
    ``DecisionStale``, ``ResultRunRunning``, and what ``set_grade`` refuses.
    """
    decision = _lock_decision(tx, actor, decision_id)
    after = decision_after(decision, DecisionAct.CONFIRM)
    ensure_no_run(tx, decision.round_id)
    about = about_decision(tx, decision)
    ensure_may_confirm(tx, actor, decision, about)
    if digest != decision.digest or decision_digest(outcome_now(tx, decision, about)) != digest:
        raise DecisionStale
    occasion = Occasion(decision.occasion)
    wanted = {change.case_id: (change.grade_to, change.reason) for change in changes_of(tx, decision.id)}
    give_grades(tx, actor, about, wanted, occasion)
    decision.state, decision.confirmed_by, decision.confirmed_at = after.value, actor.account_id, tx.now()
    tx.session.flush()
    close_cases(tx, [case.id for case in about])
    _audit(tx, actor, decision, "confirmed")
    settle_cause(tx, decision, AnswerAct.CONFIRM)
    if occasion is Occasion.ROUND and not undecided_groups(tx, decision.round_id):
        move_round(tx, actor, decision.round_id, RoundState.DECIDED, None)


def return_decision(tx: Tx, actor: Actor, decision_id: str, reason: str) -> None:
    """Give a recorded decision back to be recorded anew; what it was made for is open again.

    Raises as :func:`confirm_decision`, staleness and runs apart.
    """
    decision = _lock_decision(tx, actor, decision_id)
    after = decision_after(decision, DecisionAct.RETURN)
    ensure_may_confirm(tx, actor, decision, ())
    decision.state, decision.returned_by = after.value, actor.account_id
    place = decision.__tablename__, "return_reason", decision.id
    decision.return_reason_encrypted = close_text(tx, *place, reason)
    tx.session.flush()
    _audit(tx, actor, decision, "returned")
    settle_cause(tx, decision, AnswerAct.RETURN)


def withdraw_decision(tx: Tx, actor: Actor, decision_id: str) -> None:
    """Take back what one recorded oneself and nobody has confirmed: a slip of the pen is nobody's decision.

    What it was made for is open again. Raises ``DecisionNotFound``, ``DecisionNotInState``,
    ``NotYoursToWithdraw``.
    """
    decision = _lock_decision(tx, actor, decision_id)
    after = decision_after(decision, DecisionAct.WITHDRAW)
    ensure_recorder(actor, decision)
    decision.state = after.value
    tx.session.flush()
    _audit(tx, actor, decision, "withdrawn")
    settle_cause(tx, decision, AnswerAct.RETURN)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is recorded."""

    occasion: Occasion
    cause_id: str | None
    key: GroupKey
    minutes: Minutes
    decided: Outcome


def _record(tx: Tx, actor: Actor, found: Round, draft: _Draft) -> str:
    _ensure_minutes(tx, draft)
    decision = Decision(
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
    tx.session.add(decision)
    tx.session.flush()
    tx.session.add_all(_change_row(tx, decision.id, change) for change in draft.decided.changes)
    tx.session.flush()
    _audit(tx, actor, decision, "recorded")
    told = confirmers(tx, leading=decision.leading, node_id=decision.node_id, but=actor.account_id)
    tx.publish(DecisionRecorded(decision.id, found.id, told))
    return decision.id


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


def _lock_decision(tx: Tx, actor: Actor, decision_id: str) -> Decision:
    """Lock the round, then the decision: everything of a round is written in this order."""
    round_id = tx.session.scalar(select(Decision.round_id).where(Decision.id == decision_id))
    if round_id is not None:
        lock_round(tx, round_id)
    return load_decision(tx, actor, decision_id)


def _ensure_minutes(tx: Tx, draft: _Draft) -> None:
    if (draft.minutes.body is Body.SUPERVISING) is not draft.key.leading:
        raise DecisionBodyWrong(fields={"body": ["decision_body_wrong"]})
    if draft.minutes.decided_on > tx.today():
        raise DecisionDateWrong(fields={"decided_on": ["decision_date_wrong"]})


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


def _audit(tx: Tx, actor: Actor, decision: Decision, verb: str) -> None:
    # not its digest: a grade has few values, so that it could be guessed from one
    facts = {"round_id": decision.round_id, "occasion": decision.occasion}
    record_audit(
        tx,
        actor,
        f"assessment:decision:{verb}",
        "assessment_decision",
        decision.id,
        node_id=decision.node_id,
        facts=facts,
    )
