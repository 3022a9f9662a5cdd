"""Every write of the approvals. Nothing here commits; the edge does."""

from __future__ import annotations

from backend.approvals.operations.deciding import DecisionCommand, decide_task
from backend.approvals.operations.filing import (
    file_matter,
    resubmit_matter,
    withdraw_matter,
)
from backend.approvals.operations.issuing import (
    DocumentReference,
    IssueDetails,
    issue_task,
)
from backend.approvals.operations.reach import refresh_reach

__all__ = [
    "DecisionCommand",
    "DocumentReference",
    "IssueDetails",
    "decide_task",
    "file_matter",
    "issue_task",
    "refresh_reach",
    "resubmit_matter",
    "withdraw_matter",
]
