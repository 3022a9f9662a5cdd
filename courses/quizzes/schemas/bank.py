"""What an author sends and gets."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of
from courses.quizzes.questions import QuestionType, Use
from courses.quizzes.schemas.papers import QuizQuestionSchema, QuizToldSchema

_TYPE = validate.OneOf([kind.value for kind in QuestionType])


class QuizPreviewSchema(StrictSchema):
    """A question as a paper shows it, and as a review does."""

    question = fields.Nested(QuizQuestionSchema, required=True)
    told = fields.Nested(QuizToldSchema, required=True)


class QuestionContentSchema(StrictSchema):
    """A question as plain data; what is wrong with it is answered by the bank."""

    content = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)


class QuestionRevisionSchema(QuestionContentSchema):
    """New content, and the version the author worked on."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1_000_000))


class QuestionRetirementSchema(StrictSchema):
    """Why a question is asked no more, and the article whose change is the reason."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))
    article = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


class QuestionListQuery(PageQuery):
    """Which questions of the bank."""

    topic = fields.String(load_default=None, validate=validate.Length(max=40))
    difficulty = fields.Integer(load_default=None, validate=validate.Range(min=1, max=3))
    use = fields.String(load_default=None, validate=validate.OneOf([use.value for use in Use]))
    article = fields.String(load_default=None, validate=validate.Length(max=200))
    retired = fields.Boolean(load_default=None)
    q = fields.String(load_default=None, validate=validate.Length(max=100))


class QuestionRowSchema(StrictSchema):
    """A question in a list."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True)
    type = fields.String(required=True, validate=_TYPE)
    use = fields.String(required=True)
    topic = fields.String(required=True)
    difficulty = fields.Integer(required=True)
    articles = fields.List(fields.String(), required=True)
    stem = fields.String(required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    retired_at = fields.AwareDateTime(required=True, allow_none=True)


class QuestionVersionSchema(StrictSchema):
    """When a version was recorded."""

    version = fields.Integer(required=True)
    recorded_at = fields.AwareDateTime(required=True)


class QuestionViewSchema(StrictSchema):
    """A question with its key, for authors."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    version = fields.Integer(required=True)
    retired_at = fields.AwareDateTime(required=True, allow_none=True)
    retired_reason = fields.String(required=True, allow_none=True)
    content = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)
    versions = fields.List(fields.Nested(QuestionVersionSchema), required=True)


class QuizContentSchema(StrictSchema):
    """Title and settings of a quiz; what is wrong with them is answered by the bank."""

    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    settings = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)


class QuizCreationSchema(QuizContentSchema):
    """A new quiz."""

    key = fields.String(required=True, validate=validate.Length(min=3, max=40))


class QuizRowSchema(StrictSchema):
    """A quiz for authors."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.Integer(required=True)
    settings = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)


class QuizOptionCountSchema(StrictSchema):
    """How many chose an option."""

    part = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    correct = fields.Boolean(required=True)
    chosen = fields.Integer(required=True)


class QuizItemStatisticsSchema(StrictSchema):
    """What the answers of many people say about a question."""

    people = fields.Integer(required=True)
    difficulty = fields.Float(required=True)
    discrimination = fields.Float(required=True, allow_none=True)
    unanswered = fields.Integer(required=True)
    options = fields.List(fields.Nested(QuizOptionCountSchema), required=True)


class QuizAnalysisItemSchema(StrictSchema):
    """A question in one version; ``too_few`` people answered it where the statistics are absent."""

    question_id = fields.String(required=True)
    version = fields.Integer(required=True)
    key = fields.String(required=True)
    type = fields.String(required=True, validate=_TYPE)
    stem = fields.String(required=True)
    too_few = fields.Boolean(required=True)
    statistics = fields.Nested(QuizItemStatisticsSchema, required=True, allow_none=True)


class QuizAnalysisSchema(StrictSchema):
    """Item analysis of a quiz."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    items = fields.List(fields.Nested(QuizAnalysisItemSchema), required=True)


QuestionPageSchema = page_of(QuestionRowSchema, "Question")
QuizListPageSchema = page_of(QuizRowSchema, "QuizList")
