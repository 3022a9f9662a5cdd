"""What others may use of mentoring."""

from __future__ import annotations

from courses.mentoring.queries.outcomes import MentoringOutcome, mentoring_outcomes
from courses.mentoring.queries.secondments import PersonSecondment, secondments_in

__all__ = ["MentoringOutcome", "PersonSecondment", "mentoring_outcomes", "secondments_in"]
