"""Shapes of courses on the wire."""

from __future__ import annotations

from courses.catalogue.schemas.assignments import (
    AssignmentAudienceQuery,
    AssignmentAudienceSchema,
    AssignmentMadeSchema,
    AssignmentsSchema,
    NewAssignmentSchema,
)
from courses.catalogue.schemas.authoring import (
    AuthoredCoursesSchema,
    CourseDraftSchema,
    CourseHtmlSchema,
    CourseMarkdownSchema,
    CoursePublishedSchema,
    CourseRevisionSchema,
    CourseSavedSchema,
    CourseSavingSchema,
    CourseSourceSchema,
)
from courses.catalogue.schemas.learning import (
    CatalogueQuery,
    CatalogueSchema,
    CourseDoneSchema,
    CourseHomeSchema,
    CourseLessonSchema,
    CoursePackageSchema,
    CoursePageSchema,
    CourseProgressSchema,
)

__all__ = [
    "AssignmentAudienceQuery",
    "AssignmentAudienceSchema",
    "AssignmentMadeSchema",
    "AssignmentsSchema",
    "AuthoredCoursesSchema",
    "CatalogueQuery",
    "CatalogueSchema",
    "CourseDoneSchema",
    "CourseDraftSchema",
    "CourseHomeSchema",
    "CourseHtmlSchema",
    "CourseLessonSchema",
    "CourseMarkdownSchema",
    "CoursePackageSchema",
    "CoursePageSchema",
    "CourseProgressSchema",
    "CoursePublishedSchema",
    "CourseRevisionSchema",
    "CourseSavedSchema",
    "CourseSavingSchema",
    "CourseSourceSchema",
    "NewAssignmentSchema",
]
