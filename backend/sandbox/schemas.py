"""Shapes of the practice space on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema
from backend.sandbox.county import PERSONAS

_STEPS = ("file", "head", "returned", "corrected", "issued")
_ACTS = ("file", "correct", "return", "unit_head", "office_clerk", "joint_review", "chief", "issue")


class SandboxStepSchema(StrictSchema):
    """One of the five steps."""

    code = fields.String(required=True, validate=validate.OneOf(_STEPS))
    done = fields.Boolean(required=True)


class SandboxNextSchema(StrictSchema):
    """Whose turn it is, to do what, and where in the app."""

    persona = fields.String(required=True, validate=validate.OneOf(PERSONAS))
    act = fields.String(required=True, validate=validate.OneOf(_ACTS))
    path = fields.String(required=True)


class SandboxOpeningSchema(StrictSchema):
    """The unit that has no recorded numbers, and whether they were practiced."""

    unit_id = fields.String(required=True)
    done = fields.Boolean(required=True)


class SandboxPersonSchema(StrictSchema):
    """A fictional person in the shape of an entry's form; the ID number has the sequence that nobody is given."""

    name = fields.String(required=True)
    sex = fields.String(required=True)
    id_number = fields.String(required=True)
    identity = fields.String(required=True)
    ethnicity = fields.String(required=True, allow_none=True)
    political_status = fields.String(required=True, allow_none=True)
    education = fields.String(required=True, allow_none=True)
    degree = fields.String(required=True, allow_none=True)
    major = fields.String(required=True, allow_none=True)
    started_work_on = fields.Date(required=True, allow_none=True)


class SandboxGuideSchema(StrictSchema):
    """The guided way through an entry."""

    steps = fields.List(fields.Nested(SandboxStepSchema), required=True)
    matter_id = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    next = fields.Nested(SandboxNextSchema, required=True, allow_none=True)
    unit_id = fields.String(required=True)
    opening = fields.Nested(SandboxOpeningSchema, required=True)
    example = fields.Nested(SandboxPersonSchema, required=True)
