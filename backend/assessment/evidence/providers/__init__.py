"""Every provider of evidence: one table, so that nothing else can become evidence."""

from __future__ import annotations

from backend.assessment.evidence.port import Provider, Read
from backend.assessment.evidence.providers.elsewhere import (
    of_checks,
    of_goals,
    of_marks,
    of_mentoring,
    of_unit_goals,
)
from backend.assessment.evidence.providers.entered import entered_evidence
from backend.assessment.evidence.providers.matters import data_evidence, return_evidence, task_evidence
from backend.assessment.evidence.providers.training import exam_evidence, requirement_evidence, teaching_evidence
from backend.assessment.evidence.providers.units import (
    unit_answer_evidence,
    unit_data_evidence,
    unit_task_evidence,
)
from backend.assessment.terms import Dimension, SubjectKind


def _person(read: Read, *sources: str) -> Provider:
    return Provider(SubjectKind.PERSON, frozenset(sources), read)


def _unit(read: Read, *sources: str) -> Provider:
    return Provider(SubjectKind.UNIT, frozenset(sources), read)


PROVIDERS: tuple[Provider, ...] = (
    _person(exam_evidence, "ordered_exam"),
    _person(requirement_evidence, "training_requirement"),
    _person(teaching_evidence, "class_taught"),
    _person(task_evidence, "matter_in_time"),
    _person(return_evidence, "matter_in_time", "matter_returned"),
    _person(data_evidence, "data_current"),
    _person(entered_evidence, "special_assessment", "commendation"),
    _person(of_mentoring, "mentoring"),
    _person(of_goals, "goal"),
    _person(of_checks, "routine_check"),
    _person(of_marks, *(f"{kind}.{dimension}" for kind in ("superior_mark", "rating") for dimension in Dimension)),
    _unit(unit_task_evidence, "unit_matter_in_time"),
    _unit(unit_data_evidence, "unit_data_true"),
    _unit(unit_answer_evidence, "unit_correction_answered"),
    _unit(of_unit_goals, "unit_goal"),
)
