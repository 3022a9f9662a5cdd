"""What other rooms of the assessment may use of grading."""

from __future__ import annotations

from backend.assessment.grading.errors import CaseNotFound, RatioExceeded
from backend.assessment.grading.models import GradeCause
from backend.assessment.grading.operations.grades import close_cases, set_grade
from backend.assessment.grading.queries.cases import (
    Case,
    CaseGroup,
    case_by_id,
    case_groups,
    case_of_person,
    cases,
    frozen_digest,
)
from backend.assessment.grading.queries.detail import case_view
from backend.assessment.grading.ratio import Standing

__all__ = [
    "Case",
    "CaseGroup",
    "CaseNotFound",
    "GradeCause",
    "RatioExceeded",
    "Standing",
    "case_by_id",
    "case_groups",
    "case_of_person",
    "case_view",
    "cases",
    "close_cases",
    "frozen_digest",
    "set_grade",
]
