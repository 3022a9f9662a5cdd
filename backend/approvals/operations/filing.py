"""Filing a matter, filing it again after a return, withdrawing it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.approvals.errors import DuplicateOpenMatter
from backend.approvals.events import MatterFiled, MatterWithdrawn
from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.form_store import keep_form
from backend.approvals.models import Matter
from backend.approvals.operations.steps import cancel_open_tasks, lock_matter, open_step
from backend.approvals.policies import (
    ensure_filer,
    ensure_form_current,
    ensure_matter_may,
    ensure_matter_visible,
    ensure_may_file,
)
from backend.approvals.references import flow_of, reference_to, subject_of
from backend.approvals.states import MatterAction, MatterState, next_matter_state
from backend.approvals.subjects import CheckedForm, Form, ScopeOf, Subject
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.records.public import take_number

ACCEPTANCE_SERIES = "acceptance"


def file_matter(tx: Tx, actor: Actor, kind: str, subject_id: str, form: Form) -> str:
    """File a matter and return its id. ``form`` is what the subject's ``form_schema`` loads.

    What the matter needs is reserved, the first step opens, and last of all the acceptance number (受理号) of the
    office is taken. Raises ``UnknownKind``, what ``validate``, ``check`` and ``reserve`` of the subject raise, and
    ``DuplicateOpenMatter``.
    """
    subject = subject_of(kind)
    scope = subject.resolve_scope(tx, subject_id)
    ensure_may_file(tx, actor, subject, scope)
    checked = subject.validate(tx, actor, subject_id, form)
    matter = _new_matter(tx, actor, subject, scope, subject_id, checked)
    keep_form(tx, matter, checked, matter.filed_by)
    reference = reference_to(matter)
    subject.check(tx, reference, checked, "filing")
    subject.reserve(tx, actor, reference, checked)
    open_step(tx, matter, flow_of(matter).first)
    taken = take_number(
        tx,
        matter.office_node_id,
        ACCEPTANCE_SERIES,
        tx.today().year,
        "matter",
        matter.id,
    )
    matter.acceptance_number = taken.text
    _record(tx, actor, matter, "filed", {"kind": kind, "acceptance_number": taken.text})
    tx.publish(MatterFiled(matter.id))
    return matter.id


def resubmit_matter(tx: Tx, actor: Actor, matter_id: str, form: Form, form_revision: int) -> None:
    """File a returned matter again with a corrected form: a new revision, a new round from the first step.

    Raises ``NotFiler``, ``MatterNotOpen``, ``StaleForm`` and whatever filing raises.
    """
    matter = lock_matter(tx, matter_id)
    _ensure_filer_of_visible(tx, actor, matter)
    subject = subject_of(matter.kind)
    ensure_may_file(tx, actor, subject, ScopeOf(matter.subject_node_id, matter.office_node_id))
    ensure_matter_may(matter, MatterAction.RESUBMIT)
    ensure_form_current(matter, form_revision)
    checked = subject.validate(tx, actor, matter.subject_id, form)
    matter.state = next_matter_state(matter.state, MatterAction.RESUBMIT).value
    matter.form_revision += 1
    matter.round += 1
    matter.summary, matter.exclusive_key = dict(checked.summary), checked.exclusive_key
    _flush_exclusively(tx, matter)
    keep_form(tx, matter, checked, matter.filed_by)
    reference = reference_to(matter)
    subject.check(tx, reference, checked, "filing")
    subject.reserve(tx, actor, reference, checked)
    open_step(tx, matter, flow_of(matter).first)
    _record(
        tx,
        actor,
        matter,
        "resubmitted",
        {"form_revision": matter.form_revision, "round": matter.round},
    )
    tx.publish(MatterFiled(matter.id))


def withdraw_matter(tx: Tx, actor: Actor, matter_id: str, form_revision: int, reason: str) -> None:
    """Take an own matter back before it was executed; what it reserved is given back.

    Raises ``NotFiler``, ``MatterNotOpen``, ``StaleForm``.
    """
    matter = lock_matter(tx, matter_id)
    _ensure_filer_of_visible(tx, actor, matter)
    ensure_matter_may(matter, MatterAction.WITHDRAW)
    ensure_form_current(matter, form_revision)
    matter.state = next_matter_state(matter.state, MatterAction.WITHDRAW).value
    matter.ended_at = tx.now()
    matter.withdrawal_reason = reason.strip() or None
    cancel_open_tasks(tx, matter)
    subject_of(matter.kind).release(tx, actor, reference_to(matter))
    _record(tx, actor, matter, "withdrawn", {"form_revision": matter.form_revision})
    tx.publish(MatterWithdrawn(matter.id, matter.filed_by))


def _new_matter(
    tx: Tx,
    actor: Actor,
    subject: Subject,
    scope: ScopeOf,
    subject_id: str,
    checked: CheckedForm,
) -> Matter:
    flow = FLOW_BOOK.newest(subject.flow)
    matter = Matter(
        kind=subject.kind,
        flow=flow.name,
        flow_version=flow.version,
        subject_kind=subject.subject_kind,
        subject_id=subject_id,
        subject_node_id=scope.subject_node_id,
        office_node_id=scope.office_node_id,
        state=MatterState.SUBMITTED.value,
        step_key=flow.first.key,
        round=1,
        form_revision=1,
        summary=dict(checked.summary),
        exclusive_key=checked.exclusive_key,
        filed_by=actor.account_id,
        filed_at=tx.now(),
    )
    tx.session.add(matter)
    _flush_exclusively(tx, matter)
    return matter


def _flush_exclusively(tx: Tx, matter: Matter) -> None:
    """Write the matter; the unique key decides between two that are filed about one thing at the same time.

    Raises ``DuplicateOpenMatter`` with the ``acceptance_number`` of the one under way.
    """
    with tx.session.no_autoflush:
        running = _running_duplicate(tx, matter)
    if running is not None:
        raise DuplicateOpenMatter(acceptance_number=running.acceptance_number)
    try:
        with tx.session.begin_nested():
            tx.session.flush()
    except IntegrityError as error:
        raise DuplicateOpenMatter(acceptance_number=None) from error


def _running_duplicate(tx: Tx, matter: Matter) -> Matter | None:
    if matter.exclusive_key is None:
        return None
    return tx.session.scalar(
        select(Matter).where(
            Matter.kind == matter.kind,
            Matter.exclusive_key == matter.exclusive_key,
            Matter.ended_at.is_(None),
            Matter.id != (matter.id or ""),
        )
    )


def _ensure_filer_of_visible(tx: Tx, actor: Actor, matter: Matter) -> None:
    ensure_matter_visible(tx, actor, matter)
    ensure_filer(actor, matter)


def _record(tx: Tx, actor: Actor, matter: Matter, verb: str, facts: dict[str, object]) -> None:
    record_audit(
        tx,
        actor,
        f"approvals:matter:{verb}",
        "matter",
        matter.id,
        node_id=matter.subject_node_id,
        facts=facts,
    )
