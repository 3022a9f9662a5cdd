"""Shapes of the register on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import Moment, StrictSchema, page_of
from backend.register.codes import code_lists

_LIGHTS = validate.OneOf(["green", "yellow", "red"])
_HISTORY_KINDS = validate.OneOf(["quota", "posting", "name", "exception", "reservation"])


class UnitListQuery(PageQuery):
    """What to look for; empty lists the own scope."""

    q = fields.String(load_default="", validate=validate.Length(max=64))


class AsOfQuery(StrictSchema):
    """Of which day, as known at which moment."""

    as_of = fields.Date(load_default=None, allow_none=True)
    known_at = Moment(load_default=None, allow_none=True)


class PeopleQuery(PageQuery):
    """A page of the people of a day, as known at a moment."""

    as_of = fields.Date(load_default=None, allow_none=True)
    known_at = Moment(load_default=None, allow_none=True)


class TreeQuery(StrictSchema):
    """Below which node; without one the tops of the own scope."""

    parent = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=32))


class UnmaskingSchema(StrictSchema):
    """Why one person's personal fields are looked at; it goes on record."""

    reason = fields.String(required=True, validate=validate.Length(min=2, max=200))


class RegionNameSchema(StrictSchema):
    """A region by its code."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class UnitNumbersSchema(StrictSchema):
    """Heads over all types of 编制."""

    approved = fields.Integer(required=True, allow_none=True)
    filled = fields.Integer(required=True)
    reserved = fields.Integer(required=True)
    vacant = fields.Integer(required=True, allow_none=True)


class UnitItemSchema(StrictSchema):
    """A unit in a list; ``match`` says how a search found it."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True, allow_none=True)
    region = fields.Nested(RegionNameSchema, required=True)
    nature = fields.String(required=True)
    level = fields.String(required=True)
    system = fields.String(required=True)
    source = fields.String(required=True)
    light = fields.String(required=True, allow_none=True, validate=_LIGHTS)
    match = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["exact", "prefix", "initials", "contains"])
    )
    numbers = fields.Nested(UnitNumbersSchema, required=True, allow_none=True)
    closed = fields.Boolean(required=True)


class RegisterDocumentSchema(StrictSchema):
    """The document behind a number."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    issuer = fields.String(required=True)
    dated_on = fields.String(required=True)


class QuotaLineSchema(StrictSchema):
    """The numbers of one quota type; approved is null while unknown."""

    quota_type = fields.String(required=True)
    approved = fields.Integer(required=True, allow_none=True)
    filled = fields.Integer(required=True)
    reserved = fields.Integer(required=True)
    vacant = fields.Integer(required=True, allow_none=True)
    exception = fields.Integer(required=True)
    light = fields.String(required=True, allow_none=True, validate=_LIGHTS)
    document = fields.Nested(RegisterDocumentSchema, required=True, allow_none=True)


class UnitDivisionSchema(StrictSchema):
    """An internal division with the people in it."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    filled = fields.Integer(required=True)


class RecruitmentSumSchema(StrictSchema):
    """Positions and posts of recruitment notices: not approved quota."""

    items = fields.Integer(required=True)
    posts = fields.Integer(required=True)


class UnitExceptionSchema(StrictSchema):
    """A standing exception (超编)."""

    quota_type = fields.String(required=True)
    heads = fields.Integer(required=True)
    reason = fields.String(required=True)
    effective_on = fields.String(required=True)
    document = fields.Nested(RegisterDocumentSchema, required=True, allow_none=True)


