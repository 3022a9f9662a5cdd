"""People of a board: their cases, changes, suggestions, and what stands in place of a grade."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.grading.discipline import ALL, DisciplinaryAction
from backend.assessment.grading.models import GradeCause
from backend.assessment.grading.ratio import PoolKind
from backend.assessment.grading.schemas.parts import ID, REASON, GradingDocumentSchema, code
from backend.assessment.grading.schemas.rounds import GradePoolSchema
from backend.assessment.terms import Category, Dimension, Grade, SpecialCase
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of


class GradeCaseQuery(PageQuery):
    """Narrows to a pool, to special cases, to a part of the name."""

    pool_id = fields.String(load_default=None, allow_none=True, validate=ID)
    special = fields.Boolean(load_default=False)
    q = fields.String(load_default="", validate=validate.Length(max=40))


class _CaseFactsSchema(StrictSchema):
    """``possible`` is how many of the category's grades, counted from the last, can be given."""

    id = fields.String(required=True)
    person_id = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)
    category = code(Category)
    leading = fields.Boolean(required=True)
    special_case = code(SpecialCase, none=True)
    possible = fields.Integer(required=True, validate=validate.Range(min=0, max=ALL))
    total = fields.Integer(required=True, allow_none=True)
    known = fields.Integer(required=True, allow_none=True)
    proposed = code(Grade, none=True)
    tied = fields.Boolean(required=True)
    suggested = code(Grade, none=True)
    grade = code(Grade, none=True)
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
    grade = code(Grade)
    reason = fields.String(required=True, validate=REASON)


class RestGradedRequestSchema(StrictSchema):
    """One grade for everybody of a pool who has none, and why."""

    grade = code(Grade)
    reason = fields.String(required=True, validate=REASON)


class RestGradedSchema(StrictSchema):
    """How many were graded, and the pool as it is now."""

    graded = fields.Integer(required=True)
    pool = fields.Nested(GradePoolSchema, required=True)


class SpecialCaseRequestSchema(StrictSchema):
    """A special case with its document; ``action`` is the kind of a disciplinary action heavier than a warning."""

    version = fields.Integer(required=True)
    special_case = fields.String(
        required=True,
        validate=validate.OneOf([one.value for one in SpecialCase if one is not SpecialCase.DEFERRED]),
    )
    action = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf([one.value for one in DisciplinaryAction])
    )
    document = fields.Nested(GradingDocumentSchema, required=True)


class SpecialCaseGroundSchema(StrictSchema):
    """What is entered for somebody, and since when."""

    special_case = code(SpecialCase)
    action = code(DisciplinaryAction, none=True)
    document = fields.Nested(GradingDocumentSchema, required=True)
    entered_at = fields.AwareDateTime(required=True)


class GradeCaseVersionSchema(StrictSchema):
    """The version that was seen."""

    version = fields.Integer(required=True)


class SaidOfCaseSchema(StrictSchema):
    """What the reader suggested last."""

    grade = code(Grade)
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

    grade = code(Grade)
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
    dimension = code(Dimension)
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
    cause = code(GradeCause)
    before = code(Grade, none=True)
    after = code(Grade, none=True)
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
    pool_kind = code(PoolKind, none=True)
    pool_name = fields.String(required=True)
    parts = fields.List(fields.Nested(GradeCasePartSchema), required=True)
    adjustments = fields.List(fields.Nested(CaseChangeSchema), required=True)
    suggestions = fields.List(fields.Nested(CaseSuggestionSchema), required=True)
