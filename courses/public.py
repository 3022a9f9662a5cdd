"""What other domains may use of training."""

from __future__ import annotations

from courses.catalogue.public import Examination, examinations_of
from courses.classes.public import TaughtClass, classes_taught
from courses.credits.public import Requirement, requirements_of
from courses.mentoring.public import MentoringOutcome, PersonSecondment, mentoring_outcomes, secondments_in

__all__ = [
    "Examination",
    "MentoringOutcome",
    "PersonSecondment",
    "Requirement",
    "TaughtClass",
    "classes_taught",
    "examinations_of",
    "mentoring_outcomes",
    "requirements_of",
    "secondments_in",
]
