"""Shapes of mentorships and secondments on the wire."""

from __future__ import annotations

import re

from marshmallow import fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of
from courses.mentoring.evaluating import QUESTIONS, Stage
from courses.mentoring.schemas.certificates import MentoringOwnCertificateSchema
from courses.mentoring.states import Side, State

_STATE = validate.OneOf([state.value for state in State])
_SIDE = validate.OneOf([side.value for side in Side])
_STAGE = validate.OneOf([stage.value for stage in Stage])
_QUESTION = validate.OneOf([code for codes in QUESTIONS.values() for code in codes])
_WAITING = validate.OneOf(
    ["accept", "agree", "confirm_agreement", "confirm_meeting", *(f"evaluate_{stage.value}" for stage in Stage)]
)
_CLIENT_ID = validate.Regexp(re.compile(r"[0-9a-f]{32}\Z"))
_REVISION = validate.Range(min=1, max=2**31 - 1)
_SEEN = validate.Range(min=0, max=2**31 - 1)
_LONG = validate.Length(min=1, max=4000)
_NOTE = validate.Length(min=1, max=2000)
_REASON = validate.Length(min=1, max=500)


class MentorshipPersonSchema(StrictSchema):
    """One of the two."""

    name = fields.String(required=True)
    organization_name = fields.String(required=True, allow_none=True)


