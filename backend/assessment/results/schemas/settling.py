"""Shapes of what is asked about results, of notices, corrections and seals."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from backend.assessment.results.schemas.shared import (
    CATEGORIES,
    GRADES,
    LINE,
    TEXT,
    ResultMinutesSchema,
    ResultRoundSchema,
    one_of,
)
from backend.assessment.results.states import AnswerState, NoticeState
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of


class ResultQuestionSchema(StrictSchema):
    """An objection, review or appeal. What is about, or by, the asker is without text and name (``not_yours``)."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["objection", "review", "appeal"]))
    case_id = fields.String(required=True)
    about = fields.String(required=True)
    organization_name = fields.String(required=True)
    grade = fields.String(required=True, allow_none=True, validate=GRADES)
    category = fields.String(required=True, validate=CATEGORIES)
    leading = fields.Boolean(required=True)
    not_yours = fields.Boolean(required=True)
    asked_by = fields.String(required=True, allow_none=True)
    own = fields.Boolean(required=True)
    text = fields.String(required=True, allow_none=True)
    asked_on = fields.Date(required=True)
    answer_due_on = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, validate=one_of(AnswerState))
    withdrawn_on = fields.Date(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)


class ResultQuestionsSchema(StrictSchema):
    """What is asked about the results of a round."""

    round = fields.Nested(ResultRoundSchema, required=True)
    items = fields.List(fields.Nested(ResultQuestionSchema), required=True)


class ResultAcceptedSchema(ResultMinutesSchema):
    """The decision by which something is accepted."""

    grade = fields.String(required=True, validate=GRADES)


class ResultAnswerSchema(StrictSchema):
    """An answer with its reason; accepted with the decision that changes the grade."""

    answer = fields.String(required=True, validate=TEXT)
    accepted = fields.Nested(ResultAcceptedSchema, load_default=None, allow_none=True)


class ResultAnsweredSchema(StrictSchema):
    """The decision that waits to be confirmed, where something was accepted."""

    decision_id = fields.String(required=True, allow_none=True)


class ResultNoticeRowSchema(StrictSchema):
    """A notice on the desk."""

    id = fields.String(required=True)
    case_id = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    category = fields.String(required=True, validate=CATEGORIES)
    leading = fields.Boolean(required=True)
    grade = fields.String(required=True, allow_none=True, validate=GRADES)
    revision = fields.Integer(required=True)
    state = fields.String(required=True, validate=one_of(NoticeState))
    issued_at = fields.AwareDateTime(required=True)
    settled_at = fields.AwareDateTime(required=True, allow_none=True)
    paper_signed_on = fields.Date(required=True, allow_none=True)
    paper_kept_at = fields.String(required=True, allow_none=True)
    witness = fields.String(required=True, allow_none=True)
    own = fields.Boolean(required=True)


ResultNoticePageSchema: type[Schema] = page_of(ResultNoticeRowSchema, "ResultNotice")


class ResultNoticeQuery(PageQuery):
    """Which notices."""

    state = fields.String(load_default=None, allow_none=True, validate=one_of(NoticeState))


class ResultStartedSchema(StrictSchema):
    """Work on a whole round; ``job_id`` is null where it is done already."""

    job_id = fields.String(required=True, allow_none=True)


class ResultNoticesIssuedSchema(ResultStartedSchema):
    """How many notices were written, so far."""

    issued = fields.Integer(required=True)


class ResultRefusalSchema(StrictSchema):
    """Who saw that somebody would not sign."""

    witness = fields.String(required=True, validate=LINE)


class ResultPaperSignaturesSchema(StrictSchema):
    """Notices that were signed on paper; without ``notice_ids`` all that wait for a signature."""

    signed_on = fields.Date(required=True)
    kept_at = fields.String(required=True, validate=LINE)
    notice_ids = fields.List(fields.String(), load_default=None, allow_none=True, validate=validate.Length(1, 500))


class ResultPaperSignedSchema(ResultStartedSchema):
    """How many notices were recorded as signed on paper, so far."""

    signed = fields.Integer(required=True)


class ResultCorrectionSchema(ResultAcceptedSchema):
    """A decision that corrects a result, and why."""

    reason = fields.String(required=True, validate=TEXT)


class ResultSealRequestSchema(StrictSchema):
    """Why it is sealed again; not asked for the first time."""

    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))


class ResultSealedSchema(ResultStartedSchema):
    """The revision that the seal is, or will be."""

    revision = fields.Integer(required=True)
