"""Shapes of marks on the wire. No shape has a slip, a rater, or who has voted."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from backend.assessment.marks.tally import Choice
from backend.assessment.rounds.public import RoundState, Window
from backend.assessment.terms import Dimension
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_CHOICE = validate.OneOf([choice.value for choice in Choice])
_RATING = validate.OneOf(["none", "too_small", "voted", "waiting", "open", "closed"])
#: more people than any rating group has
_MOST_SLIPS = 2000


class MarksRoundSchema(StrictSchema):
    """A round as phones name it."""

    id = fields.String(required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in RoundState]))


class MarksWindowSchema(StrictSchema):
    """The days of a window, both included."""

    kind = fields.String(required=True, validate=validate.OneOf([window.value for window in Window]))
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    open = fields.Boolean(required=True)
    closed = fields.Boolean(required=True)


class HandedInSchema(StrictSchema):
    """That a summary was handed in."""

    version = fields.Integer(required=True)
    handed_in_at = fields.AwareDateTime(required=True)


class OwnMarksSchema(StrictSchema):
    """What one can hand in, and has."""

    round = fields.Nested(MarksRoundSchema, required=True, allow_none=True)
    windows = fields.List(fields.Nested(MarksWindowSchema), required=True)
    self_summary = fields.Nested(HandedInSchema, required=True, allow_none=True)
    rating = fields.String(required=True, validate=_RATING)
    marks_due = fields.Integer(required=True)
    marks_given = fields.Integer(required=True)


class OwnSummarySchema(StrictSchema):
    """The own summary; version 0 was never handed in."""

    round = fields.Nested(MarksRoundSchema, required=True)
    window = fields.Nested(MarksWindowSchema, required=True, allow_none=True)
    text = fields.String(required=True)
    version = fields.Integer(required=True)
    handed_in_at = fields.AwareDateTime(required=True, allow_none=True)


class SummarySchema(StrictSchema):
    """A summary, and the version that the writer knew (0: none)."""

    text = fields.String(required=True, validate=validate.Length(min=1, max=5000))
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100_000))


class MarkVersionSchema(StrictSchema):
    """The version that was stored."""

    version = fields.Integer(required=True)


class RatedPersonSchema(StrictSchema):
    """Somebody to rate."""

    person_id = fields.String(required=True)
    name = fields.String(required=True)


class OwnBallotSchema(StrictSchema):
    """The own ballot before it is given."""

    round = fields.Nested(MarksRoundSchema, required=True)
    window = fields.Nested(MarksWindowSchema, required=True, allow_none=True)
    state = fields.String(required=True, validate=_RATING)
    min_raters = fields.Integer(required=True)
    people = fields.List(fields.Nested(RatedPersonSchema), required=True)


SlipChoicesSchema: type[Schema] = type(
    "SlipChoicesSchema",
    (StrictSchema,),
    {
        dimension.value: fields.String(load_default=None, allow_none=True, validate=_CHOICE)
        for dimension in Dimension
    },
)


class SlipSchema(StrictSchema):
    """What is chosen for one person; a dimension without a choice is not counted."""

    person_id = fields.String(required=True, validate=_ID)
    choices = fields.Nested(SlipChoicesSchema, required=True)


class BallotSchema(StrictSchema):
    """A whole ballot: a slip for everybody, some of them perhaps empty.

    ``padding`` is what makes one ballot as long as any other on its way, and is not read.
    """

    slips = fields.List(fields.Nested(SlipSchema), required=True, validate=validate.Length(min=1, max=_MOST_SLIPS))
    padding = fields.String(load_default="", validate=validate.Length(max=50 * _MOST_SLIPS))


class PersonToMarkSchema(RatedPersonSchema):
    """Somebody whose superior the reader is."""

    unit = fields.String(required=True)
    given_on = fields.Date(required=True, allow_none=True)


class RoundToMarkSchema(StrictSchema):
    """The people to mark in one round."""

    round = fields.Nested(MarksRoundSchema, required=True)
    window = fields.Nested(MarksWindowSchema, required=True, allow_none=True)
    people = fields.List(fields.Nested(PersonToMarkSchema), required=True)


class MarksToGiveSchema(StrictSchema):
    """Everybody whose superior the reader is."""

    items = fields.List(fields.Nested(RoundToMarkSchema), required=True)


PointsSchema: type[Schema] = type(
    "PointsSchema",
    (StrictSchema,),
    {
        dimension.value: fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100))
        for dimension in Dimension
    },
)


class MarkToGiveSchema(RatedPersonSchema):
    """One person to mark, with what they wrote and what was given."""

    round = fields.Nested(MarksRoundSchema, required=True)
    window = fields.Nested(MarksWindowSchema, required=True, allow_none=True)
    unit = fields.String(required=True)
    self_summary = fields.String(required=True, allow_none=True)
    points = fields.Nested(PointsSchema, required=True, allow_none=True)
    comment = fields.String(required=True)
    given_by = fields.String(required=True, allow_none=True)
    given_on = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)


class SuperiorMarkSchema(StrictSchema):
    """A mark: points of 100 in every dimension, a comment, and the version that was seen (0: none)."""

    points = fields.Nested(PointsSchema, required=True)
    comment = fields.String(load_default="", validate=validate.Length(max=1000))
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100_000))


class MarksProgressSchema(StrictSchema):
    """How far a round is; ballots are counted once the window has closed."""

    people = fields.Integer(required=True)
    self_summaries = fields.Integer(required=True)
    superior_marks = fields.Integer(required=True)
    rating_planned = fields.Boolean(required=True)
    not_rated = fields.Integer(required=True)
    ballots = fields.Integer(required=True, allow_none=True)


class MissingMarksQuery(PageQuery):
    """What is missing."""

    kind = fields.String(required=True, validate=validate.OneOf(["self_summary", "superior_mark", "not_rated"]))


class PersonMissingSchema(RatedPersonSchema):
    """Somebody of whom it is missing."""

    unit = fields.String(required=True)


PersonMissingPageSchema = page_of(PersonMissingSchema, "PersonMissing")
