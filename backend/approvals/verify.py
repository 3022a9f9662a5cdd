"""Checks of the approvals for ``verify``: matters, tasks, decisions, forms and the inbox's index fit together."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, func, or_, select

from backend.approvals.decision_mark import has_true_mark
from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.form_store import digest_of_view, read_form
from backend.approvals.models import Decision, FormRevision, Matter, Task, TaskReach
from backend.approvals.states import UNDER_REVIEW, MatterState, TaskState
from backend.approvals.subjects import find_subject
from backend.core.crypto import Undecryptable
from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes
from backend.records.public import owned_numbers

_WAITING = [state.value for state in UNDER_REVIEW]


def check_tasks_and_decisions(tx: Tx) -> Iterator[Finding]:
    """A task is decided exactly when it has a decision."""
    decided = exists().where(Decision.task_id == Task.id)
    wrong = or_(
        (Task.state == TaskState.DECIDED) & ~decided,
        (Task.state != TaskState.DECIDED) & decided,
    )
    for task_id, state in tx.session.execute(select(Task.id, Task.state).where(wrong).order_by(Task.id)):
        yield Finding("task_decision", "approvals_task", task_id, "state and decision do not fit", found=state)


def check_matters_and_tasks(tx: Tx) -> Iterator[Finding]:
    """A matter under review has an open task in its step and round, any other has none."""
    here = exists().where(
        Task.matter_id == Matter.id,
        Task.state == TaskState.OPEN,
        Task.step_key == Matter.step_key,
        Task.round == Matter.round,
    )
    anywhere = exists().where(Task.matter_id == Matter.id, Task.state == TaskState.OPEN)
    wrong = or_(
        Matter.state.in_(_WAITING) & ~here,
        Matter.state.not_in(_WAITING) & anywhere,
    )
    for matter_id, state in tx.session.execute(select(Matter.id, Matter.state).where(wrong).order_by(Matter.id)):
        yield Finding(
            "matter_tasks", "approvals_matter", matter_id, "state and open tasks do not fit", found=state
        )


def check_flows(tx: Tx) -> Iterator[Finding]:
    """The version a matter began with is still there and has its step."""
    rows = tx.session.execute(
        select(Matter.flow, Matter.flow_version, Matter.step_key, func.min(Matter.id).label("id")).group_by(
            Matter.flow, Matter.flow_version, Matter.step_key
        )
    )
    for row in rows:
        flow = FLOW_BOOK.find(row.flow, row.flow_version)
        if flow is None or row.step_key not in {step.key for step in flow.steps}:
            yield Finding(
                "matter_flow",
                "approvals_matter",
                row.id,
                "its flow version or step is not among the flows",
                found=f"{row.flow} v{row.flow_version} {row.step_key}",
            )


def check_executed(tx: Tx) -> Iterator[Finding]:
    """An executed matter has its document and, where the last step gives one, its notice."""
    rows = tx.session.execute(
        select(Matter.id, Matter.flow, Matter.flow_version, Matter.document_id, Matter.notice_number).where(
            Matter.state == MatterState.EXECUTED
        )
    )
    for row in rows:
        flow = FLOW_BOOK.find(row.flow, row.flow_version)
        if row.document_id is None:
            yield Finding("matter_document", "approvals_matter", row.id, "executed without a document")
        if flow is not None and (flow.steps[-1].notice_series is None) != (row.notice_number is None):
            yield Finding("matter_notice", "approvals_matter", row.id, "notice number and flow do not fit")


def check_numbers(tx: Tx) -> Iterator[Finding]:
    """The numbers a matter shows are those it took."""
    taken = owned_numbers(tx, "matter")
    rows = tx.session.execute(select(Matter.id, Matter.acceptance_number, Matter.notice_number))
    for row in rows:
        shown = sorted(number for number in (row.acceptance_number, row.notice_number) if number)
        held = sorted(taken.get(row.id, ()))
        if shown != held or row.acceptance_number is None:
            yield Finding(
                "matter_numbers",
                "approvals_matter",
                row.id,
                "numbers shown are not the numbers taken",
                expected=", ".join(held),
                found=", ".join(shown),
            )


def check_decision_marks(tx: Tx) -> Iterator[Finding]:
    """Nobody changed a decision behind the server's back, and nobody decided an own filing."""
    rows = tx.session.execute(
        select(Decision, Matter.filed_by).join(Matter, Matter.id == Decision.matter_id).order_by(Decision.id)
    ).yield_per(500)
    for decision, filed_by in rows:
        if not has_true_mark(tx.keyring, decision):
            yield Finding("decision_mark", "approvals_decision", decision.id, "the row is not as it was written")
        if decision.account_id == filed_by:
            yield Finding(
                "decision_by_filer", "approvals_decision", decision.id, "decided by who filed the matter"
            )


def check_forms(tx: Tx) -> Iterator[Finding]:
    """Revisions 1..n of each form are there, and decisions on the present one were made on what it holds."""
    counts = select(FormRevision.matter_id, func.count().label("n")).group_by(FormRevision.matter_id).subquery()
    rows = tx.session.execute(
        select(Matter, func.coalesce(counts.c.n, 0)).outerjoin(counts, counts.c.matter_id == Matter.id)
    )
    for matter, count in rows:
        if count != matter.form_revision:
            yield Finding(
                "form_revisions",
                "approvals_matter",
                matter.id,
                "revisions of the form are missing",
                expected=str(matter.form_revision),
                found=str(count),
            )
            continue
        yield from _check_present_form(tx, matter)


def check_inbox(tx: Tx) -> Iterator[Finding]:
    """The inbox's index holds each open task at its node and every node above, and nothing else."""
    reached: dict[str, set[str]] = {}
    for task_id, node_id in tx.session.execute(select(TaskReach.task_id, TaskReach.node_id)):
        reached.setdefault(task_id, set()).add(node_id)
    above: dict[str, set[str]] = {}
    rows = tx.session.execute(select(Task.id, Task.node_id).where(Task.state == TaskState.OPEN))
    for task_id, node_id in rows:
        if node_id not in above:
            above[node_id] = set(ancestor_nodes(tx, node_id))
        if reached.pop(task_id, set()) != above[node_id]:
            yield Finding("inbox", "approvals_task", task_id, "the index of the inbox is not the scope tree")
    for task_id in reached:
        yield Finding("inbox", "approvals_task", task_id, "a closed task is still in an inbox")


def _check_present_form(tx: Tx, matter: Matter) -> Iterator[Finding]:
    subject = find_subject(matter.kind)
    shown = set(
        tx.session.scalars(
            select(Decision.view_digest).where(
                Decision.matter_id == matter.id, Decision.form_revision == matter.form_revision
            )
        )
    )
    if subject is None:
        yield Finding("matter_kind", "approvals_matter", matter.id, "nobody knows its kind", found=matter.kind)
        return
    try:
        held = digest_of_view(tx, matter, subject, read_form(tx, matter))
    except Undecryptable:
        yield Finding("form_personal", "approvals_form_revision", matter.id, "personal fields cannot be read")
        return
    if shown - {held}:
        yield Finding(
            "form_digest", "approvals_form_revision", matter.id, "the form is not the one that was decided on"
        )


CHECKS: list[Check] = [
    check_tasks_and_decisions,
    check_matters_and_tasks,
    check_flows,
    check_executed,
    check_numbers,
    check_decision_marks,
    check_forms,
    check_inbox,
]
