"""Shapes of courses on the wire."""

from __future__ import annotations

from marshmallow import fields, validate
from webargs.fields import DelimitedList

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of
from backend.identity.public import Role
from courses.catalogue.parsing import MAX_MARKDOWN

_ID = validate.Length(equal=32)
_STATES = validate.OneOf(["new", "begun", "completed"])
_ROLE = fields.String(validate=validate.OneOf([role.value for role in Role]))
_RANK = fields.String(validate=validate.Length(max=24))


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


class CourseProblemSchema(StrictSchema):
    """What keeps a course from being published, and where; ``key`` names it where several are meant."""

    path = fields.String(required=True)
    problem = fields.String(required=True)
    key = fields.String()


class CourseSourceSchema(StrictSchema):
    """A whole course as its author writes it."""

    source = fields.Dict(keys=fields.String(), required=True)


class CourseSavingSchema(CourseSourceSchema):
    """The same, with the revision that was read."""

    revision = fields.Integer(required=True, strict=True)


class CourseRevisionSchema(StrictSchema):
    """Which revision to publish: the one that was read."""

    revision = fields.Integer(required=True, strict=True)


class CourseSavedSchema(StrictSchema):
    """A draft that was saved, complete or not."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    problems = fields.List(fields.Nested(CourseProblemSchema), required=True)


class CourseDraftSchema(CourseSavedSchema):
    """What authors work on."""

    key = fields.String(required=True)
    state = fields.String(required=True)
    current_version = fields.Integer(required=True)
    published = fields.Boolean(required=True)
    changed = fields.Boolean(required=True)
    source = fields.Dict(keys=fields.String(), required=True)


class CoursePublishedSchema(StrictSchema):
    """The version that people learn now."""

    version = fields.Integer(required=True)


class AuthoredCourseSchema(StrictSchema):
    """A course in the list of its authors; ``changed``: the draft differs from what is published."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["draft", "published", "withdrawn"]))
    current_version = fields.Integer(required=True)
    changed = fields.Boolean(required=True)
    saved_at = fields.AwareDateTime(required=True)


AuthoredCoursesSchema = page_of(AuthoredCourseSchema, "AuthoredCourses")


class CourseMarkdownSchema(StrictSchema):
    """Markdown to be looked at."""

    markdown = fields.String(required=True, validate=validate.Length(max=MAX_MARKDOWN))


class CourseHtmlSchema(StrictSchema):
    """Safe HTML."""

    html = fields.String(required=True)


class AssignmentAudienceQuery(StrictSchema):
    """Whom an assignment would mean."""

    node_id = fields.String(required=True, validate=_ID)
    course_id = fields.String(load_default="", validate=validate.Length(max=32))
    roles = DelimitedList(_ROLE, load_default=list, validate=validate.Length(max=20))
    ranks = DelimitedList(_RANK, load_default=list, validate=validate.Length(max=60))


class AssignmentAudienceSchema(StrictSchema):
    """How many people, and how many of them have completed the course already."""

    accounts = fields.Integer(required=True)
    completed = fields.Integer(required=True)


class NewAssignmentSchema(StrictSchema):
    """A course for a subtree, or for some roles and ranks in it. ``reminders``: days before the last day."""

    course_id = fields.String(required=True, validate=_ID)
    node_id = fields.String(required=True, validate=_ID)
    due_on = fields.Date(required=True)
    roles = fields.List(_ROLE, load_default=list, validate=validate.Length(max=20))
    ranks = fields.List(_RANK, load_default=list, validate=validate.Length(max=60))
    reminders = fields.List(
        fields.Integer(strict=True, validate=validate.Range(min=0, max=90)),
        load_default=lambda: [14, 3],
        validate=validate.Length(max=6),
    )


class AssignmentMadeSchema(StrictSchema):
    """The new assignment."""

    id = fields.String(required=True)


class AssignmentReferenceSchema(StrictSchema):
    """A thing by its id and name."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class AssignmentCourseSchema(StrictSchema):
    """A course by its id and title."""

    id = fields.String(required=True)
    title = fields.String(required=True)


class AssignmentSchema(StrictSchema):
    """An assignment: who is asked, how many owe it and how many have completed the course."""

    id = fields.String(required=True)
    course = fields.Nested(AssignmentCourseSchema, required=True)
    node = fields.Nested(AssignmentReferenceSchema, required=True)
    roles = fields.List(fields.String(), required=True)
    ranks = fields.List(fields.String(), required=True)
    due_on = fields.Date(required=True)
    reminders = fields.List(fields.Integer(), required=True)
    made_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    owing = fields.Integer(required=True)
    completed = fields.Integer(required=True)


AssignmentsSchema = page_of(AssignmentSchema, "Assignments")
