"""What a case comes to, and what of it must be explained: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.assessment.grading.public import Case
from backend.assessment.terms import GRADE_OF_SPECIAL_CASE, Grade


@dataclass(frozen=True, slots=True)
class Change:
    """A grade that is to be another one than proposed, or than it is, and why."""

    case_id: str
    grade_from: Grade | None
    grade_to: Grade
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What people are to be graded. ``unexplained`` are cases whose change has no reason, ``ungraded`` those that
    have no grade and nothing in its place."""

    grades: Mapping[str, Grade]
    changes: tuple[Change, ...]
    unexplained: tuple[str, ...]
    ungraded: tuple[str, ...]


def result_of(case: Case) -> Grade | None:
    """The grade as it stands, or what stands in place of one."""
    return instead_of_grade(case) or case.grade


def instead_of_grade(case: Case) -> Grade | None:
    """What stands in place of a grade, where somebody is not graded."""
    if case.special is None or case.possible > 0:
        return None
    return GRADE_OF_SPECIAL_CASE.get(case.special, Grade.COMMENTS_ONLY)


def _stays(case: Case, grade: Grade) -> bool:
    """As proposed and as it stands; where somebody adjusted it, taking that back is a change as well."""
    return grade is case.proposed and grade is result_of(case)


def outcome(people: Sequence[Case], wanted: Mapping[str, tuple[Grade, str]]) -> Outcome:
    """What the body's changes (case → grade, reason) make of ``people``.

    A grade that somebody adjusted before has its reason there; one that the body changes needs its own.
    """
    grades: dict[str, Grade] = {}
    changes: list[Change] = []
    unexplained: list[str] = []
    ungraded: list[str] = []
    for case in people:
        grade, reason = wanted.get(case.id, (result_of(case), case.changed_reason or ""))
        if grade is None:
            ungraded.append(case.id)
            continue
        grades[case.id] = grade
        if instead_of_grade(case) is not None or _stays(case, grade):
            continue
        before = result_of(case) if grade is case.proposed else case.proposed
        changes.append(Change(case.id, before, grade, reason))
        if not reason.strip():
            unexplained.append(case.id)
    return Outcome(grades, tuple(changes), tuple(unexplained), tuple(ungraded))
