"""What other rooms of the assessment may use of grading."""

from __future__ import annotations

from backend.assessment.grading.errors import CaseNotFound, RatioExceeded
from backend.assessment.grading.models import GradeCause
from backend.assessment.grading.operations.grades import close_cases, set_grade
from backend.assessment.grading.queries.cases import Case, case_by_id, case_of_person, cases
from backend.assessment.grading.queries.detail import case_view
from backend.assessment.grading.queries.groups import CaseGroup, case_groups
from backend.assessment.grading.queries.revisions import frozen_digest
from backend.assessment.grading.queries.slices import (
    Reached,
    case_ids_with,
    count_cases,
    next_cases,
    next_reached,
    units_of_pools,
)
from backend.assessment.grading.ratio import Standing

__all__ = [
    "Case",
    "CaseGroup",
    "CaseNotFound",
    "GradeCause",
    "RatioExceeded",
    "Reached",
    "Standing",
    "case_by_id",
    "case_groups",
    "case_ids_with",
    "case_of_person",
    "case_view",
    "cases",
    "close_cases",
    "count_cases",
    "frozen_digest",
    "next_cases",
    "next_reached",
    "set_grade",
    "units_of_pools",
]
