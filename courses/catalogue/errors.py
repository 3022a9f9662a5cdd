"""The refusals of the catalogue. Facts hold keys, paths and numbers, never a learner's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.core.errors import Conflict, Invalid, NotFound, Refused, Stale


class CourseInvalid(Invalid):
    """A course cannot be used as it stands; ``problems`` lists ``{path, problem}`` (the first 200)."""

    code = "course_invalid"

    def __init__(self, problems: Sequence[dict[str, Any]]) -> None:
        super().__init__(problems=list(problems[:200]))
        self.problems = list(problems)


class CourseNotFound(NotFound):
    """No such course, or not for this person."""

    code = "course_not_found"


class LessonNotFound(NotFound):
    """No such lesson in what is published."""

    code = "lesson_not_found"


class CourseKeyTaken(Conflict):
    """Another course has this key. Facts: key."""

    code = "course_key_taken"


class CourseChanged(Stale):
    """Somebody saved the course meanwhile. Facts: revision (the present one)."""

    code = "course_changed"


class CourseUnchanged(Refused):
    """There is nothing to publish: the text is that of the published version. Facts: version."""

    code = "course_unchanged"


class CourseNotPublished(Refused):
    """Only a published course can be assigned, or withdrawn."""

    code = "course_not_published"


class CourseNotOpen(Refused):
    """Outside the days on which the course is valid. Facts: valid_from, valid_to."""

    code = "course_not_open"


class PrerequisiteMissing(Refused):
    """Other courses come first. Facts: courses (ids of those not completed)."""

    code = "course_prerequisite_missing"


class PrerequisiteUnknown(Invalid):
    """A course names one that comes first and does not exist, or itself. Facts: keys."""

    code = "course_prerequisite_unknown"


class AssignmentNotFound(NotFound):
    """No such assignment, or outside the person's scope."""

    code = "assignment_not_found"


class AssignmentEnded(Conflict):
    """The assignment was ended before."""

    code = "assignment_ended"


class DueInPast(Invalid):
    """The day by which a course is owed lies behind. Facts: due_on."""

    code = "assignment_due_in_past"


class UnknownRank(Invalid):
    """A rank that is in none of the lists. Facts: ranks."""

    code = "assignment_rank_unknown"
