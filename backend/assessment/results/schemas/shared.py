"""What shapes of results have in common. Points and totals are hundredths, as everywhere in the assessment."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import fields, validate

from backend.assessment.results.deadlines import ReviewKind
from backend.assessment.results.states import Body
from backend.assessment.rounds.public import RoundState
from backend.assessment.terms import Category, Grade
from backend.core.web.schema import StrictSchema

ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
DIGEST = validate.Regexp(r"^sm3:[0-9a-f]{64}\Z")
#: what people write at length, and what they name in a line
TEXT = validate.Length(min=1, max=2000)
LINE = validate.Length(min=1, max=100)
CATEGORIES = validate.OneOf([category.value for category in Category])
GRADES = validate.OneOf([grade.value for grade in Grade])
BODIES = validate.OneOf([body.value for body in Body])
REVIEW_KINDS = validate.OneOf([kind.value for kind in ReviewKind])


def one_of(values: type[StrEnum]) -> validate.OneOf:
    """One of the values of an enumeration."""
    return validate.OneOf([value.value for value in values])


class ResultRoundSchema(StrictSchema):
    """The round that a page is about."""

    id = fields.String(required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(RoundState))


class ResultSourceSchema(StrictSchema):
    """Where a rule stands; empty where no source is held. ``mark``: T text held, S read in a mirror, M memory."""

    law = fields.String(required=True)
    articles = fields.String(required=True)
    mark = fields.String(required=True)


class ResultMinutesSchema(StrictSchema):
    """Where a decision stands written."""

    body = fields.String(required=True, validate=BODIES)
    minutes_number = fields.String(required=True, validate=LINE)
    decided_on = fields.Date(required=True)


class ResultDecisionIdSchema(StrictSchema):
    """The decision that was recorded."""

    decision_id = fields.String(required=True)


class ResultDecisionIdsSchema(StrictSchema):
    """The decisions that were recorded, in the order of their units."""

    decision_ids = fields.List(fields.String(), required=True)


class ResultIdSchema(StrictSchema):
    """What was made."""

    id = fields.String(required=True)
