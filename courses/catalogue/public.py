"""What other rooms of courses may use of the catalogue."""

from __future__ import annotations

from courses.catalogue.commands import OWN_COURSES
from courses.catalogue.errors import CourseNotFound
from courses.catalogue.folder import read_content
from courses.catalogue.operations.assigning import NewAssignment, assign_course
from courses.catalogue.operations.learning import mark_lesson_done
from courses.catalogue.operations.loading import Loaded, load_content
from courses.catalogue.queries.assignments import AssignmentBrief, assignments_in_scope, obligation_states
from courses.catalogue.queries.briefs import (
    CourseBrief,
    course_of_lesson,
    course_of_quiz,
    courses_brief,
    final_quiz_of,
    lesson_title,
)
from courses.catalogue.queries.completions import completions_of, course_titles
from courses.catalogue.queries.examinations import Examination, examinations_of

__all__ = [
    "OWN_COURSES",
    "AssignmentBrief",
    "CourseBrief",
    "CourseNotFound",
    "Examination",
    "Loaded",
    "NewAssignment",
    "assign_course",
    "assignments_in_scope",
    "completions_of",
    "course_of_lesson",
    "course_of_quiz",
    "course_titles",
    "courses_brief",
    "examinations_of",
    "final_quiz_of",
    "lesson_title",
    "load_content",
    "mark_lesson_done",
    "obligation_states",
    "read_content",
]
