"""Shapes of schemes on the wire. Weights, points, percentages and values are whole hundredths."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.schemes.definition import SCHEME_CATEGORIES
from backend.assessment.schemes.shapes import MAX_STEPS
from backend.assessment.schemes.validation import MAX_INDICATORS
from backend.assessment.terms import SubjectKind
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_YEAR = validate.Range(min=2000, max=2100)
_CATEGORY = validate.OneOf(SCHEME_CATEGORIES)
_WORD = validate.Length(max=60)
_NUMBER = validate.Range(min=-(10**9), max=10**9)


class SchemeStepSchema(StrictSchema):
    """From a value on, this percentage of the weight."""

    from_value = fields.Integer(required=True, strict=True, validate=_NUMBER)
    percent = fields.Integer(required=True, strict=True, validate=_NUMBER)


class SchemeShapeSchema(StrictSchema):
    """How a value comes to points: "linear" (zero_at, full_at), "step" (steps) or "cap" (each, cap)."""

    kind = fields.String(required=True, validate=_WORD)
    zero_at = fields.Integer(strict=True, validate=_NUMBER)
    full_at = fields.Integer(strict=True, validate=_NUMBER)
    steps = fields.List(fields.Nested(SchemeStepSchema), validate=validate.Length(max=MAX_STEPS))
    each = fields.Integer(strict=True, validate=_NUMBER)
    cap = fields.Integer(strict=True, validate=_NUMBER)


class SchemeIndicatorSchema(StrictSchema):
    """One indicator as it is written, sound or not: ``problems`` of the scheme say what is wrong with it."""

    key = fields.String(required=True, validate=_WORD)
    title_zh = fields.String(required=True, validate=validate.Length(max=200))
    title_en = fields.String(required=True, validate=validate.Length(max=200))
    dimension = fields.String(required=True, validate=_WORD)
    weight = fields.Integer(required=True, strict=True, validate=_NUMBER)
    source = fields.String(required=True, validate=_WORD)
    base = fields.String(required=True, validate=_WORD)
    shape = fields.Nested(SchemeShapeSchema, required=True)
    marked_by = fields.String(required=True, validate=_WORD)
    missing = fields.String(required=True, validate=_WORD)
    focus = fields.String(required=True, allow_none=True, validate=_WORD)


class SchemeProblemSchema(StrictSchema):
    """One thing that is wrong: where, which code, and the facts of its sentence."""

    path = fields.String(required=True)
    problem = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)


class SchemeQuerySchema(PageQuery):
    """Schemes are listed by year."""

    year = fields.Integer(required=True, validate=_YEAR)


class SchemeItemSchema(StrictSchema):
    """A scheme in a list; ``version`` is the one in force, if any."""

    id = fields.String(required=True)
    year = fields.Integer(required=True)
    category = fields.String(required=True, validate=_CATEGORY)
    node_id = fields.String(required=True)
    place = fields.String(required=True)
    revision = fields.Integer(required=True)
    version = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["draft", "simulated", "adopted"]))
    changed_at = fields.AwareDateTime(required=True)


class SchemePlaceSchema(StrictSchema):
    """A place where the asker may begin a scheme."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class SchemePageSchema(page_of(SchemeItemSchema, "SchemeItem")):  # type: ignore[misc]  # made when this is read
    """A page of schemes, and where new ones can be begun."""

    places = fields.List(fields.Nested(SchemePlaceSchema), required=True)


class NewSchemeSchema(StrictSchema):
    """A scheme to begin: with this product's suggestion, with last year's, or empty."""

    year = fields.Integer(required=True, validate=_YEAR)
    category = fields.String(required=True, validate=_CATEGORY)
    node_id = fields.String(required=True, validate=_ID)
    begin = fields.String(required=True, validate=validate.OneOf(["suggestion", "last_year", "empty"]))


class SchemeIdSchema(StrictSchema):
    """The scheme that was begun."""

    id = fields.String(required=True)


class SchemeTotalsSchema(StrictSchema):
    """How totals lie: ten groups of ten points each, and the ends and the middle."""

    groups = fields.List(fields.Integer(), required=True)
    lowest = fields.Integer(required=True)
    median = fields.Integer(required=True)
    mean = fields.Integer(required=True)
    highest = fields.Integer(required=True)


class SchemeIndicatorTrialSchema(StrictSchema):
    """What one indicator came to: for how many there was evidence, and how many had all or nothing of it."""

    key = fields.String(required=True)
    with_evidence = fields.Integer(required=True)
    mean_points = fields.Integer(required=True, allow_none=True)
    with_all = fields.Integer(required=True)
    with_nothing = fields.Integer(required=True)