class SupervisingUnitSchema(StrictSchema):
    """The unit that supervises."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class UnitCanSchema(StrictSchema):
    """What this person may do at this unit."""

    file = fields.List(fields.String(), required=True)
    people = fields.Boolean(required=True)
    unmask = fields.Boolean(required=True)


class UnitRecordSchema(StrictSchema):
    """A unit's record of a day."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True, allow_none=True)
    other_names = fields.List(fields.String(), required=True)
    code = fields.String(required=True, allow_none=True)
    region = fields.Nested(RegionNameSchema, required=True)
    system = fields.String(required=True)
    nature = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    level = fields.String(required=True)
    institution_class = fields.String(required=True, allow_none=True)
    funding_form = fields.String(required=True, allow_none=True)
    civil_servant_law = fields.Boolean(required=True)
    supervising = fields.Nested(SupervisingUnitSchema, required=True, allow_none=True)
    founded_on = fields.String(required=True, allow_none=True)
    founded_known = fields.Boolean(required=True)
    dissolved_on = fields.String(required=True, allow_none=True)
    duties = fields.String(required=True, allow_none=True)
    source = fields.String(required=True)
    raw_name = fields.String(required=True, allow_none=True)
    as_of = fields.String(required=True)
    known_at = fields.String(required=True, allow_none=True)
    is_today = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    quotas = fields.List(fields.Nested(QuotaLineSchema), required=True)
    divisions = fields.List(fields.Nested(UnitDivisionSchema), required=True)
    recruitment = fields.Nested(RecruitmentSumSchema, required=True, allow_none=True)
    exceptions = fields.List(fields.Nested(UnitExceptionSchema), required=True)
    can = fields.Nested(UnitCanSchema, required=True)


class UnitPersonSchema(StrictSchema):
    """A person in place; ``name`` is masked for those who may not see names."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    masked_name = fields.String(required=True)
    sex = fields.String(required=True)
    birth_month = fields.String(required=True)
    division = fields.String(required=True, allow_none=True)
    post_title = fields.String(required=True)
    rank = fields.String(required=True, allow_none=True)
    quota_type = fields.String(required=True)
    started_on = fields.Date(required=True)


class HistoryCauseSchema(StrictSchema):
    """The matter or import that caused an entry."""

    kind = fields.String(required=True, validate=validate.OneOf(["matter", "import"]))
    id = fields.String(required=True)


class HistoryEntrySchema(StrictSchema):
    """One entry of a unit's history."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=_HISTORY_KINDS)
    effective_on = fields.String(required=True, allow_none=True)
    recorded_at = fields.String(required=True)
    quota_type = fields.String(required=True, allow_none=True)
    delta = fields.Integer(required=True, allow_none=True)
    person_id = fields.String(required=True, allow_none=True)
    document = fields.Nested(RegisterDocumentSchema, required=True, allow_none=True)
    cause = fields.Nested(HistoryCauseSchema, required=True)
    reverses_id = fields.String(required=True, allow_none=True)


class RecruitmentItemSchema(StrictSchema):
    """A position of a recruitment notice (招录公告, 非核定编制)."""

    id = fields.String(required=True)
    position_code = fields.String(required=True)
    title = fields.String(required=True)
    heads = fields.Integer(required=True)
    details = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)
    source_label = fields.String(required=True, validate=validate.OneOf(["recruitment_notice"]))


class RegisterNodeSchema(StrictSchema):
    """A node of the tree."""

    node_id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["region", "organization", "division"]))
    ref = fields.String(required=True)
    name = fields.String(required=True)
    children = fields.Boolean(required=True)


class RegisterTreeSchema(StrictSchema):
    """What hangs below a node."""

    items = fields.List(fields.Nested(RegisterNodeSchema), required=True)


class UnmaskedSchema(StrictSchema):
    """The personal fields of one person."""

    id_number = fields.String(required=True)
    birth_date = fields.String(required=True)


class RegionLineSchema(StrictSchema):
    """Ceiling, allocations and reserve of one quota type; null where no ceiling document is recorded."""

    quota_type = fields.String(required=True)
    ceiling = fields.Integer(required=True, allow_none=True)
    allocated = fields.Integer(required=True)
    reserve = fields.Integer(required=True, allow_none=True)


class RegionRecordSchema(StrictSchema):
    """The numbers of a region's own level."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    rows = fields.List(fields.Nested(RegionLineSchema), required=True)


class CodeNameSchema(StrictSchema):
    """A code and what it is called."""

    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


def _code_list() -> fields.Field[Any]:
    return fields.List(fields.Nested(CodeNameSchema), required=True)


#: every code list by name, its codes in the order of the list
CodeListsSchema: type[Schema] = type(
    "CodeListsSchema", (StrictSchema,), {name: _code_list() for name in code_lists()}
)
UnitPageSchema = page_of(UnitItemSchema, "UnitItem")
UnitPersonPageSchema = page_of(UnitPersonSchema, "UnitPerson")
HistoryPageSchema = page_of(HistoryEntrySchema, "HistoryEntry")
RecruitmentPageSchema = page_of(RecruitmentItemSchema, "RecruitmentItem")
