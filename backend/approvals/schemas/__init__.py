"""Shapes of the approvals on the wire."""

from __future__ import annotations

from backend.approvals.schemas.answers import (
    DecisionAnswerSchema,
    IssueAnswerSchema,
    KindsSchema,
    MatterPageSchema,
    MatterViewSchema,
    RehearsalSchema,
    TaskPageSchema,
    TaskViewSchema,
)
from backend.approvals.schemas.forms import document_forms, load_form
from backend.approvals.schemas.requests import (
    DecisionSchema,
    FileMatterSchema,
    IssueSchema,
    MatterListQuery,
    ResubmissionSchema,
    TaskListQuery,
    WithdrawalSchema,
)

__all__ = [
    "DecisionAnswerSchema",
    "DecisionSchema",
    "FileMatterSchema",
    "IssueAnswerSchema",
    "IssueSchema",
    "KindsSchema",
    "MatterListQuery",
    "MatterPageSchema",
    "MatterViewSchema",
    "RehearsalSchema",
    "ResubmissionSchema",
    "TaskListQuery",
    "TaskPageSchema",
    "TaskViewSchema",
    "WithdrawalSchema",
    "document_forms",
    "load_form",
]