class SchemeMovedUnitSchema(StrictSchema):
    """How the mean of a unit's people moves (in a scheme for units: its own total), from ``before`` to ``now``."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    people = fields.Integer(required=True)
    before = fields.Integer(required=True)
    now = fields.Integer(required=True)


class SchemeComparisonSchema(StrictSchema):
    """The same evidence by another scheme: how many would be higher or lower by this one, by how much, and where.

    ``moves`` counts changes: lower by ten points and more, by five, by one, less than a point either way, higher
    by one, by five, by ten and more. ``groups`` are the units that move most; those with few people are not told.
    """

    totals = fields.Nested(SchemeTotalsSchema, required=True, allow_none=True)
    higher = fields.Integer(required=True)
    lower = fields.Integer(required=True)
    same = fields.Integer(required=True)
    moves = fields.List(fields.Integer(), required=True)
    groups = fields.List(fields.Nested(SchemeMovedUnitSchema), required=True)


class SchemeSimulationSchema(StrictSchema):
    """A scheme on the evidence of a year: counts and points, never a person."""

    year = fields.Integer(required=True)
    run_at = fields.AwareDateTime(required=True)
    subjects = fields.Integer(required=True)
    scored = fields.Integer(required=True)
    totals = fields.Nested(SchemeTotalsSchema, required=True, allow_none=True)
    indicators = fields.List(fields.Nested(SchemeIndicatorTrialSchema), required=True)
    compared = fields.Nested(SchemeComparisonSchema, required=True, allow_none=True)


class SchemeVersionSchema(StrictSchema):
    """An adoption: when, by whom and why."""

    version = fields.Integer(required=True)
    reason = fields.String(required=True)
    adopted_at = fields.AwareDateTime(required=True)
    adopted_by = fields.String(required=True)


class SchemeSchema(SchemeItemSchema):
    """A scheme as its page shows it; one that is ``used`` stays as it is."""

    used = fields.Boolean(required=True)
    indicators = fields.List(fields.Nested(SchemeIndicatorSchema), required=True)
    problems = fields.List(fields.Nested(SchemeProblemSchema), required=True)
    simulation = fields.Nested(SchemeSimulationSchema, required=True, allow_none=True)
    versions = fields.List(fields.Nested(SchemeVersionSchema), required=True)


class SchemeChangeSchema(StrictSchema):
    """The scheme as it shall be; ``revision`` is the one that was read."""

    revision = fields.Integer(required=True, strict=True)
    indicators = fields.List(
        fields.Nested(SchemeIndicatorSchema), required=True, validate=validate.Length(max=MAX_INDICATORS)
    )


class SchemeCheckSchema(StrictSchema):
    """A scheme as it is being written, to be looked at and not kept."""

    indicators = fields.List(
        fields.Nested(SchemeIndicatorSchema), required=True, validate=validate.Length(max=MAX_INDICATORS)
    )


class SchemeProblemsSchema(StrictSchema):
    """Everything that is wrong, in order."""

    problems = fields.List(fields.Nested(SchemeProblemSchema), required=True)


class SchemeTrialSchema(StrictSchema):
    """Whose year's evidence to try a scheme on (last year's unless said), and which scheme to compare with."""

    year = fields.Integer(load_default=None, allow_none=True, validate=_YEAR)
    compare_with = fields.String(load_default=None, allow_none=True, validate=_ID)


class SchemeTrialBegunSchema(StrictSchema):
    """The job that simulates; none where it is done already."""

    job_id = fields.String(required=True, allow_none=True)


class SchemeAdoptionSchema(StrictSchema):
    """Why a scheme is put in force."""

    revision = fields.Integer(required=True, strict=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=300))


class SchemeAdoptedSchema(StrictSchema):
    """The version that is in force now."""

    version = fields.Integer(required=True)


class SchemeSourceSchema(StrictSchema):
    """A source that a scheme may name, and how its pieces are usually taken together."""

    source = fields.String(required=True)
    subject = fields.String(required=True, validate=validate.OneOf([kind.value for kind in SubjectKind]))
    base = fields.String(required=True, validate=validate.OneOf(["sum", "share"]))


class SchemeSourcesSchema(StrictSchema):
    """Every source, and the document that forbids others."""

    items = fields.List(fields.Nested(SchemeSourceSchema), required=True)
    document = fields.String(required=True)
