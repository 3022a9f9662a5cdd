"""Shapes of goals on the wire. Weights, amounts and shares are whole hundredths."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.assessment.goals.periods import Rhythm
from backend.assessment.goals.plans import WHOLE, Measure
from backend.core.web.schema import StrictSchema

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_MEASURES = validate.OneOf([measure.value for measure in Measure])
_RHYTHMS = validate.OneOf([rhythm.value for rhythm in Rhythm])
_LINKS = validate.OneOf(["none", "file", "matter"])
_SHARE = validate.Range(min=1, max=WHOLE)
#: 10 000 000 000 of anything
_AMOUNT_MAX = 10**12
#: more than a unit can follow
_MANY = 100


class GoalYearQuery(StrictSchema):
    """The year that is looked at; this year by default."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


class GoalMatterSchema(StrictSchema):
    """A matter that shows progress. Who may not see it gets its number alone: ``kind`` is null."""

    number = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)
    unit_name = fields.String(required=True)


class GoalMatterChoiceSchema(GoalMatterSchema):
    """A matter that can be linked."""

    id = fields.String(required=True)


class GoalMattersSchema(StrictSchema):
    """Matters that one worked on, the latest first."""

    items = fields.List(fields.Nested(GoalMatterChoiceSchema), required=True)


class GoalMattersQuery(StrictSchema):
    """A part of a number or a unit's name, and kinds whose name has it, with commas; without both, the latest."""

    q = fields.String(load_default="", validate=validate.Length(max=60))
    kinds = fields.String(load_default="", validate=validate.Regexp(r"^([a-z_]{1,40}(,[a-z_]{1,40}){0,19})?\Z"))


class GoalProgressSchema(StrictSchema):
    """An entry of progress; ``taken_back`` ones are shown struck out and count for nothing.

    ``link_id`` is null for a matter that the reader may not see.
    """

    id = fields.String(required=True)
    done_on = fields.Date(required=True)
    amount = fields.Integer(required=True)
    note = fields.String(required=True)
    link_kind = fields.String(required=True, validate=_LINKS)
    link_id = fields.String(required=True, allow_none=True)
    link_name = fields.String(required=True)
    matter = fields.Nested(GoalMatterSchema, required=True, allow_none=True)
    by_head = fields.Boolean(required=True)
    recorded_by = fields.String(required=True)
    taken_back = fields.Boolean(required=True)


class GoalOfPartSchema(StrictSchema):
    """The goal that a part belongs to."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    measure = fields.String(required=True, validate=_MEASURES)
    unit_word = fields.String(required=True)
    target = fields.Integer(required=True, allow_none=True)
    due_on = fields.Date(required=True)


class GoalOwnPartSchema(StrictSchema):
    """A part of one's own; ``reached`` is hundredths of a percent of ``target``."""

    id = fields.String(required=True)
    goal = fields.Nested(GoalOfPartSchema, required=True)
    weight = fields.Integer(required=True)
    weight_of_year = fields.Integer(required=True)
    due_on = fields.Date(required=True)
    target = fields.Integer(required=True)
    done = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    progress = fields.List(fields.Nested(GoalProgressSchema), required=True)


class GoalsOwnSchema(StrictSchema):
    """The own parts of a year."""

    year = fields.Integer(required=True)
    parts = fields.List(fields.Nested(GoalOwnPartSchema), required=True)


class GoalNewProgressSchema(StrictSchema):
    """Progress of a day: what is added, in words and as an amount, and what shows it."""

    done_on = fields.Date(required=True)
    amount = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=_AMOUNT_MAX))
    note = fields.String(load_default="", validate=validate.Length(max=1000))
    link_kind = fields.String(load_default="none", validate=_LINKS)
    link_id = fields.String(load_default=None, allow_none=True, validate=_ID)

    @validates_schema
    def _check(self, data: dict[str, Any], **_options: Any) -> None:
        if (data.get("link_kind") == "none") != (data.get("link_id") is None):
            raise ValidationError({"link_id": ["required"]})
        if data.get("amount") == 0 and not data.get("note"):
            raise ValidationError({"note": ["required"]})


