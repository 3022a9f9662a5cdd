"""Shapes of results for the person they are about, and for those names are shown to."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from backend.assessment.results.schemas.shared import (
    BODIES,
    CATEGORIES,
    DIGEST,
    GRADES,
    REVIEW_KINDS,
    TEXT,
    ResultRoundSchema,
    ResultSourceSchema,
    one_of,
)
from backend.assessment.results.signature import HEIGHT, MAX_POINTS, MAX_STROKES, WIDTH
from backend.assessment.results.states import AnswerState, NoticeState, Occasion
from backend.assessment.terms import Dimension
from backend.core.web.schema import StrictSchema

_COORDINATE = validate.Range(min=0, max=max(WIDTH, HEIGHT))


def _strokes() -> Any:
    """Strokes of a signature, each ``[x, y, x, y, …]`` on the grid."""
    stroke = fields.List(
        fields.Integer(strict=True, validate=_COORDINATE), validate=validate.Length(min=2, max=2 * MAX_POINTS)
    )
    return fields.List(stroke, required=True, validate=validate.Length(max=MAX_STROKES))


class MyResultNoticeSchema(StrictSchema):
    """The written notice as it was issued, and what the person did with it."""

    id = fields.String(required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    category = fields.String(required=True, validate=CATEGORIES)
    grade = fields.String(required=True, allow_none=True, validate=GRADES)
    total = fields.Integer(required=True, allow_none=True)
    body = fields.String(required=True, validate=BODIES)
    minutes_number = fields.String(required=True)
    decided_on = fields.Date(required=True)
    issued_on = fields.Date(required=True)
    revision = fields.Integer(required=True)
    digest = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(NoticeState))
    settled_at = fields.AwareDateTime(required=True, allow_none=True)
    paper_signed_on = fields.Date(required=True, allow_none=True)
    comment = fields.String(required=True, allow_none=True)
    strokes = _strokes()


class MyResultPartSchema(StrictSchema):
    """A part of the score; ``points`` None for one that was left out."""

    key = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    dimension = fields.String(required=True, validate=one_of(Dimension))
    source = fields.String(required=True)
    weight = fields.Integer(required=True)
    points = fields.Integer(required=True, allow_none=True)


class MyResultConsequenceSchema(ResultSourceSchema):
    """What the rules say of such grades: information, applied by nobody here."""

    code = fields.String(required=True)
    warning = fields.Boolean(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class MyResultRightSchema(ResultSourceSchema):
    """What may be asked for, until when, and where that stands; ``days_mark`` is that of the number of days."""

    kind = fields.String(required=True, validate=REVIEW_KINDS)
    days = fields.Integer(required=True)
    until = fields.Date(required=True)
    provisional = fields.Boolean(required=True)
    open = fields.Boolean(required=True)
    days_mark = fields.String(required=True)


class MyResultReviewSchema(StrictSchema):
    """A review or appeal of one's own."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=REVIEW_KINDS)
    text = fields.String(required=True)
    asked_on = fields.Date(required=True)
    answer_due_on = fields.Date(required=True)
    state = fields.String(required=True, validate=one_of(AnswerState))
    withdrawable = fields.Boolean(required=True)
    withdrawn_on = fields.Date(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answered_on = fields.Date(required=True, allow_none=True)


class MyResultCorrectionSchema(StrictSchema):
    """Why the notice takes the place of an earlier one; ``reason`` is null where somebody else objected."""

    occasion = fields.String(required=True, validate=one_of(Occasion))
    grade_from = fields.String(required=True, allow_none=True, validate=GRADES)
    reason = fields.String(required=True, allow_none=True)


class MyResultSchema(StrictSchema):
    """The own result; empty before there is a notice."""

    round = fields.Nested(ResultRoundSchema, required=True, allow_none=True)
    notice = fields.Nested(MyResultNoticeSchema, required=True, allow_none=True)
    correction = fields.Nested(MyResultCorrectionSchema, required=True, allow_none=True)
    parts = fields.List(fields.Nested(MyResultPartSchema), required=True)
    consequences = fields.List(fields.Nested(MyResultConsequenceSchema), required=True)
    rights = fields.List(fields.Nested(MyResultRightSchema), required=True)
    reviews = fields.List(fields.Nested(MyResultReviewSchema), required=True)


class MySignatureSchema(StrictSchema):
    """A signature under the notice of this digest, with words of one's own."""

    strokes = _strokes()
    digest = fields.String(required=True, validate=DIGEST)
    comment = fields.String(load_default="", validate=validate.Length(max=2000))


class MyReviewRequestSchema(StrictSchema):
    """What is asked for, and why."""

    kind = fields.String(required=True, validate=REVIEW_KINDS)
    text = fields.String(required=True, validate=TEXT)


class MyListPublicitySchema(StrictSchema):
    """The publicity of the own round."""

    id = fields.String(required=True)
    first_on = fields.Date(required=True)
    until = fields.Date(required=True)
    working_days = fields.Integer(required=True)
    ended = fields.Boolean(required=True)


class MyListNameSchema(StrictSchema):
    """A name on show for the asker."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    own = fields.Boolean(required=True)
    objected = fields.Boolean(required=True)


class MyObjectionSchema(StrictSchema):
    """An objection of one's own; ``about`` a name, or None for the own result."""

    id = fields.String(required=True)
    own = fields.Boolean(required=True)
    about = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    asked_on = fields.Date(required=True)
    state = fields.String(required=True, validate=one_of(AnswerState))
    withdrawable = fields.Boolean(required=True)
    withdrawn_on = fields.Date(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)


class MyListSchema(StrictSchema):
    """Names on show, and the own objections."""

    round = fields.Nested(ResultRoundSchema, required=True, allow_none=True)
    publicity = fields.Nested(MyListPublicitySchema, required=True, allow_none=True)
    names = fields.List(fields.Nested(MyListNameSchema), required=True)
    objected_to_own = fields.Boolean(required=True)
    objections = fields.List(fields.Nested(MyObjectionSchema), required=True)


class MyObjectionTextSchema(StrictSchema):
    """What somebody objects."""

    text = fields.String(required=True, validate=TEXT)
