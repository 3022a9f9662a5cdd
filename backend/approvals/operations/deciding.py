"""Deciding a task: the one place where an opinion becomes a fact.

The order of the checks is the order of the answers a person may get: not yours to know (404), no authority,
an own filing, already decided by somebody, closed, the form has changed, what you saw has changed, the step does
not know this verdict, a rule of the register says no (the task stays open).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from backend.approvals.decision_mark import mark_decision
from backend.approvals.errors import NoAuthority
from backend.approvals.events import MatterRejected, MatterReturned, TaskDecided
from backend.approvals.flows import Step, StepType, Verdict
from backend.approvals.form_store import digest_of_view, read_form
from backend.approvals.forms import flatten_form, join_forms
from backend.approvals.models import Decision, Matter, Task
from backend.approvals.operations.executing import execute_matter
from backend.approvals.operations.steps import (
    cancel_open_tasks,
    close_decided,
    enter_step,
    lock_task,
)
from backend.approvals.policies import (
    clock_is_skewed,
    ensure_authority,
    ensure_form_current,
    ensure_not_own_filing,
    ensure_one_opinion_each,
    ensure_task_known,
    ensure_task_open,
    ensure_verdict_allowed,
    ensure_view_same,
)
from backend.approvals.references import flow_of, reference_to, subject_of
from backend.approvals.states import FINAL, MatterAction, next_matter_state
from backend.approvals.subjects import CheckedForm, Subject
from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.transaction import Tx
from backend.identity.public import record_audit


@dataclass(frozen=True, slots=True)
class DecisionCommand:
    """What a person sends: the verdict on exactly that revision and view which they were shown.

    ``claimed_at`` is the device's time of the decision; it is kept and counts for nothing.
    """

    command_id: str
    verdict: str
    form_revision: int
    view_digest: str
    opinion: str = ""
    returned_fields: tuple[str, ...] = ()
    claimed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A task that may be decided now, with all that was looked at to know it."""

    task: Task
    matter: Matter
    step: Step
    verdict: Verdict
    subject: Subject
    form: CheckedForm


def decide_task(tx: Tx, actor: Actor, task_id: str, command: DecisionCommand) -> dict[str, Any]:
    """Decide a task; answers ``{outcome, task_id, matter_state, next_step, notice_number}``.

    Raises ``TaskNotFound``, ``NoAuthority``, ``OwnFiling``, ``AlreadyReviewed``, ``AlreadyDecided``,
    ``TaskClosed``, ``StaleForm``, ``ViewChanged``, ``WrongVerdict``, ``Invalid`` and the subject's ``Refused``.
    """
    case = open_case(tx, actor, task_id, command)
    if case.verdict is Verdict.APPROVE:
        _approve(tx, actor, case, command)
    else:
        _end_round(tx, actor, case, command)
    matter = case.matter
    waits = matter.state not in FINAL and case.verdict is Verdict.APPROVE
    return {
        "outcome": "done",
        "task_id": task_id,
        "matter_state": matter.state,
        "next_step": matter.step_key if waits else None,
        "notice_number": matter.notice_number,
    }


def open_case(tx: Tx, actor: Actor, task_id: str, command: DecisionCommand) -> OpenCase:
    """Lock the matter and check everything that does not depend on the register's rules."""
    task, matter = lock_task(tx, task_id)
    ensure_task_known(tx, actor, task, matter)
    ensure_authority(tx, actor, task)
    ensure_not_own_filing(actor, matter)
    ensure_task_open(tx, task)
    ensure_one_opinion_each(tx, actor, task)
    ensure_form_current(matter, command.form_revision)
    subject = subject_of(matter.kind)
    form = read_form(tx, matter)
    ensure_view_same(command.view_digest, digest_of_view(tx, matter, subject, form))
    step = flow_of(matter).step(task.step_key)
    verdict = ensure_verdict_allowed(step, command.verdict)
    _ensure_explained(verdict, command, form)
    return OpenCase(task, matter, step, verdict, subject, form)


