"""Shapes of courses as their authors work on them."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema, page_of
from courses.catalogue.parsing import MAX_MARKDOWN


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
