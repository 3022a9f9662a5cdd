"""Shapes of practice on the wire."""

from __future__ import annotations

import uuid
from typing import Any

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema
from courses.practice.scheduling import Verdict
from courses.quizzes.schemas.papers import QuizQuestionSchema, QuizToldSchema, QuizTopicNameSchema

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
#: as :mod:`courses.quizzes.parsing` reads it
_ARTICLE = validate.Regexp(r"^[^#\s][^#]{0,120}#[1-9]\d{0,3}\Z")


class _CommandId(fields.UUID):
    """A UUID that a device made, kept as 32 digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found: uuid.UUID = super()._deserialize(value, attr, data, **kwargs)
        return found.hex


class PracticeJudgingSchema(StrictSchema):
    """How a device judges: whether a part of the answer counts, and what options are worth if not the same."""

    partial_credit = fields.Boolean(required=True)
    weights = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    parts = fields.Dict(keys=fields.String(), values=fields.Nested("PracticeJudgingSchema"), required=True)


class PracticeQuestionSchema(StrictSchema):
    """A question to practise, with its key; ``due_on`` is null while it is new."""

    question_id = fields.String(required=True)
    version = fields.Integer(required=True)
    topic = fields.String(required=True)
    mistake = fields.Boolean(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    question = fields.Nested(QuizQuestionSchema, required=True)
    told = fields.Nested(QuizToldSchema, required=True)
    judging = fields.Nested(PracticeJudgingSchema, required=True)


class PracticeQuery(StrictSchema):
    """One topic or all; with ``more`` the day's few are done and as many again are asked for."""

    topic = fields.String(load_default=None, validate=validate.Regexp(r"^[a-z][a-z0-9_]{1,39}\Z"))
    more = fields.Boolean(load_default=False)


class PracticeSchema(StrictSchema):
    """Questions to practise; ``left`` is what remains of the day's few before them."""

    day = fields.Date(required=True)
    left = fields.Integer(required=True)
    questions = fields.List(fields.Nested(PracticeQuestionSchema), required=True)
    topics = fields.List(fields.Nested(QuizTopicNameSchema), required=True)


class PracticeReviewSchema(StrictSchema):
    """One answer; ``null`` is "I do not know". The id is made once, wherever the answer is sent from."""

    id = _CommandId(required=True)
    question_id = fields.String(required=True, validate=_ID)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**31 - 1))
    answer = fields.Raw(required=True, allow_none=True)
    answered_on = fields.Date(required=True)


class PracticeReviewsSchema(StrictSchema):
    """What a device has practised."""

    reviews = fields.List(
        fields.Nested(PracticeReviewSchema), required=True, validate=validate.Length(min=1, max=60)
    )


class PracticeResultSchema(StrictSchema):
    """What became of one answer."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["recorded", "left_out"]))
    verdict = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([verdict.value for verdict in Verdict])
    )
    due_on = fields.Date(required=True, allow_none=True)


class PracticeResultsSchema(StrictSchema):
    """One for each review, in their order."""

    results = fields.List(fields.Nested(PracticeResultSchema), required=True)


class PracticeBeforeSchema(StrictSchema):
    """A question as it was, with what was right then."""

    question = fields.Nested(QuizQuestionSchema, required=True)
    told = fields.Nested(QuizToldSchema, required=True)


class PracticeDifferenceSchema(StrictSchema):
    """A question before and after an article changed."""

    article = fields.String(required=True)
    effective_on = fields.Date(required=True)
    note = fields.String(required=True)
    before = fields.Nested(PracticeBeforeSchema, required=True)
    now = fields.Nested(PracticeQuestionSchema, required=True)


class PracticeDifferencesSchema(StrictSchema):
    """What has changed since the person learned it."""

    items = fields.List(fields.Nested(PracticeDifferenceSchema), required=True)


class ArticleChangeSchema(StrictSchema):
    """An article ("<title>#<number>") that says something else since a day."""

    article = fields.String(required=True, validate=_ARTICLE)
    effective_on = fields.Date(required=True)
    note = fields.String(required=True, validate=validate.Length(min=1, max=500))


class ArticleChangedSchema(StrictSchema):
    """The change, and how many questions went out of use with it."""

    id = fields.String(required=True)
    questions = fields.Integer(required=True)
