"""Who may decide, confirm, answer and read; never about themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select

from backend.assessment.grading.public import Case
from backend.assessment.results.errors import (
    AnswerNotInState,
    DecisionNotFound,
    DecisionNotInState,
    NoticeNotInState,
    NotYoursToConfirm,
    NotYoursToWithdraw,
    OwnResult,
    ResultRunRunning,
    SamePersonConfirms,
)
from backend.assessment.results.models import Decision, Notice, Objection, ResultRun, Review
from backend.assessment.results.states import (
    ANSWERS,
    DECISIONS,
    NOTICES,
    AnswerAct,
    AnswerState,
    DecisionAct,
    DecisionState,
    NoticeAct,
    NoticeState,
    RunState,
)
from backend.assessment.rounds.public import Round, lock_round, round_for
from backend.core.actor import Actor
from backend.core.jobs import has_ended
from backend.core.transaction import Tx
from backend.identity.public import (
    Permission,
    Role,
    accounts_with_role,
    holds_role,
    in_scope,
)

_State = TypeVar("_State", bound=StrEnum)
_Act = TypeVar("_Act", bound=StrEnum)


def managed_round(tx: Tx, actor: Actor, round_id: str) -> Round:
    """The round, locked, if the actor manages it. Raises ``RoundNotFound``."""
    round_for(tx, actor, Permission.ROUND_MANAGE, round_id)
    return lock_round(tx, round_id)


def running_run(tx: Tx, round_id: str) -> ResultRun | None:
    """What is being written of a whole round. A run whose job was given up counts no more."""
    query = select(ResultRun).where(ResultRun.round_id == round_id, ResultRun.state == RunState.RUNNING.value)
    run = tx.session.scalar(query)
    return None if run is None or (run.job_id and has_ended(tx, run.job_id)) else run


def ensure_no_run(tx: Tx, round_id: str) -> None:
    """What a seal holds, and what notices tell, does not change under it. Raises :class:`ResultRunRunning`."""
    run = running_run(tx, round_id)
    if run is not None:
        raise ResultRunRunning(kind=run.kind, done=run.done, total=run.total)


def readable_decisions(actor: Actor) -> ColumnElement[bool]:
    """The decisions that somebody may read: those of the own scope, and those that are theirs to confirm."""
    return or_(
        in_scope(actor, Permission.ROUND_READ, Decision.node_id),
        Decision.leading.is_(True) & in_scope(actor, Permission.DECISION_CONFIRM_LEADING, Decision.node_id),
    )


def confirmable_decisions(actor: Actor) -> ColumnElement[bool]:
    """The decisions that wait for the actor; whether the right still holds is asked when confirming."""
    waits = (Decision.state == DecisionState.RECORDED.value) & (Decision.recorded_by != (actor.account_id or ""))
    leading = Decision.leading.is_(True) & in_scope(actor, Permission.DECISION_CONFIRM_LEADING, Decision.node_id)
    return waits & or_(in_scope(actor, Permission.DECISION_CONFIRM, Decision.node_id), leading)


def load_decision(tx: Tx, actor: Actor, decision_id: str) -> Decision:
    """A decision that the actor may read, locked by one that writes. Raises :class:`DecisionNotFound`."""
    query = select(Decision).where(Decision.id == decision_id, readable_decisions(actor))
    if tx.writes:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = tx.session.scalar(query)
    if found is None:
        raise DecisionNotFound
    return found


def may_confirm(tx: Tx, actor: Actor, *, leading: bool, node_id: str) -> bool:
    """Whether somebody has the right at this moment: the head of the unit, for leading members that of the
    supervising organ, or the organization department."""
    if holds_role(tx, actor, Role.HEAD, node_id):
        return True
    return leading and holds_role(tx, actor, Role.ORGDEPT, node_id)


def confirmers(tx: Tx, *, leading: bool, node_id: str, but: str | None) -> tuple[str, ...]:
    """The accounts that may confirm, whoever recorded the decision (``but``) left out."""
    found = set(accounts_with_role(tx, Role.HEAD, node_id))
    if leading:
        found.update(accounts_with_role(tx, Role.ORGDEPT, node_id))
    return tuple(sorted(found - {but}))


def ensure_may_confirm(tx: Tx, actor: Actor, decision: Decision, about: Iterable[Case]) -> None:
    """Raises :class:`NotYoursToConfirm`, :class:`SamePersonConfirms`, :class:`OwnResult`."""
    if not may_confirm(tx, actor, leading=decision.leading, node_id=decision.node_id):
        raise NotYoursToConfirm
    if decision.recorded_by == actor.account_id:
        raise SamePersonConfirms
    ensure_not_own(actor, about)


def ensure_recorder(actor: Actor, decision: Decision) -> None:
    """Raises :class:`NotYoursToWithdraw` for everybody but who recorded the decision."""
    if decision.recorded_by != actor.account_id:
        raise NotYoursToWithdraw


def ensure_not_own(actor: Actor, about: Iterable[Case]) -> None:
    """Raises :class:`OwnResult` where one of the cases is the actor's."""
    if actor.person_ref is not None and any(case.person_id == actor.person_ref for case in about):
        raise OwnResult


def ensure_not_own_person(actor: Actor, person_id: str) -> None:
    """Raises :class:`OwnResult` where the actor is the person."""
    if actor.person_ref == person_id:
        raise OwnResult


def ensure_not_asker(actor: Actor, account_id: str) -> None:
    """Raises :class:`OwnResult` where the actor asked."""
    if actor.account_id == account_id:
        raise OwnResult


def assessors(tx: Tx, node_id: str, *, but: str | None) -> tuple[str, ...]:
    """The accounts that answer what is asked about results at a node."""
    return tuple(sorted(set(accounts_with_role(tx, Role.ASSESSOR, node_id)) - {but}))


def decision_after(decision: Decision, act: DecisionAct) -> DecisionState:
    """The state after ``act``. Raises :class:`DecisionNotInState`."""
    after = _after(DECISIONS, DecisionState(decision.state), act)
    if after is None:
        raise DecisionNotInState(state=decision.state, act=act.value)
    return after


def answer_after(asked: Objection | Review, act: AnswerAct) -> AnswerState:
    """The state after ``act``. Raises :class:`AnswerNotInState`."""
    after = _after(ANSWERS, AnswerState(asked.state), act)
    if after is None:
        raise AnswerNotInState(state=asked.state, act=act.value)
    return after


def notice_after(notice: Notice, act: NoticeAct) -> NoticeState:
    """The state after ``act``. Raises :class:`NoticeNotInState`."""
    after = _after(NOTICES, NoticeState(notice.state), act)
    if after is None:
        raise NoticeNotInState(state=notice.state, act=act.value)
    return after


def _after(table: Mapping[tuple[_State, _Act], _State], state: _State, act: _Act) -> _State | None:
    return table.get((state, act))
