"""The shape of reports on the wire: passed or not, and no other thing about anybody."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema


class TrainingReportQuery(StrictSchema):
    """Which assignments: one, or all that run; ``ended`` takes those in that have ended."""

    assignment_id = fields.String(load_default=None, validate=validate.Length(equal=32))
    ended = fields.Boolean(load_default=False)


class TrainingCountSchema(StrictSchema):
    """How many passed, and how many have not yet."""

    passed = fields.Integer(required=True)
    not_passed = fields.Integer(required=True)


class TrainingExaminationSchema(StrictSchema):
    """An assigned course, which is passed or not."""

    id = fields.String(required=True)
    course_id = fields.String(required=True)
    title = fields.String(required=True)
    due_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)


class TrainingUnitCountSchema(TrainingCountSchema):
    """A unit's count for one examination."""

    id = fields.String(required=True)


class TrainingUnitSchema(TrainingCountSchema):
    """A unit in the report; ``name`` is null for people whose unit is not known."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    examinations = fields.List(fields.Nested(TrainingUnitCountSchema), required=True)


class TrainingReportSchema(StrictSchema):
    """The report by unit."""

    examinations = fields.List(fields.Nested(TrainingExaminationSchema), required=True)
    units = fields.List(fields.Nested(TrainingUnitSchema), required=True)


class TrainingPersonResultSchema(StrictSchema):
    """Whether a person passed an examination."""

    id = fields.String(required=True)
    passed = fields.Boolean(required=True)


class TrainingPersonSchema(StrictSchema):
    """A person of a unit and their results."""

    name = fields.String(required=True)
    results = fields.List(fields.Nested(TrainingPersonResultSchema), required=True)


class TrainingUnitPeopleSchema(StrictSchema):
    """One unit by person."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    people = fields.List(fields.Nested(TrainingPersonSchema), required=True)


class TrainingPlacesQuery(StrictSchema):
    """Below which place to look; without one, the own places."""

    parent = fields.String(load_default=None, validate=validate.Length(equal=32))


class TrainingPlaceSchema(StrictSchema):
    """A place of the tree that something can be assigned to; ``children``: there is more below."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["region", "organization", "division"]))
    name = fields.String(required=True)
    children = fields.Boolean(required=True)


class TrainingPlacesSchema(StrictSchema):
    """Places, regions first."""

    items = fields.List(fields.Nested(TrainingPlaceSchema), required=True)
