"""Shapes of papers on the wire: which file is wanted, and the counts on the page."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.papers.catalogue import Kind
from backend.assessment.rounds.public import RoundState
from backend.core.web.schema import StrictSchema

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")


class PaperOwnQuery(StrictSchema):
    """The kind of file."""

    format = fields.String(load_default=Kind.PDF.value, validate=validate.OneOf([kind.value for kind in Kind]))


class PaperQuery(PaperOwnQuery):
    """The kind of file, and of whom: a unit, a person, or everybody in scope."""

    organization_id = fields.String(load_default=None, validate=_ID)
    person_id = fields.String(load_default=None, validate=_ID)


class PaperUnitSchema(StrictSchema):
    """A unit that papers can be narrowed to."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    people = fields.Integer(required=True)


class PaperShareSchema(StrictSchema):
    """How many have each of the four grades from the best, none, or nothing yet; ``people`` take part."""

    name = fields.String(required=True)
    people = fields.Integer(required=True)
    ranks = fields.List(fields.Integer(), required=True)
    ungraded = fields.Integer(required=True)
    open = fields.Integer(required=True)


class PaperComparisonSchema(StrictSchema):
    """A category this year and, as far as it is sealed, the year before."""

    now = fields.Nested(PaperShareSchema, required=True)
    before = fields.Nested(PaperShareSchema, required=True)


class PapersSchema(StrictSchema):
    """What the page of papers shows."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    year = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in RoundState]))
    units = fields.List(fields.Nested(PaperUnitSchema), required=True)
    by_unit = fields.List(fields.Nested(PaperShareSchema), required=True)
    by_category = fields.List(fields.Nested(PaperComparisonSchema), required=True)