class MentorshipLineSchema(StrictSchema):
    """An own mentorship in a list; ``side`` is the reader's own."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=_STATE)
    side = fields.String(required=True, validate=_SIDE)
    other = fields.Nested(MentorshipPersonSchema, required=True)
    proposed_on = fields.Date(required=True)
    period_from = fields.Date(required=True, allow_none=True)
    period_to = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    waits_for_me = fields.List(fields.String(validate=_WAITING), required=True)


class MentorshipsSchema(StrictSchema):
    """All own mentorships."""

    items = fields.List(fields.Nested(MentorshipLineSchema), required=True)


class MentorshipRevisionSchema(StrictSchema):
    """A revision of the agreement."""

    revision = fields.Integer(required=True)
    goals = fields.String(required=True)
    plan = fields.String(required=True)
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)
    written_on = fields.Date(required=True)
    mine = fields.Boolean(required=True)


class MentorshipAgreementSchema(StrictSchema):
    """What both stand by, and a later revision that one of them has not confirmed."""

    latest = fields.Integer(required=True)
    in_force = fields.Nested(MentorshipRevisionSchema, required=True, allow_none=True)
    proposed = fields.Nested(MentorshipRevisionSchema, required=True, allow_none=True)


class MentorshipMeetingSchema(StrictSchema):
    """A meeting as it was noted."""

    id = fields.String(required=True)
    held_on = fields.Date(required=True)
    about = fields.String(required=True)
    next_step = fields.String(required=True)
    revision = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["noted", "confirmed"]))
    mine = fields.Boolean(required=True)


class MentorshipSaidSchema(StrictSchema):
    """What one says about the other: 1 to 5 by question, and words."""

    ratings = fields.Dict(
        keys=fields.String(validate=_QUESTION), values=fields.Integer(strict=True), required=True
    )
    text = fields.String(required=True)


class MentorshipEvaluationSchema(StrictSchema):
    """One stage; ``other`` comes only when both gave theirs or nobody can any more."""

    stage = fields.String(required=True, validate=_STAGE)
    opens_on = fields.Date(required=True, allow_none=True)
    closes_on = fields.Date(required=True, allow_none=True)
    open = fields.Boolean(required=True)
    own = fields.Nested(MentorshipSaidSchema, required=True, allow_none=True)
    other_given = fields.Boolean(required=True)
    other = fields.Nested(MentorshipSaidSchema, required=True, allow_none=True)


class MentorshipCanSchema(StrictSchema):
    """What the reader can do."""

    accept = fields.Boolean(required=True)
    decline = fields.Boolean(required=True)
    agree = fields.Boolean(required=True)
    note = fields.Boolean(required=True)
    confirm_note = fields.Boolean(required=True)
    finish = fields.Boolean(required=True)
    end_early = fields.Boolean(required=True)


class MentorshipSchema(MentorshipLineSchema):
    """An own mentorship as a whole; ``questions`` are what the reader is asked about the other."""

    begun_on = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    agreement = fields.Nested(MentorshipAgreementSchema, required=True)
    meetings = fields.List(fields.Nested(MentorshipMeetingSchema), required=True)
    evaluations = fields.List(fields.Nested(MentorshipEvaluationSchema), required=True)
    questions = fields.List(fields.String(validate=_QUESTION), required=True)
    asked_of_other = fields.List(fields.String(validate=_QUESTION), required=True)
    can = fields.Nested(MentorshipCanSchema, required=True)
    certificate = fields.Nested(MentoringOwnCertificateSchema, required=True, allow_none=True)


class MentorshipRefusalSchema(StrictSchema):
    """Why somebody does not want it; may be left empty."""

    reason = fields.String(load_default="", validate=validate.Length(max=500))


class MentorshipAgreementBodySchema(StrictSchema):
    """What to agree on, over the revision that was seen (0: none)."""

    seen = fields.Integer(required=True, strict=True, validate=_SEEN)
    goals = fields.String(required=True, validate=_LONG)
    plan = fields.String(required=True, validate=validate.Length(max=4000))
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)


class MentorshipConfirmationSchema(StrictSchema):
    """Which revision was seen and is confirmed."""

    revision = fields.Integer(required=True, strict=True, validate=_REVISION)


class MentorshipMeetingBodySchema(StrictSchema):
    """A meeting: the day, what about, the next step."""

    held_on = fields.Date(required=True)
    about = fields.String(required=True, validate=_NOTE)
    next_step = fields.String(load_default="", validate=validate.Length(max=2000))


class MentorshipNewMeetingSchema(MentorshipMeetingBodySchema):
    """A new note, under an id that its writer made."""

    id = fields.String(required=True, validate=_CLIENT_ID)


class MentorshipCorrectionSchema(MentorshipMeetingBodySchema):
    """A note anew, over the revision that was seen."""

    seen = fields.Integer(required=True, strict=True, validate=_REVISION)


class MentorshipEvaluationBodySchema(StrictSchema):
    """An evaluation of the other."""

    stage = fields.String(required=True, validate=_STAGE)
    ratings = fields.Dict(
        keys=fields.String(validate=_QUESTION),
        values=fields.Integer(strict=True, validate=validate.Range(min=1, max=5)),
        required=True,
    )
    text = fields.String(load_default="", validate=validate.Length(max=2000))


class MentorshipEarlyEndSchema(StrictSchema):
    """Why it ends before its time; the other reads it."""

    reason = fields.String(required=True, validate=_REASON)


class MentorshipClosingSchema(StrictSchema):
    """How and why the office ends it."""

    early = fields.Boolean(required=True)
    reason = fields.String(required=True, validate=_REASON)


class MentorshipsOverseenQuery(PageQuery):
    """Those that take up a place, or those that are over."""

    which = fields.String(load_default="open", validate=validate.OneOf(["open", "over"]))


class MentorshipOfficeCanSchema(StrictSchema):
    """What the office can do."""

    withdraw = fields.Boolean(required=True)
    close = fields.Boolean(required=True)
    end_early = fields.Boolean(required=True)


class MentorshipOverseenSchema(StrictSchema):
    """A mentorship as the office sees it."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=_STATE)
    mentor = fields.Nested(MentorshipPersonSchema, required=True)
    mentee = fields.Nested(MentorshipPersonSchema, required=True)
    proposed_on = fields.Date(required=True)
    period_from = fields.Date(required=True, allow_none=True)
    period_to = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    can = fields.Nested(MentorshipOfficeCanSchema, required=True)


MentorshipOverseenPageSchema = page_of(MentorshipOverseenSchema, "MentorshipOverseen")
