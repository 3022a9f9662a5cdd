"""Shapes of years on the wire: one's own, a unit's, many units'. Points and weights are whole hundredths."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.schemes.schemas.scheme import SchemeShapeSchema
from backend.assessment.terms import Dimension
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_YEAR = validate.Range(min=2000, max=2100)


class YearQuerySchema(StrictSchema):
    """Which year; this one unless said."""

    year = fields.Integer(load_default=None, allow_none=True, validate=_YEAR)


class YearPartSchema(StrictSchema):
    """One indicator of somebody's year: ``points`` of ``weight``; ``not_yet`` says why none are known.

    ``count`` pieces have come to ``value``: the ``amount`` (sum), or which share it is of ``out_of``, rounded
    down. A part ``used`` without a piece is one that the scheme counts as zero now that evidence is frozen.
    """

    key = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    dimension = fields.String(required=True, validate=validate.OneOf([each.value for each in Dimension]))
    source = fields.String(required=True)
    weight = fields.Integer(required=True)
    points = fields.Integer(required=True)
    base = fields.String(required=True, validate=validate.OneOf(["sum", "share"]))
    shape = fields.Nested(SchemeShapeSchema, required=True)
    value = fields.Integer(required=True)
    amount = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    count = fields.Integer(required=True)
    used = fields.Boolean(required=True)
    missing = fields.String(required=True, validate=validate.OneOf(["left_out", "zero"]))
    not_yet = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["no_evidence", "after_window", "no_window"])
    )
    known_from = fields.Date(required=True, allow_none=True)


class YearWindowSchema(StrictSchema):
    """Days in which something is handed in."""

    window = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    open = fields.Boolean(required=True)


class YearRoundSchema(StrictSchema):
    """The round that assesses the year."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)


class YearSchemeSchema(StrictSchema):
    """The scheme in force."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    place = fields.String(required=True)


class YearSchema(StrictSchema):
    """A year so far: ``points`` of ``known_weight`` are known; without a ``scheme`` there are no parts.

    Once evidence is ``frozen``, ``total`` is what the known parts come to of 100 points, as the result has it.
    """

    year = fields.Integer(required=True)
    category = fields.String(required=True, allow_none=True)
    unit_id = fields.String(required=True)
    unit_name = fields.String(required=True)
    round = fields.Nested(YearRoundSchema, required=True, allow_none=True)
    scheme = fields.Nested(YearSchemeSchema, required=True, allow_none=True)
    frozen = fields.Boolean(required=True)
    points = fields.Integer(required=True)
    known_weight = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    parts = fields.List(fields.Nested(YearPartSchema), required=True)
    evidence_count = fields.Integer(required=True)
    windows = fields.List(fields.Nested(YearWindowSchema), required=True)


class YearUnitsQuerySchema(PageQuery):
    """Which year, and a part of the name of a unit."""

    year = fields.Integer(load_default=None, allow_none=True, validate=_YEAR)
    q = fields.String(load_default="", validate=validate.Length(max=60))


class YearUnitSideSchema(StrictSchema):
    """One of 德能勤绩廉 of a unit's year: ``points`` of ``known``, of ``weight`` in all."""

    dimension = fields.String(required=True, validate=validate.OneOf([each.value for each in Dimension]))
    points = fields.Integer(required=True)
    known = fields.Integer(required=True)
    weight = fields.Integer(required=True)


class YearUnitSchema(StrictSchema):
    """A unit's year in a line, as :class:`YearSchema` has it; no parts where no scheme is in force."""

    unit_id = fields.String(required=True)
    unit_name = fields.String(required=True)
    place = fields.String(required=True)
    frozen = fields.Boolean(required=True)
    points = fields.Integer(required=True)
    known_weight = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    sides = fields.List(fields.Nested(YearUnitSideSchema), required=True)


YearUnitPageSchema = page_of(YearUnitSchema, "YearUnit")
