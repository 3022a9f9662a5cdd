"""Shapes of results for those who record, confirm, answer and seal."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.results.schemas.shared import (
    BODIES,
    CATEGORIES,
    DIGEST,
    GRADES,
    TEXT,
    ResultRoundSchema,
    one_of,
)
from backend.assessment.results.states import DecisionState, Occasion, RunKind
from backend.assessment.terms import SpecialCase
from backend.core.web.schema import StrictSchema


class ResultGroupSchema(StrictSchema):
    """A unit's people, or the leading members it supervises, where it lies, and where their decision stands."""

    organization_id = fields.String(required=True)
    organization_name = fields.String(required=True)
    place = fields.String(required=True)
    leading = fields.Boolean(required=True)
    people = fields.Integer(required=True)
    excellent = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    ungraded = fields.Integer(required=True)
    decision_id = fields.String(required=True, allow_none=True)
    decision_state = fields.String(required=True, allow_none=True, validate=one_of(DecisionState))


class ResultDecisionSchema(StrictSchema):
    """A decision in short; ``digest`` stands for the grades that whoever confirms is shown."""

    id = fields.String(required=True)
    round_id = fields.String(required=True)
    occasion = fields.String(required=True, validate=one_of(Occasion))
    organization_id = fields.String(required=True)
    leading = fields.Boolean(required=True)
    body = fields.String(required=True, validate=BODIES)
    minutes_number = fields.String(required=True)
    decided_on = fields.Date(required=True)
    digest = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(DecisionState))
    recorded_by = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    settled_by = fields.String(required=True, allow_none=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)
    return_reason = fields.String(required=True, allow_none=True)
    changes = fields.Integer(required=True)
    yours_to_confirm = fields.Boolean(required=True)
    yours_to_withdraw = fields.Boolean(required=True)


class ResultShownNameSchema(StrictSchema):
    """A name on show."""

    name = fields.String(required=True)
    organization_name = fields.String(required=True)


class ResultPublicitySchema(StrictSchema):
    """The last publicity of a round: ``unanswered`` objections keep it from ending, ``unshown`` are 优秀 since."""

    id = fields.String(required=True)
    first_on = fields.Date(required=True)
    until = fields.Date(required=True)
    working_days = fields.Integer(required=True)
    provisional = fields.Boolean(required=True)
    over = fields.Boolean(required=True)
    ended = fields.Boolean(required=True)
    paper_document = fields.String(required=True, allow_none=True)
    paper_first_on = fields.Date(required=True, allow_none=True)
    paper_last_on = fields.Date(required=True, allow_none=True)
    names = fields.List(fields.Nested(ResultShownNameSchema), required=True)
    unanswered = fields.Integer(required=True)
    unshown = fields.Integer(required=True)


class ResultNoticeCountsSchema(StrictSchema):
    """How many notices stand how; ``owed`` are results that changed after their last."""

    issued = fields.Integer(required=True)
    signed = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    replaced = fields.Integer(required=True)
    owed = fields.Integer(required=True)


class ResultSealSchema(StrictSchema):
    """A seal: how many records it added, the SM3 over them, why, and whether anything can have changed since."""

    revision = fields.Integer(required=True)
    records = fields.Integer(required=True)
    sm3 = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True, allow_none=True)
    changed = fields.Boolean(required=True)


class ResultRunningSchema(StrictSchema):
    """What is being written of the whole round; ``job_id`` for who began it."""

    kind = fields.String(required=True, validate=one_of(RunKind))
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    job_id = fields.String(required=True, allow_none=True)


class ResultDecisionsSchema(StrictSchema):
    """A round from its decisions to its seal; what the asker may not read is empty."""

    round = fields.Nested(ResultRoundSchema, required=True)
    manages = fields.Boolean(required=True)
    groups = fields.List(fields.Nested(ResultGroupSchema), required=True)
    decisions = fields.List(fields.Nested(ResultDecisionSchema), required=True)
    publicity = fields.Nested(ResultPublicitySchema, required=True, allow_none=True)
    notices = fields.Nested(ResultNoticeCountsSchema, required=True, allow_none=True)
    unanswered_reviews = fields.Integer(required=True)
    seals = fields.List(fields.Nested(ResultSealSchema), required=True)
    running = fields.Nested(ResultRunningSchema, required=True, allow_none=True)


class ResultPersonSchema(StrictSchema):
    """Somebody whom a decision is about, as proposed and as it stands."""

    case_id = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    category = fields.String(required=True, validate=CATEGORIES)
    special = fields.String(required=True, allow_none=True, validate=one_of(SpecialCase))
    possible = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    proposed = fields.String(required=True, allow_none=True, validate=GRADES)
    suggested = fields.String(required=True, allow_none=True, validate=GRADES)
    grade = fields.String(required=True, allow_none=True, validate=GRADES)
    adjusted_reason = fields.String(required=True, allow_none=True)
    own = fields.Boolean(required=True)


class ResultGroupQuery(StrictSchema):
    """Which group."""

    organization_id = fields.String(required=True, validate=validate.Regexp(r"^([0-9a-f]{32})?\Z"))
    leading = fields.Boolean(required=True)


class ResultGroupPeopleSchema(StrictSchema):
    """The people of a group."""

    people = fields.List(fields.Nested(ResultPersonSchema), required=True)


class ResultDecidedPersonSchema(ResultPersonSchema):
    """... with the grade that the decision gives, and why it is not the proposed one."""

    decided = fields.String(required=True, allow_none=True, validate=GRADES)
    reason = fields.String(required=True, allow_none=True)


class ResultDecisionDetailSchema(ResultDecisionSchema):
    """A decision with everybody it is about; ``stale`` when grades changed since it was recorded."""

    stale = fields.Boolean(required=True)
    people = fields.List(fields.Nested(ResultDecidedPersonSchema), required=True)


class ResultConfirmationSchema(StrictSchema):
    """The digest of the grades that were shown."""

    digest = fields.String(required=True, validate=DIGEST)


class ResultReasonSchema(StrictSchema):
    """Why."""

    reason = fields.String(required=True, validate=TEXT)


class ResultPaperSchema(StrictSchema):
    """Days on which names were shown on paper, and the document that says so."""

    document = fields.String(required=True, validate=validate.Length(min=1, max=200))
    first_on = fields.Date(required=True)
    last_on = fields.Date(required=True)


class ResultPublicityEndSchema(StrictSchema):
    """How a publicity ends: by its own days, or by those on paper."""

    paper = fields.Nested(ResultPaperSchema, load_default=None, allow_none=True)


class ResultPublicityBegunSchema(StrictSchema):
    """The publicity that began; None where nobody is 优秀 who was not on show before."""

    publicity_id = fields.String(required=True, allow_none=True)
