"""A round on its board: what runs, what stands in the way, its pools, and the keeper's list."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.grading.models import RunKind
from backend.assessment.grading.ratio import PoolKind
from backend.assessment.grading.schemas.parts import ID, REASON, GradingDocumentSchema, code
from backend.assessment.rounds.public import AssessedAt, RoundState
from backend.assessment.terms import Category, Grade
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of


class FreezeRequestSchema(StrictSchema):
    """``reason`` says why it is frozen again."""

    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=300))


class GradingQueuedSchema(StrictSchema):
    """The job that does it."""

    job_id = fields.String(required=True)


class ReopenRoundSchema(StrictSchema):
    """One step back."""

    to = fields.String(required=True, validate=validate.OneOf([RoundState.OPEN.value, RoundState.FROZEN.value]))
    reason = fields.String(required=True, validate=REASON)


class GradingRunSchema(StrictSchema):
    """A freezing or compiling that is done."""

    revision = fields.Integer(required=True)
    digest = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True)


class GradingRunningSchema(StrictSchema):
    """What is under way; the job's id only for who asked for it."""

    kind = code(RunKind)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    job_id = fields.String(required=True, allow_none=True)


class GradingObstacleSchema(StrictSchema):
    """What a freezing would be refused for now: the code of the refusal and its facts."""

    code = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)


class GradingNamedSchema(StrictSchema):
    """People whose superior is not known: nothing is refused for it; the first names are listed."""

    count = fields.Integer(required=True)
    names = fields.List(fields.String(), required=True)


class SecondedPersonSchema(StrictSchema):
    """Somebody who is seconded for over half of the year, and by whom they are assessed."""

    person_id = fields.String(required=True)
    name = fields.String(required=True)
    own_unit = fields.String(required=True)
    place = fields.String(required=True)
    assessed = code(AssessedAt)


class GradeCountSchema(StrictSchema):
    """How many people of a category have a grade, or none yet."""

    category = code(Category)
    grade = code(Grade, none=True)
    people = fields.Integer(required=True)


class GradingRulesSchema(StrictSchema):
    """The numbers of the round that grades are proposed by, and how many are left after a disciplinary action."""

    excellent_percent = fields.Integer(required=True)
    excellent_percent_with_consent = fields.Integer(required=True)
    excellent_score_from = fields.Integer(required=True)
    known_weight_from = fields.Integer(required=True)
    grades_after_warning = fields.Integer(required=True)
    grades_after_demerit = fields.Integer(required=True)
    grades_after_major_demerit = fields.Integer(required=True)
    grades_after_demotion = fields.Integer(required=True)
    grades_after_removal = fields.Integer(required=True)


class GradingBoardSchema(StrictSchema):
    """A round as far as grading is concerned."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    year = fields.Integer(required=True)
    state = code(RoundState)
    revision = fields.Integer(required=True)
    can_manage = fields.Boolean(required=True)
    is_keeper = fields.Boolean(required=True)
    freeze = fields.Nested(GradingRunSchema, required=True, allow_none=True)
    compile = fields.Nested(GradingRunSchema, required=True, allow_none=True)
    running = fields.Nested(GradingRunningSchema, required=True, allow_none=True)
    obstacles = fields.List(fields.Nested(GradingObstacleSchema), required=True)
    superior_unknown = fields.Nested(GradingNamedSchema, required=True)
    seconded = fields.List(fields.Nested(SecondedPersonSchema), required=True)
    distribution = fields.List(fields.Nested(GradeCountSchema), required=True)
    people = fields.Integer(required=True)
    rules = fields.Nested(GradingRulesSchema, required=True)


class PoolConsentSchema(StrictSchema):
    """The document by which the higher ratio was consented to."""

    number = fields.String(required=True)
    title = fields.String(required=True)
    issuer = fields.String(required=True)
    dated_on = fields.String(required=True)
    file_id = fields.String(required=True, allow_none=True)
    file_name = fields.String(required=True)


class GradePoolSchema(StrictSchema):
    """People whose 优秀 are counted together; ``people`` is 应参加, ``holder_name`` empty for the whole round."""

    id = fields.String(required=True)
    category = code(Category)
    kind = code(PoolKind)
    holder_name = fields.String(required=True)
    units = fields.Integer(required=True)
    people = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    limit = fields.Integer(required=True)
    ungraded = fields.Integer(required=True)
    excellent = fields.Integer(required=True)
    consent = fields.Nested(PoolConsentSchema, required=True, allow_none=True)


GradePoolPageSchema = page_of(GradePoolSchema, "GradePool")


class GradePoolQuery(PageQuery):
    """``q`` is a part of the name that a pool has."""

    q = fields.String(load_default="", validate=validate.Length(max=40))


class PoolConsentRequestSchema(StrictSchema):
    """The document of consent: its file, handed in before, and how it is numbered."""

    file_id = fields.String(required=True, validate=ID)
    document = fields.Nested(GradingDocumentSchema, required=True)


class DeferralQuery(StrictSchema):
    """``q`` is a part of a name."""

    q = fields.String(load_default="", validate=validate.Length(max=40))


class DeferralPersonSchema(StrictSchema):
    """Somebody who has the neutral code, or could."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    deferred = fields.Boolean(required=True)


class DeferralRoundSchema(StrictSchema):
    """A round in which the reader keeps the neutral code."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    people = fields.List(fields.Nested(DeferralPersonSchema), required=True)


class DeferralsSchema(StrictSchema):
    """All rounds in which the reader keeps the neutral code."""

    rounds = fields.List(fields.Nested(DeferralRoundSchema), required=True)