class GoalUnitSchema(StrictSchema):
    """A unit by name."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class GoalUnitsSchema(StrictSchema):
    """The units whose goals one manages."""

    items = fields.List(fields.Nested(GoalUnitSchema), required=True)


class GoalPersonSchema(StrictSchema):
    """Somebody who can be given a part; ``seconded_from`` names the own unit of who is seconded to this one."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    division = fields.String(required=True, allow_none=True)
    seconded_from = fields.String(required=True, allow_none=True)


class GoalPeopleSchema(StrictSchema):
    """Everybody who can be given a part of a unit's goals."""

    items = fields.List(fields.Nested(GoalPersonSchema), required=True)


class GoalUnitPartSchema(StrictSchema):
    """A person's part as the head of the unit sees it."""

    id = fields.String(required=True)
    person_id = fields.String(required=True)
    person_name = fields.String(required=True)
    weight = fields.Integer(required=True)
    due_on = fields.Date(required=True)
    target = fields.Integer(required=True)
    done = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    progress = fields.List(fields.Nested(GoalProgressSchema), required=True)


class GoalUnitGoalSchema(StrictSchema):
    """A goal of the unit with what its parts reached together."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    measure = fields.String(required=True, validate=_MEASURES)
    unit_word = fields.String(required=True)
    target = fields.Integer(required=True, allow_none=True)
    weight = fields.Integer(required=True)
    due_on = fields.Date(required=True)
    reached = fields.Integer(required=True)
    parts = fields.List(fields.Nested(GoalUnitPartSchema), required=True)


class GoalRevisionSchema(StrictSchema):
    """That the goals were agreed or changed; the first has no reason."""

    number = fields.Integer(required=True)
    effective_on = fields.Date(required=True)
    reason = fields.String(required=True, allow_none=True)
    recorded_by = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)


class GoalPlanSchema(StrictSchema):
    """A unit's goals of a year; ``version`` 0: there is nothing yet."""

    organization = fields.Nested(GoalUnitSchema, required=True)
    year = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["draft", "agreed"]))
    version = fields.Integer(required=True)
    rhythm = fields.String(required=True, validate=_RHYTHMS)
    goals = fields.List(fields.Nested(GoalUnitGoalSchema), required=True)
    revisions = fields.List(fields.Nested(GoalRevisionSchema), required=True)


class GoalPartInputSchema(StrictSchema):
    """A part as it is written; without an id it is new."""

    id = fields.String(load_default="", validate=validate.Length(max=32))
    person_id = fields.String(required=True, validate=_ID)
    weight = fields.Integer(required=True, strict=True, validate=_SHARE)
    due_on = fields.Date(required=True)


class GoalInputSchema(StrictSchema):
    """A goal as it is written; an amount has a target, a yes or no has none."""

    id = fields.String(load_default="", validate=validate.Length(max=32))
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    measure = fields.String(required=True, validate=_MEASURES)
    unit_word = fields.String(load_default="", validate=validate.Length(max=20))
    target = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1, max=_AMOUNT_MAX)
    )
    weight = fields.Integer(required=True, strict=True, validate=_SHARE)
    due_on = fields.Date(required=True)
    parts = fields.List(
        fields.Nested(GoalPartInputSchema), load_default=list, validate=validate.Length(max=10 * _MANY)
    )


class GoalVersionSchema(StrictSchema):
    """The version that was on the screen."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=10**6))


class GoalDraftSchema(GoalVersionSchema):
    """A draft, whole; it may be incomplete."""

    goals = fields.List(fields.Nested(GoalInputSchema), required=True, validate=validate.Length(max=_MANY))


class GoalRevisionInputSchema(GoalDraftSchema):
    """The goals as they are to be from a day on, and why."""

    effective_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.Length(min=2, max=200))
