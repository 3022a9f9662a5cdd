"""Recorded decisions are confirmed by another person, returned, or taken back: one, or all of the same minutes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from backend.assessment.grading.public import Case, close_cases
from backend.assessment.results.errors import DecisionNotFound, DecisionStale, MinutesDiffer
from backend.assessment.results.models import Decision
from backend.assessment.results.operations.answers import settle_cause
from backend.assessment.results.operations.grades import give_grades
from backend.assessment.results.operations.recording import audit_decision
from backend.assessment.results.policies import (
    decision_after,
    ensure_may_confirm,
    ensure_no_run,
    ensure_recorder,
    load_decision,
    readable_decisions,
)
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.decisions import about_decision, changes_of, outcome_now
from backend.assessment.results.queries.groups import group_of_decision, undecided_groups
from backend.assessment.results.records import decision_digest
from backend.assessment.results.refusals import Refusals
from backend.assessment.results.states import AnswerAct, DecisionAct, DecisionState, Occasion
from backend.assessment.rounds.public import RoundState, lock_round, move_round
from backend.core.actor import Actor
from backend.core.transaction import Tx


def confirm_decision(tx: Tx, actor: Actor, decision_id: str, digest: str) -> None:
    """Make a recorded decision count: grades are set and closed, and what it was made for is answered.

    ``digest`` is that of the grades that were shown. The round is DECIDED with its last group. Raises
    ``DecisionNotFound``, ``DecisionNotInState``, ``NotYoursToConfirm``, ``SamePersonConfirms``, ``OwnResult``,
    ``DecisionStale``, ``ResultRunRunning``, and what ``set_grade`` refuses.
    """
    _confirm(tx, actor, [_lock_decision(tx, actor, decision_id)], {decision_id: digest})


def confirm_minutes(tx: Tx, actor: Actor, round_id: str, seen: Mapping[str, str]) -> None:
    """Make all decisions count that stand in the same minutes (id → digest of the grades shown), or none.

    Raises ``DecisionNotFound``, ``MinutesDiffer``, ``ResultRunRunning``, and of a unit what
    :func:`confirm_decision` does: of several units as ``UnitsRefused``.
    """
    _confirm(tx, actor, _lock_minutes(tx, actor, round_id, seen), seen)


def return_decision(tx: Tx, actor: Actor, decision_id: str, reason: str) -> None:
    """Give a recorded decision back to be recorded anew; what it was made for is open again.

    Raises as :func:`confirm_decision`, staleness and runs apart.
    """
    _return(tx, actor, [_lock_decision(tx, actor, decision_id)], reason)


def return_minutes(tx: Tx, actor: Actor, round_id: str, decision_ids: Collection[str], reason: str) -> None:
    """Give all back that stand in the same minutes, or none. Raises as :func:`confirm_minutes`, runs apart."""
    _return(tx, actor, _lock_minutes(tx, actor, round_id, decision_ids), reason)


def withdraw_decision(tx: Tx, actor: Actor, decision_id: str) -> None:
    """Take back what one recorded oneself and nobody has confirmed: a slip of the pen is nobody's decision.

    What it was made for is open again. Raises ``DecisionNotFound``, ``DecisionNotInState``,
    ``NotYoursToWithdraw``.
    """
    _withdraw(tx, actor, [_lock_decision(tx, actor, decision_id)])


def withdraw_minutes(tx: Tx, actor: Actor, round_id: str, decision_ids: Collection[str]) -> None:
    """Take all back that stand in the same minutes, or none.

    Raises ``DecisionNotFound``, ``MinutesDiffer``, and of a unit what :func:`withdraw_decision` does: of several
    units as ``UnitsRefused``.
    """
    _withdraw(tx, actor, _lock_minutes(tx, actor, round_id, decision_ids))


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """A decision that can be confirmed, and those it is about."""

    decision: Decision
    people: Sequence[Case]


def _confirm(tx: Tx, actor: Actor, decisions: Sequence[Decision], seen: Mapping[str, str]) -> None:
    ensure_no_run(tx, decisions[0].round_id)
    refusals = Refusals(len(decisions))
    confirmed: list[_Confirmed] = []
    for decision in decisions:
        with refusals.of(group_of_decision(decision)):
            decision_after(decision, DecisionAct.CONFIRM)
            people = about_decision(tx, decision)
            ensure_may_confirm(tx, actor, decision, people)
            _ensure_as_shown(tx, decision, people, seen[decision.id])
            confirmed.append(_Confirmed(decision, people))
    refusals.ensure_none()
    _give(tx, actor, confirmed, refusals)
    refusals.ensure_none()
    close_cases(tx, [case.id for one in confirmed for case in one.people])
    for decision in decisions:
        decision.state = DecisionState.CONFIRMED.value
        decision.confirmed_by, decision.confirmed_at = actor.account_id, tx.now()
        tx.session.flush()
        audit_decision(tx, actor, decision, "confirmed")
        settle_cause(tx, decision, AnswerAct.CONFIRM)
    _move_on(tx, actor, decisions[0])


def _ensure_as_shown(tx: Tx, decision: Decision, people: Sequence[Case], digest: str) -> None:
    if digest != decision.digest or decision_digest(outcome_now(tx, decision, people)) != digest:
        raise DecisionStale


def _give(tx: Tx, actor: Actor, confirmed: Sequence[_Confirmed], refusals: Refusals) -> None:
    """All grades in one go, so that a place that one unit gives up is there for another of the same minutes."""
    people = [case for one in confirmed for case in one.people]
    changes = [change for one in confirmed for change in changes_of(tx, one.decision.id)]
    wanted = {change.case_id: (change.grade_to, change.reason) for change in changes}
    give_grades(tx, actor, people, wanted, Occasion(confirmed[0].decision.occasion), refusals)


def _move_on(tx: Tx, actor: Actor, decision: Decision) -> None:
    """The round is decided with its last group."""
    if decision.occasion == Occasion.ROUND and not undecided_groups(tx, decision.round_id):
        move_round(tx, actor, decision.round_id, RoundState.DECIDED, None)


def _return(tx: Tx, actor: Actor, decisions: Sequence[Decision], reason: str) -> None:
    _ensure_each(decisions, DecisionAct.RETURN, lambda decision: ensure_may_confirm(tx, actor, decision, ()))
    for decision in decisions:
        decision.state, decision.returned_by = DecisionState.RETURNED.value, actor.account_id
        place = decision.__tablename__, "return_reason", decision.id
        decision.return_reason_encrypted = close_text(tx, *place, reason)
        tx.session.flush()
        audit_decision(tx, actor, decision, "returned")
        settle_cause(tx, decision, AnswerAct.RETURN)


def _withdraw(tx: Tx, actor: Actor, decisions: Sequence[Decision]) -> None:
    _ensure_each(decisions, DecisionAct.WITHDRAW, lambda decision: ensure_recorder(actor, decision))
    for decision in decisions:
        decision.state = DecisionState.WITHDRAWN.value
        tx.session.flush()
        audit_decision(tx, actor, decision, "withdrawn")
        settle_cause(tx, decision, AnswerAct.RETURN)


def _ensure_each(decisions: Sequence[Decision], act: DecisionAct, ensure: Callable[[Decision], None]) -> None:
    refusals = Refusals(len(decisions))
    for decision in decisions:
        with refusals.of(group_of_decision(decision)):
            decision_after(decision, act)
            ensure(decision)
    refusals.ensure_none()


def _lock_decision(tx: Tx, actor: Actor, decision_id: str) -> Decision:
    """Lock the round, then the decision: everything of a round is written in this order."""
    round_id = tx.session.scalar(select(Decision.round_id).where(Decision.id == decision_id))
    if round_id is not None:
        lock_round(tx, round_id)
    return load_decision(tx, actor, decision_id)


def _lock_minutes(tx: Tx, actor: Actor, round_id: str, ids: Collection[str]) -> list[Decision]:
    """Lock the round, then the decisions by id. Raises ``DecisionNotFound``, ``MinutesDiffer``."""
    query = (
        select(Decision)
        .where(Decision.round_id == round_id, Decision.id.in_(ids), readable_decisions(actor))
        .order_by(Decision.id)
    )
    if len(tx.session.scalars(query).all()) != len(ids):
        raise DecisionNotFound
    lock_round(tx, round_id)
    found = tx.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    minutes = {(one.body, one.minutes_number, one.decided_on) for one in found}
    if len(minutes) > 1 or any(one.occasion != Occasion.ROUND for one in found):
        raise MinutesDiffer(fields={"decisions": ["decision_minutes_differ"]})
    return list(found)