def record_decision(tx: Tx, actor: Actor, case: OpenCase, command: DecisionCommand) -> None:
    """Write the decision, marked by the server's key, and close its task."""
    if actor.account_id is None:
        raise NoAuthority
    decision = Decision(
        task_id=case.task.id,
        matter_id=case.matter.id,
        command_id=command.command_id,
        account_id=actor.account_id,
        verdict=case.verdict.value,
        opinion=command.opinion.strip(),
        returned_fields=list(command.returned_fields),
        form_revision=command.form_revision,
        view_digest=command.view_digest,
        claimed_at=command.claimed_at,
        clock_skewed=clock_is_skewed(tx.now(), command.claimed_at),
        decided_at=tx.now(),
    )
    decision.mac = mark_decision(tx.keyring, decision)
    tx.session.add(decision)
    close_decided(tx, case.task)
    record_audit(
        tx,
        actor,
        "approvals:task:decided",
        "task",
        case.task.id,
        node_id=case.matter.subject_node_id,
        facts={
            "matter_id": case.matter.id,
            "step": case.step.key,
            "round": case.task.round,
            "verdict": case.verdict.value,
            "clock_skewed": decision.clock_skewed,
        },
    )
    tx.publish(
        TaskDecided(case.task.id, case.matter.id, case.verdict.value, actor.account_id, case.matter.filed_by)
    )


def _approve(tx: Tx, actor: Actor, case: OpenCase, command: DecisionCommand) -> None:
    """Approve, and move on when the step has what it needs."""
    if case.step.issues:
        record_decision(tx, actor, case, command)
        execute_matter(tx, actor, case.matter, case.step, case.form)
        return
    case.subject.check(tx, reference_to(case.matter), case.form, "decision")
    record_decision(tx, actor, case, command)
    if case.step.type is StepType.JOINT and _approvals(tx, case.task) < case.step.need:
        return
    cancel_open_tasks(tx, case.matter)
    following = flow_of(case.matter).after(case.step.key)
    assert following is not None, "the flow checker lets only an issuing step be the last"
    enter_step(tx, case.matter, following)


def _end_round(tx: Tx, actor: Actor, case: OpenCase, command: DecisionCommand) -> None:
    """Return or reject: one such verdict ends the step at once, the other reviewers need not look any more."""
    matter = case.matter
    record_decision(tx, actor, case, command)
    returning = case.verdict is Verdict.RETURN
    matter.state = next_matter_state(matter.state, MatterAction.RETURN if returning else MatterAction.REJECT).value
    if not returning:
        matter.ended_at = tx.now()
    cancel_open_tasks(tx, matter)
    if returning:
        tx.publish(MatterReturned(matter.id, matter.filed_by))
        return
    case.subject.release(tx, actor, reference_to(matter))
    tx.publish(MatterRejected(matter.id, matter.filed_by))


def _approvals(tx: Tx, task: Task) -> int:
    """Approvals of the task's step in its round, this one included."""
    query = (
        select(func.count())
        .select_from(Decision)
        .join(Task, Task.id == Decision.task_id)
        .where(
            Task.matter_id == task.matter_id,
            Task.round == task.round,
            Task.step_key == task.step_key,
            Decision.verdict == Verdict.APPROVE,
        )
    )
    return tx.session.scalars(query).one()


def _ensure_explained(verdict: Verdict, command: DecisionCommand, form: CheckedForm) -> None:
    """Who returns or rejects says why, and names only fields that the form has."""
    if verdict in (Verdict.RETURN, Verdict.REJECT) and not command.opinion.strip():
        raise Invalid(fields={"opinion": ["required"]})
    if not command.returned_fields:
        return
    known = flatten_form(join_forms(form.form, form.personal))
    for field in command.returned_fields:
        if verdict is not Verdict.RETURN or not _names_field(field, known):
            raise Invalid(fields={"returned_fields": ["unknown_field"]})


def _names_field(field: str, known: dict[str, Any]) -> bool:
    return any(path == field or path.startswith(f"{field}.") for path in known)
