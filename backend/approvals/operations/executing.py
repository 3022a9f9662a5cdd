"""Bringing the effect of a matter about, in the transaction of the last decision."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from backend.approvals.events import MatterExecuted
from backend.approvals.flows import Step
from backend.approvals.models import Matter
from backend.approvals.references import reference_to, subject_of
from backend.approvals.states import MatterAction, next_matter_state
from backend.approvals.subjects import CheckedForm, IssueContext
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.records.public import NewDocument, record_document, take_number


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """The document that brings the effect about, as the registry of the issuing organ numbered it (发文字号)."""

    number: str
    title: str
    issuer: str
    dated_on: date


def execute_matter(
    tx: Tx,
    actor: Actor,
    matter: Matter,
    step: Step,
    form: CheckedForm,
    document: DocumentReference | None = None,
    effective_on: date | None = None,
) -> None:
    """Apply the effect and end the matter as executed.

    Order of locks: the matter is locked already, then the subject's holders, the document, and last the number
    series of the notice. Raises what ``check("issue")`` and ``apply`` of the subject and the document raise.
    """
    subject, reference = subject_of(matter.kind), reference_to(matter)
    subject.check(tx, reference, form, "issue")
    preview = asdict(subject.preview(tx, reference, form))
    document_id = _record_document(tx, actor, matter, document) if document else None
    facts = dict(subject.apply(tx, actor, reference, form, IssueContext(document_id, effective_on)))
    notice_number = _take_notice_number(tx, matter, step)
    matter.state = next_matter_state(matter.state, MatterAction.EXECUTE).value
    matter.ended_at = tx.now()
    matter.document_id = document_id or facts.get("document_id")
    matter.notice_number = notice_number
    matter.effect = {"facts": facts, "preview": _plain(preview)}
    record_audit(
        tx,
        actor,
        "approvals:matter:executed",
        "matter",
        matter.id,
        node_id=matter.subject_node_id,
        facts={
            "document_id": matter.document_id,
            "notice_number": matter.notice_number,
            "effect": facts,
        },
    )
    tx.publish(MatterExecuted(matter.id, matter.filed_by))


def _take_notice_number(tx: Tx, matter: Matter, step: Step) -> str | None:
    """The number of the notice (通知单) where the step gives one."""
    if step.notice_series is None:
        return None
    year = tx.today().year
    return take_number(tx, matter.office_node_id, step.notice_series, year, "matter", matter.id).text


def _record_document(tx: Tx, actor: Actor, matter: Matter, document: DocumentReference) -> str:
    new = NewDocument(
        number=document.number,
        title=document.title,
        issuer=document.issuer,
        dated_on=document.dated_on,
        kind=matter.kind,
        cause_kind="matter",
        cause_id=matter.id,
    )
    return record_document(tx, actor, new)


def _plain(preview: dict[str, Any]) -> dict[str, Any]:
    """The preview as JSON gives it back: lists for tuples."""
    rows = [
        {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
        for row in preview["rows"]
    ]
    return {"rows": rows, "light": preview["light"]}
