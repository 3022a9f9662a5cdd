"""Shapes of grading on the wire. Points, amounts and totals are whole hundredths."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from backend.assessment.grading.models import GradeCause, RunKind
from backend.assessment.grading.ratio import PoolKind
from backend.assessment.rounds.public import AssessedAt, RoundState
from backend.assessment.terms import Category, Dimension, Grade, SpecialCase
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_REASON = validate.Length(min=1, max=300)


def _code(values: Any, *, none: bool = False, **options: Any) -> fields.String:
    allowed = validate.OneOf([value.value for value in values])
    return fields.String(required=True, allow_none=none, validate=allowed, **options)


def _paper(longest: int) -> fields.String:
    return fields.String(required=True, validate=validate.Length(min=1, max=longest))


class GradingDocumentSchema(StrictSchema):
    """The document that something rests on."""

    number = _paper(80)
    title = _paper(200)
    issuer = _paper(120)
    dated_on = fields.Date(required=True)


class FreezeRequestSchema(StrictSchema):
    """``reason`` says why it is frozen again."""

    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=300))


class GradingQueuedSchema(StrictSchema):
    """The job that does it."""

    job_id = fields.String(required=True)


class ReopenRoundSchema(StrictSchema):
    """One step back."""

    to = fields.String(required=True, validate=validate.OneOf([RoundState.OPEN.value, RoundState.FROZEN.value]))
    reason = fields.String(required=True, validate=_REASON)


class GradingRunSchema(StrictSchema):
    """A freezing or compiling that is done."""

    revision = fields.Integer(required=True)
    digest = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True)


class GradingRunningSchema(StrictSchema):
    """What is under way; the job's id only for who asked for it."""

    kind = _code(RunKind)
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
    assessed = _code(AssessedAt)


class GradeCountSchema(StrictSchema):
    """How many people of a category have a grade, or none yet."""

    category = _code(Category)
    grade = _code(Grade, none=True)
    people = fields.Integer(required=True)


class GradingRulesSchema(StrictSchema):
    """The numbers of the round that grades are proposed by."""

    excellent_percent = fields.Integer(required=True)
    excellent_percent_with_consent = fields.Integer(required=True)
    excellent_score_from = fields.Integer(required=True)
    known_weight_from = fields.Integer(required=True)


class GradingBoardSchema(StrictSchema):
    """A round as far as grading is concerned."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    year = fields.Integer(required=True)
    state = _code(RoundState)
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
    category = _code(Category)
    kind = _code(PoolKind)
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


class GradeCaseQuery(PageQuery):
    """Narrows to a pool, to special cases, to a part of the name."""

    pool_id = fields.String(load_default=None, allow_none=True, validate=_ID)
    special = fields.Boolean(load_default=False)
    q = fields.String(load_default="", validate=validate.Length(max=40))


class _CaseFactsSchema(StrictSchema):
    id = fields.String(required=True)
    person_id = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    category = _code(Category)
    leading = fields.Boolean(required=True)
    special_case = _code(SpecialCase, none=True)
    total = fields.Integer(required=True, allow_none=True)
    known = fields.Integer(required=True, allow_none=True)
    proposed = _code(Grade, none=True)
    tied = fields.Boolean(required=True)
    suggested = _code(Grade, none=True)
    grade = _code(Grade, none=True)
    decided = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class GradeCaseSchema(_CaseFactsSchema):
    """A person of the board; ``own`` is the reader's own row, which they cannot change."""

    pool_id = fields.String(required=True, allow_none=True)
    own = fields.Boolean(required=True)


GradeCasePageSchema = page_of(GradeCaseSchema, "GradeCase")


class GradeChangedSchema(StrictSchema):
    """The person and the pool as they are now."""

    case = fields.Nested(GradeCaseSchema, required=True)
    pool = fields.Nested(GradePoolSchema, required=True)


