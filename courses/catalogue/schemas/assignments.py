"""Shapes of assignments."""

from __future__ import annotations

from marshmallow import fields, validate
from webargs.fields import DelimitedList

from backend.core.web.schema import StrictSchema, page_of
from backend.identity.public import Role

_ID = validate.Length(equal=32)
_ROLE = fields.String(validate=validate.OneOf([role.value for role in Role]))
_RANK = fields.String(validate=validate.Length(max=24))


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
