"""Reads around filing: the kinds, a rehearsal that writes nothing, and the form to be filed again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.approvals.errors import MatterNotFound
from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.form_store import read_form
from backend.approvals.forms import join_forms
from backend.approvals.models import Matter
from backend.approvals.policies import (
    ensure_filer,
    ensure_matter_visible,
    ensure_may_file,
)
from backend.approvals.references import subject_of
from backend.approvals.subjects import Form, MatterRef, Subject, registered_subjects
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.errors import DomainError, Invalid, Refused
from backend.core.transaction import Tx


def kinds(actor: Actor) -> list[dict[str, Any]]:
    """Every kind with its way; ``can_file`` says whether this person's roles file it somewhere."""
    return [_kind(actor, subject) for subject in registered_subjects()]


def rehearse_filing(tx: Tx, actor: Actor, kind: str, subject_id: str, form: Form) -> dict[str, Any]:
    """What filing this form would meet: ``{preview, problems: [{code, facts}]}``. Nothing is written.

    Raises ``UnknownKind``, ``FilingNotAllowed`` and ``NotFound`` as filing does; what is wrong with the form or
    against a rule comes back as a problem.
    """
    subject = subject_of(kind)
    scope = subject.resolve_scope(tx, subject_id)
    ensure_may_file(tx, actor, subject, scope)
    reference = MatterRef(
        id=new_id(),
        kind=kind,
        subject_id=subject_id,
        subject_node_id=scope.subject_node_id,
        office_node_id=scope.office_node_id,
        filed_by=actor.account_id or "",
        form_revision=1,
    )
    try:
        checked = subject.validate(tx, actor, subject_id, form)
    except (Invalid, Refused) as refusal:
        return {"preview": None, "problems": [_problem(refusal)]}
    problems = []
    try:
        subject.check(tx, reference, checked, "filing")
    except (Invalid, Refused) as refusal:
        problems.append(_problem(refusal))
    return {
        "preview": asdict(subject.preview(tx, reference, checked)),
        "problems": problems,
    }


def form_to_resubmit(tx: Tx, actor: Actor, matter_id: str, form: Form) -> tuple[str, dict[str, Any]]:
    """``(kind, form)``: what the filer sent, with the personal fields they left out as they were before.

    Personal values never leave the server, so the person who corrects a form need not type them again.
    Raises ``MatterNotFound``, ``NotFiler``.
    """
    matter = tx.session.get(Matter, matter_id)
    if matter is None:
        raise MatterNotFound
    ensure_matter_visible(tx, actor, matter)
    ensure_filer(actor, matter)
    return matter.kind, join_forms(read_form(tx, matter).personal, form)


def _kind(actor: Actor, subject: Subject) -> dict[str, Any]:
    flow = FLOW_BOOK.newest(subject.flow)
    return {
        "kind": subject.kind,
        "subject_kind": subject.subject_kind,
        "flow": flow.name,
        "flow_version": flow.version,
        "can_file": actor.may(subject.file_permission),
        "steps": [
            {
                "key": step.key,
                "type": step.type.value,
                "roles": list(step.roles),
                "need": step.need,
                "days": step.days,
                "issues": step.issues,
            }
            for step in flow.steps
        ],
    }


def _problem(refusal: DomainError) -> dict[str, Any]:
    return {"code": refusal.code, "facts": refusal.facts}
