"""The issue step (成文): the document is recorded and the effect stands in the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.approvals.flows import Verdict
from backend.approvals.operations.deciding import (
    DecisionCommand,
    open_case,
    record_decision,
)
from backend.approvals.operations.executing import DocumentReference, execute_matter
from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.transaction import Tx

__all__ = ["DocumentReference", "IssueDetails", "issue_task"]


@dataclass(frozen=True, slots=True)
class IssueDetails:
    """What the issuer enters; without ``effective_on`` the day of the form counts."""

    document: DocumentReference
    effective_on: date | None = None


def issue_task(
    tx: Tx, actor: Actor, task_id: str, command: DecisionCommand, details: IssueDetails
) -> dict[str, Any]:
    """Issue: answers ``{outcome, task_id, matter_state, notice_number, preview_after}``.

    ``command.verdict`` is "issue". Raises what :func:`decide_task` raises, and ``Invalid`` for a document without
    number, title or issuer, or a day in the future.
    """
    case = open_case(tx, actor, task_id, command)
    if case.verdict is not Verdict.ISSUE:
        raise AssertionError("an issue step knows no other verdict")
    if details.effective_on is not None and details.effective_on > tx.today():
        raise Invalid(fields={"effective_on": ["date_in_future"]})
    record_decision(tx, actor, case, command)
    execute_matter(
        tx,
        actor,
        case.matter,
        case.step,
        case.form,
        details.document,
        details.effective_on,
    )
    effect = case.matter.effect or {}
    return {
        "outcome": "done",
        "task_id": task_id,
        "matter_state": case.matter.state,
        "notice_number": case.matter.notice_number,
        "preview_after": effect["preview"],
    }
