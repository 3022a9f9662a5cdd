"""Shapes of rounds on the wire."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from backend.assessment.rounds.parameters import SPECS, SourceMark
from backend.assessment.rounds.states import RoundState
from backend.assessment.rounds.superiors import SuperiorSource
from backend.assessment.rounds.values import Window
from backend.assessment.terms import Category
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_WINDOW = validate.OneOf([window.value for window in Window])
_PEOPLE = ("all", "leading", "superior_unknown", "without_account")


class RoundBriefSchema(StrictSchema):
    """A round in a list."""

    id = fields.String(required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in RoundState]))
    revision = fields.Integer(required=True)
    node_id = fields.String(required=True)
    node_name = fields.String(required=True)


class RoundListSchema(StrictSchema):
    """The rounds of the own scope."""

    items = fields.List(fields.Nested(RoundBriefSchema), required=True)


class RoundDaysSchema(StrictSchema):
    """First and last day of a window, both included."""

    kind = fields.String(required=True, validate=_WINDOW)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)


class RoundWindowSchema(RoundDaysSchema):
    """A window, and whether people may hand in now."""

    open = fields.Boolean(required=True)
    closed = fields.Boolean(required=True)


class RoundParameterSchema(StrictSchema):
    """A number of the round with its bounds, and how well its source is known; yes and no are 1 and 0."""

    name = fields.String(required=True)
    value = fields.Integer(required=True)
    default = fields.Integer(required=True)
    minimum = fields.Integer(required=True)
    maximum = fields.Integer(required=True)
    unit = fields.String(required=True)
    source = fields.String(required=True)
    mark = fields.String(required=True, validate=validate.OneOf([mark.value for mark in SourceMark]))


class RoundKeeperSchema(StrictSchema):
    """An account that may be named to enter the neutral code."""

    account_id = fields.String(required=True)
    name = fields.String(required=True)


RoundCategoriesSchema: type[Schema] = type(
    "RoundCategoriesSchema",
    (StrictSchema,),
    {category.value: fields.Integer(required=True) for category in Category},
)


class RoundCountsSchema(StrictSchema):
    """How many people a round has, of which kind, and for how many something is missing."""

    total = fields.Integer(required=True)
    leading = fields.Integer(required=True)
    without_account = fields.Integer(required=True)
    superior_unknown = fields.Integer(required=True)
    categories = fields.Nested(RoundCategoriesSchema, required=True)


class RoundViewSchema(RoundBriefSchema):
    """Everything about a round but its people one by one."""

    version = fields.Integer(required=True)
    may_manage = fields.Boolean(required=True)
    may_name_superiors = fields.Boolean(required=True)
    windows = fields.List(fields.Nested(RoundWindowSchema), required=True)
    parameters = fields.List(fields.Nested(RoundParameterSchema), required=True)
    investigation_keeper = fields.String(required=True, allow_none=True)
    keepers = fields.List(fields.Nested(RoundKeeperSchema), required=True)
    people = fields.Nested(RoundCountsSchema, required=True)


class RoundPlanSchema(StrictSchema):
    """What is planned; numbers that are left out keep their defaults."""

    title = fields.String(required=True, validate=validate.Length(min=1, max=80))
    windows = fields.List(fields.Nested(RoundDaysSchema), load_default=list, validate=validate.Length(max=3))
    parameters = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.Integer(strict=True, validate=validate.Range(min=0, max=1_000_000)),
        load_default=dict,
        validate=validate.Length(max=len(SPECS)),
    )
    investigation_keeper = fields.String(load_default=None, allow_none=True, validate=_ID)


class NewRoundSchema(RoundPlanSchema):
    """A round of a year for a place."""

    year = fields.Integer(required=True, strict=True, validate=validate.Range(min=2000, max=2200))
    node_id = fields.String(required=True, validate=_ID)


class RoundChangeSchema(RoundPlanSchema):
    """A new plan, and the version that was looked at."""

    version = fields.Integer(required=True, strict=True)


class RoundVersionSchema(StrictSchema):
    """The version that was looked at."""

    version = fields.Integer(required=True, strict=True)


class RoundCreatedSchema(StrictSchema):
    """The id of a new round."""

    id = fields.String(required=True)


class RoundPeopleQuery(PageQuery):
    """Whom to show."""

    q = fields.String(load_default="", validate=validate.Length(max=64))
    which = fields.String(load_default="all", validate=validate.OneOf(_PEOPLE))


class RoundPersonSchema(StrictSchema):
    """Somebody who is assessed; ``seconded_from`` is the own unit of who came from another."""

    person_id = fields.String(required=True)
    name = fields.String(required=True)
    organization_id = fields.String(required=True)
    organization_name = fields.String(required=True)
    category = fields.String(required=True, validate=validate.OneOf([one.value for one in Category]))
    rank = fields.String(required=True, allow_none=True)
    leading = fields.Boolean(required=True)
    has_account = fields.Boolean(required=True)
    superior_id = fields.String(required=True, allow_none=True)
    superior_name = fields.String(required=True, allow_none=True)
    superior_source = fields.String(required=True, validate=validate.OneOf([one.value for one in SuperiorSource]))
    seconded_from = fields.String(required=True, allow_none=True)


RoundPersonPageSchema = page_of(RoundPersonSchema, "RoundPerson")


class SuperiorNamingSchema(StrictSchema):
    """Who is the superior from a day on; null leaves it to appointments again."""

    superior_id = fields.String(required=True, allow_none=True, validate=_ID)
    effective_on = fields.Date(required=True)
