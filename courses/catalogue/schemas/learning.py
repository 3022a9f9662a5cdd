"""Shapes of courses as learners see them."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_STATES = validate.OneOf(["new", "begun", "completed"])


class CatalogueQuery(PageQuery):
    """What to look for in titles and summaries; empty lists all."""

    q = fields.String(load_default="", validate=validate.Length(max=64))


class CourseDutySchema(StrictSchema):
    """By when a course is owed."""

    due_on = fields.Date(required=True)
    late = fields.Boolean(required=True)


class CourseItemSchema(StrictSchema):
    """A course in a list, with what the reader has done of it."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    summary = fields.String(required=True)
    summary_en = fields.String(required=True)
    hours = fields.String(required=True)
    state = fields.String(required=True, validate=_STATES)
    lessons = fields.Integer(required=True)
    lessons_done = fields.Integer(required=True)
    assigned = fields.Nested(CourseDutySchema, required=True, allow_none=True)
    certificate = fields.Boolean(required=True)


CatalogueSchema = page_of(CourseItemSchema, "Catalogue")


class CourseResumeSchema(StrictSchema):
    """Where to go on: a lesson, or a quiz."""

    course_id = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    lesson_id = fields.String(required=True, allow_none=True)
    lesson_title = fields.String(required=True, allow_none=True)
    lesson_title_en = fields.String(required=True, allow_none=True)
    quiz_id = fields.String(required=True, allow_none=True)
    quiz_title = fields.String(required=True, allow_none=True)


class CourseHomeSchema(StrictSchema):
    """The first page of learning."""

    resume = fields.Nested(
        CourseResumeSchema, data_key="continue", attribute="continue", required=True, allow_none=True
    )
    assigned = fields.List(fields.Nested(CourseItemSchema), required=True)
    recommended = fields.List(fields.Nested(CourseItemSchema), required=True)


class CourseNamedSchema(StrictSchema):
    """A lesson by its titles."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)


class CourseOutlinedLessonSchema(CourseNamedSchema):
    """A lesson in the order of its course."""

    summary_en = fields.String(required=True)
    done = fields.Boolean(required=True)


class CourseOutlinedQuizSchema(StrictSchema):
    """A quiz of a course, with where the reader stands; ``attempts_left`` is null where there is no limit."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    questions = fields.Integer(required=True)
    minutes = fields.Integer(required=True, allow_none=True)
    pass_mark = fields.Integer(required=True)
    passed = fields.Boolean(required=True)
    best_percent = fields.String(required=True, allow_none=True)
    attempts_left = fields.Integer(required=True, allow_none=True)
    open_attempt_id = fields.String(required=True, allow_none=True)


class CourseUnitSchema(StrictSchema):
    """A unit of a course."""

    title = fields.String(required=True)
    title_en = fields.String(required=True)
    lessons = fields.List(fields.Nested(CourseOutlinedLessonSchema), required=True)
    quizzes = fields.List(fields.Nested(CourseOutlinedQuizSchema), required=True)


class CoursePrerequisiteSchema(StrictSchema):
    """A course that comes first."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    completed = fields.Boolean(required=True)


class CourseCompletionRuleSchema(StrictSchema):
    """What completes a course: lessons done and quizzes passed."""

    lessons = fields.String(required=True, validate=validate.OneOf(["all", "none"]))
    quizzes = fields.String(required=True, validate=validate.OneOf(["all", "final", "none"]))


class CoursePageSchema(CourseItemSchema):
    """A course with its order; ``package_bytes`` is what it takes on a phone."""

    audience = fields.String(required=True)
    audience_en = fields.String(required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    completed_on = fields.Date(required=True, allow_none=True)
    package_bytes = fields.Integer(required=True)
    prerequisites = fields.List(fields.Nested(CoursePrerequisiteSchema), required=True)
    completion = fields.Nested(CourseCompletionRuleSchema, required=True)
    units = fields.List(fields.Nested(CourseUnitSchema), required=True)
    final_quiz = fields.Nested(CourseOutlinedQuizSchema, required=True, allow_none=True)


class CourseFileSchema(StrictSchema):
    """A file that a course needs, by ``/files/{file_id}``; ``size`` in bytes."""

    file_id = fields.String(required=True)
    size = fields.Integer(required=True)
    media_type = fields.String(required=True)


class CourseMediaSchema(CourseFileSchema):
    """A file of a lesson; ``in_text`` says that the text shows it already."""

    kind = fields.String(required=True, validate=validate.OneOf(["picture", "video", "audio", "pdf", "svg"]))
    name = fields.String(required=True)
    in_text = fields.Boolean(required=True)


class CourseLessonSchema(CourseOutlinedLessonSchema):
    """A lesson. ``html`` is safe to be shown."""

    course_id = fields.String(required=True)
    html = fields.String(required=True)
    articles = fields.List(fields.String(), required=True)
    media = fields.List(fields.Nested(CourseMediaSchema), required=True)
    previous = fields.Nested(CourseNamedSchema, required=True, allow_none=True)
    next = fields.Nested(CourseNamedSchema, required=True, allow_none=True)


class CoursePackageSchema(StrictSchema):
    """All of a course to be taken along, but its papers."""

    course = fields.Nested(CoursePageSchema, required=True)
    version = fields.Integer(required=True)
    lessons = fields.List(fields.Nested(CourseLessonSchema), required=True)
    media = fields.List(fields.Nested(CourseFileSchema), required=True)
    size_bytes = fields.Integer(required=True)


class CourseProgressSchema(StrictSchema):
    """What a learner has done of a course after a step."""

    course_id = fields.String(required=True)
    state = fields.String(required=True, validate=_STATES)
    lessons = fields.Integer(required=True)
    lessons_done = fields.Integer(required=True)


class CourseDoneSchema(StrictSchema):
    """Nothing needs to be said beyond which lesson it was."""
