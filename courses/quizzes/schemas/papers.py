"""What a person who sits a quiz sends and gets."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema
from courses.quizzes.questions import QuestionType
from courses.quizzes.settings import REVIEW_RULES

#: What JavaScript counts exactly.
MAX_SEQ = 2**53 - 1
_STATES = validate.OneOf(["open", "finished", "expired"])
_REVIEW = validate.OneOf(REVIEW_RULES)
_TYPE = validate.OneOf([kind.value for kind in QuestionType])


class QuizChoiceSchema(StrictSchema):
    """Something to choose, order or match: ``html``, or ``word`` (true / false) for the app to say."""

    id = fields.String(required=True)
    html = fields.String()
    word = fields.String(validate=validate.OneOf(["true", "false"]))


class QuizQuestionSchema(StrictSchema):
    """A question as it is asked, without anything of its key."""

    id = fields.String(metadata={"description": "of a part of a case"})
    type = fields.String(required=True, validate=_TYPE)
    stem_html = fields.String(required=True)
    options = fields.List(fields.Nested(QuizChoiceSchema))
    blanks = fields.Integer()
    items = fields.List(fields.Nested(QuizChoiceSchema))
    lefts = fields.List(fields.Nested(QuizChoiceSchema))
    rights = fields.List(fields.Nested(QuizChoiceSchema))
    parts = fields.List(fields.Nested("QuizQuestionSchema"))


class QuizAnswerSchema(StrictSchema):
    """An answer; which member it has depends on the type of the question."""

    choice = fields.String()
    choices = fields.List(fields.String())
    blanks = fields.List(fields.String())
    order = fields.List(fields.String())
    pairs = fields.Dict(keys=fields.String(), values=fields.String())
    parts = fields.Dict(keys=fields.String(), values=fields.Nested("QuizAnswerSchema"))


class QuizTopicNameSchema(StrictSchema):
    """A topic with its names."""

    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class QuizTopicSchema(QuizTopicNameSchema):
    """A topic with the number of its questions in use."""

    questions = fields.Integer(required=True)


class QuizTopicsSchema(StrictSchema):
    """All topics."""

    items = fields.List(fields.Nested(QuizTopicSchema), required=True)


class QuizResultSchema(StrictSchema):
    """The result of an attempt; ``percent`` is a decimal text, rounded to hundredths."""

    state = fields.String(required=True, validate=_STATES)
    percent = fields.String(required=True)
    passed = fields.Boolean(required=True)
    pass_mark = fields.Integer(required=True)
    finished_at = fields.AwareDateTime(required=True)
    attempts_left = fields.Integer(required=True, allow_none=True)
    review = fields.String(required=True, validate=_REVIEW)
    may_review = fields.Boolean(required=True)
    practise = fields.List(fields.Nested(QuizTopicNameSchema), required=True)


class QuizOwnAttemptSchema(StrictSchema):
    """One of the person's attempts."""

    id = fields.String(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, validate=_STATES)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    percent = fields.String(required=True, allow_none=True)
    passed = fields.Boolean(required=True, allow_none=True)
    may_review = fields.Boolean(required=True)


class QuizViewSchema(StrictSchema):
    """A quiz before it is begun, with the person's own attempts."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    questions = fields.Integer(required=True)
    minutes = fields.Integer(required=True, allow_none=True)
    attempts = fields.Integer(required=True, allow_none=True)
    attempts_left = fields.Integer(required=True, allow_none=True)
    pass_mark = fields.Integer(required=True)
    review = fields.String(required=True, validate=_REVIEW)
    closes_at = fields.AwareDateTime(required=True, allow_none=True)
    closed = fields.Boolean(required=True)
    ordered = fields.Boolean(required=True)
    partial_credit = fields.Boolean(required=True)
    passed = fields.Boolean(required=True)
    open_attempt_id = fields.String(required=True, allow_none=True)
    own = fields.List(fields.Nested(QuizOwnAttemptSchema), required=True)


class QuizStartedSchema(StrictSchema):
    """An attempt that is open now."""

    id = fields.String(required=True)
    quiz_id = fields.String(required=True)
    number = fields.Integer(required=True)
    deadline = fields.AwareDateTime(required=True, allow_none=True)
    now = fields.AwareDateTime(required=True)


class QuizPaperItemSchema(StrictSchema):
    """One question of a paper with the own answer."""

    position = fields.Integer(required=True)
    question = fields.Nested(QuizQuestionSchema, required=True)
    answer = fields.Nested(QuizAnswerSchema, required=True, allow_none=True)
    seq = fields.Integer(required=True)


class QuizPaperSchema(StrictSchema):
    """The own paper; ``now`` is the server's clock."""

    id = fields.String(required=True)
    quiz_id = fields.String(required=True)
    title = fields.String(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, validate=_STATES)
    deadline = fields.AwareDateTime(required=True, allow_none=True)
    now = fields.AwareDateTime(required=True)
    items = fields.List(fields.Nested(QuizPaperItemSchema), required=True)
    result = fields.Nested(QuizResultSchema, required=True, allow_none=True)


class QuizAnswerSavingSchema(StrictSchema):
    """An answer (``null`` takes it back) and its place in the order in which the person gave answers."""

    answer = fields.Raw(required=True, allow_none=True)
    seq = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MAX_SEQ))


class QuizSavedSchema(StrictSchema):
    """What is stored now; ``saved`` says whether it is what was sent."""

    position = fields.Integer(required=True)
    saved = fields.Boolean(required=True)
    answer = fields.Nested(QuizAnswerSchema, required=True, allow_none=True)
    seq = fields.Integer(required=True)


class QuizBlankSchema(StrictSchema):
    """What may stand in a blank."""

    accepted = fields.List(fields.String(), required=True)
    numeric = fields.Dict(keys=fields.String(), values=fields.String(), required=True, allow_none=True)


class QuizToldSchema(StrictSchema):
    """What was right, and why."""

    answer = fields.Nested(QuizAnswerSchema, required=True, allow_none=True)
    explanation_html = fields.String(required=True)
    feedback_right_html = fields.String(required=True)
    feedback_wrong_html = fields.String(required=True)
    articles = fields.List(fields.String(), required=True)
    whys = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    blanks = fields.List(fields.Nested(QuizBlankSchema), required=True)
    parts = fields.Dict(keys=fields.String(), values=fields.Nested("QuizToldSchema"), required=True)


class QuizReviewItemSchema(StrictSchema):
    """One question with the own answer and the right one."""

    position = fields.Integer(required=True)
    question = fields.Nested(QuizQuestionSchema, required=True)
    answer = fields.Nested(QuizAnswerSchema, required=True, allow_none=True)
    verdict = fields.String(required=True, validate=validate.OneOf(["right", "partly", "wrong"]))
    percent = fields.String(required=True)
    told = fields.Nested(QuizToldSchema, required=True)


class QuizReviewSchema(StrictSchema):
    """A paper that is over, with its key."""

    id = fields.String(required=True)
    quiz_id = fields.String(required=True)
    title = fields.String(required=True)
    result = fields.Nested(QuizResultSchema, required=True)
    items = fields.List(fields.Nested(QuizReviewItemSchema), required=True)
