"""Shapes of credits on the wire. Hours are decimal texts ("12.5"), exact on both sides."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of
from courses.credits.hours import HOURS_PATTERN, NotHours, parse_hours, write_hours
from courses.credits.models import Counter, CreditState, Source
from courses.credits.targets import PostLevel

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_LEVELS = validate.OneOf([level.value for level in PostLevel])


class Hours(fields.String):
    """Hours as a decimal text on the wire and tenths within."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"pattern": f"^{HOURS_PATTERN}$"}, **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        written = None if value is None else write_hours(value)
        return super()._serialize(written, attr, obj, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return parse_hours(str(super()._deserialize(value, attr, data, **kwargs)))
        except NotHours as wrong:
            raise self.make_error("invalid") from wrong


class CreditRecordSchema(StrictSchema):
    """One record of the person who reads it; ``reason`` says why it was refused."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in Counter]))
    source = fields.String(required=True, validate=validate.OneOf([source.value for source in Source]))
    title = fields.String(required=True)
    hours = Hours(required=True)
    started_on = fields.Date(required=True)
    ended_on = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in CreditState]))
    reason = fields.String(required=True, allow_none=True)


class CreditTargetSchema(StrictSchema):
    """Hours of concentrated training owed in a period of ``years``; the default names no source of its own."""

    level = fields.String(required=True, validate=_LEVELS)
    hours = Hours(required=True)
    years = fields.Integer(required=True)
    first_year = fields.Integer(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    is_default = fields.Boolean(required=True)


class CreditCounterSchema(StrictSchema):
    """One of the two counters; ``owed`` is unknown where there is no target."""

    done = Hours(required=True)
    owed = Hours(required=True, allow_none=True)


class MyCreditsQuery(StrictSchema):
    """The year of the records."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


class MyCreditsSchema(StrictSchema):
    """What the learner has and owes; the period is that of the target, or this year where there is none."""

    level = fields.String(required=True, allow_none=True, validate=_LEVELS)
    level_from = fields.String(required=True, allow_none=True, validate=validate.OneOf(["rank", "authority"]))
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    target = fields.Nested(CreditTargetSchema, required=True, allow_none=True)
    concentrated = fields.Nested(CreditCounterSchema, required=True)
    online = fields.Nested(CreditCounterSchema, required=True)
    year = fields.Integer(required=True)
    records = fields.List(fields.Nested(CreditRecordSchema), required=True)


class PendingCreditSchema(CreditRecordSchema):
    """A record that waits; ``own`` is the asker's, which somebody else confirms."""

    name = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    own = fields.Boolean(required=True)


PendingCreditPageSchema: type[Schema] = page_of(PendingCreditSchema, "PendingCredit")
PendingCreditQuery = PageQuery


class CreditDecisionSchema(StrictSchema):
    """The records to confirm."""

    ids = fields.List(fields.String(validate=_ID), required=True, validate=validate.Length(min=1, max=500))


class CreditRefusalSchema(CreditDecisionSchema):
    """The records to refuse, and why."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=200))


class CreditLeftOutSchema(StrictSchema):
    """A record that was not decided."""

    id = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(["not_found", "own", "decided"]))


class CreditsDecidedSchema(StrictSchema):
    """What became of the list."""

    decided = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(CreditLeftOutSchema), required=True)


class CreditImportSchema(StrictSchema):
    """An applied import; ``repeated`` are numbers of rows that were on record already."""

    import_id = fields.String(required=True)
    proposed = fields.Integer(required=True)
    repeated = fields.List(fields.Integer(), required=True)


class CreditPlaceTargetsSchema(StrictSchema):
    """The targets that hold at a place."""

    node_id = fields.String(required=True)
    node_name = fields.String(required=True)
    targets = fields.List(fields.Nested(CreditTargetSchema), required=True)


class CreditTargetsSchema(StrictSchema):
    """The places where the asker confirms records."""

    items = fields.List(fields.Nested(CreditPlaceTargetsSchema), required=True)


class CreditTargetChangeSchema(StrictSchema):
    """A new target; ``source`` says on what it rests. Without ``first_year`` the period ends with each year."""

    node_id = fields.String(required=True, validate=_ID)
    level = fields.String(required=True, validate=_LEVELS)
    hours = Hours(required=True)
    years = fields.Integer(required=True, validate=validate.Range(min=1, max=5))
    first_year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=2000, max=2100))
    source = fields.String(required=True, validate=validate.Length(min=1, max=200))


class CreditPeopleQuery(StrictSchema):
    """A part of a name."""

    q = fields.String(required=True, validate=validate.Length(min=1, max=40))


class CreditPersonSchema(StrictSchema):
    """Somebody and the level of the post, as far as it is known."""

    account_id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    level = fields.String(required=True, allow_none=True, validate=_LEVELS)
    level_from = fields.String(required=True, allow_none=True, validate=validate.OneOf(["rank", "authority"]))


class CreditPeopleSchema(StrictSchema):
    """The first who fit."""

    items = fields.List(fields.Nested(CreditPersonSchema), required=True)


class CreditLevelSchema(StrictSchema):
    """The level that the authority sets, or takes back."""

    level = fields.String(required=True, allow_none=True, validate=_LEVELS)


class CourseCreditSchema(StrictSchema):
    """The fixed credit of a course at a place and below."""

    course_id = fields.String(required=True)
    title = fields.String(required=True)
    node_id = fields.String(required=True)
    node_name = fields.String(required=True)
    hours = Hours(required=True)
    granted_by = fields.String(required=True, allow_none=True)


class CourseCreditsSchema(StrictSchema):
    """All of them in the asker's scope."""

    items = fields.List(fields.Nested(CourseCreditSchema), required=True)


class CourseCreditChangeSchema(StrictSchema):
    """The credit of a course from now on."""

    node_id = fields.String(required=True, validate=_ID)
    hours = Hours(required=True)


class CourseCreditGivenSchema(StrictSchema):
    """How many people who had passed before got it now."""

    given = fields.Integer(required=True)