class GradeChangeSchema(StrictSchema):
    """Another grade, and why."""

    version = fields.Integer(required=True)
    grade = _code(Grade)
    reason = fields.String(required=True, validate=_REASON)


class RestGradedRequestSchema(StrictSchema):
    """One grade for everybody of a pool who has none, and why."""

    grade = _code(Grade)
    reason = fields.String(required=True, validate=_REASON)


class RestGradedSchema(StrictSchema):
    """How many were graded, and the pool as it is now."""

    graded = fields.Integer(required=True)
    pool = fields.Nested(GradePoolSchema, required=True)


class SpecialCaseRequestSchema(StrictSchema):
    """What stands in place of a grade, and the document it rests on."""

    version = fields.Integer(required=True)
    special_case = fields.String(
        required=True,
        validate=validate.OneOf([one.value for one in SpecialCase if one is not SpecialCase.DEFERRED]),
    )
    document = fields.Nested(GradingDocumentSchema, required=True)


class GradeCaseVersionSchema(StrictSchema):
    """The version that was seen."""

    version = fields.Integer(required=True)


class PoolConsentRequestSchema(StrictSchema):
    """The document of consent: its file, handed in before, and how it is numbered."""

    file_id = fields.String(required=True, validate=_ID)
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


class SaidOfCaseSchema(StrictSchema):
    """What the reader suggested last."""

    grade = _code(Grade)
    comment = fields.String(required=True)


class GradeSuggestionCaseSchema(GradeCaseSchema):
    """A person the reader suggests a grade for; ``pool_limit`` is how many of the pool may be 优秀."""

    round_title = fields.String(required=True)
    pool_limit = fields.Integer(required=True)
    said = fields.Nested(SaidOfCaseSchema, required=True, allow_none=True)


class GradeSuggestionPageSchema(StrictSchema):
    """``people`` counts all pages."""

    items = fields.List(fields.Nested(GradeSuggestionCaseSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    people = fields.Integer(required=True)


class GradeSuggestionSchema(StrictSchema):
    """A grade and what the leader says of the person."""

    grade = _code(Grade)
    comment = fields.String(required=True, validate=validate.Length(max=500))


class FrozenEvidenceSchema(StrictSchema):
    """A piece of evidence as it was frozen; ``link`` is a page of the app, or empty."""

    key = fields.String(required=True)
    on = fields.Date(required=True)
    amount = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    link = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)


class GradeCasePartSchema(StrictSchema):
    """One indicator: its points, None where it was left out, and the evidence whose sum it is."""

    key = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    dimension = _code(Dimension)
    source = fields.String(required=True)
    base = fields.String(required=True, validate=validate.OneOf(["sum", "share"]))
    weight = fields.Integer(required=True)
    points = fields.Integer(required=True, allow_none=True)
    value = fields.Integer(required=True, allow_none=True)
    amount = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    evidence = fields.List(fields.Nested(FrozenEvidenceSchema), required=True)


class CaseChangeSchema(StrictSchema):
    """A grade that somebody changed."""

    revision = fields.Integer(required=True)
    cause = _code(GradeCause)
    before = _code(Grade, none=True)
    after = _code(Grade, none=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class CaseSuggestionSchema(SaidOfCaseSchema):
    """What a leader in charge suggests."""

    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class OwnCaseQuery(StrictSchema):
    """The year; the newest without one."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


class GradeCaseDetailSchema(_CaseFactsSchema):
    """A case in detail; who reads the own one sees neither changes nor suggestions."""

    round_id = fields.String(required=True)
    revision = fields.Integer(required=True)
    pool_kind = _code(PoolKind, none=True)
    pool_name = fields.String(required=True)
    parts = fields.List(fields.Nested(GradeCasePartSchema), required=True)
    adjustments = fields.List(fields.Nested(CaseChangeSchema), required=True)
    suggestions = fields.List(fields.Nested(CaseSuggestionSchema), required=True)
