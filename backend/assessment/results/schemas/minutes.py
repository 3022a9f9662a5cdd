"""Shapes of minutes: what one meeting decided on one unit or on many, recorded and confirmed as one."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.assessment.results.schemas.desk import (
    ResultDecidedPersonSchema,
    ResultDecisionSchema,
    ResultGroupQuery,
)
from backend.assessment.results.schemas.shared import DIGEST, GRADES, ID, TEXT, ResultMinutesSchema
from backend.core.web.schema import StrictSchema

#: More than a county has.
MOST_UNITS: Final = 500
DECISION_IDS: Final = fields.List(
    fields.String(validate=ID), required=True, validate=validate.Length(min=1, max=MOST_UNITS)
)


class ResultChangeSchema(StrictSchema):
    """A grade that the body changed."""

    case_id = fields.String(required=True, validate=ID)
    grade = fields.String(required=True, validate=GRADES)
    reason = fields.String(required=True, validate=TEXT)


class ResultUnitDecisionSchema(ResultGroupQuery):
    """A group that is decided on, and the grades that were changed."""

    changes = fields.List(fields.Nested(ResultChangeSchema), load_default=list, validate=validate.Length(max=2000))


class ResultNewDecisionsSchema(ResultMinutesSchema):
    """What one set of minutes decides on one group or many."""

    units = fields.List(
        fields.Nested(ResultUnitDecisionSchema), required=True, validate=validate.Length(min=1, max=MOST_UNITS)
    )

    @validates_schema(skip_on_field_errors=True)
    def _check(self, data: dict[str, Any], **_options: Any) -> None:
        named = {(unit["organization_id"], unit["leading"]) for unit in data["units"]}
        if len(named) < len(data["units"]):
            raise ValidationError({"units": ["invalid"]})


class ResultGradeCountSchema(StrictSchema):
    """How many are given a grade."""

    grade = fields.String(required=True, allow_none=True, validate=GRADES)
    people = fields.Integer(required=True)


class ResultMinutesUnitSchema(ResultDecisionSchema):
    """A decision of minutes: whom it is about, the grades it gives, those it changed."""

    organization_name = fields.String(required=True)
    place = fields.String(required=True)
    people = fields.Integer(required=True)
    grades = fields.List(fields.Nested(ResultGradeCountSchema), required=True)
    changed = fields.List(fields.Nested(ResultDecidedPersonSchema), required=True)
    stale = fields.Boolean(required=True)
    own = fields.Boolean(required=True)


class ResultMinutesViewSchema(ResultMinutesSchema):
    """What waits to be confirmed of one set of minutes; ``own`` are units whose head reads the own result."""

    units = fields.List(fields.Nested(ResultMinutesUnitSchema), required=True)


class ResultMinutesReturnSchema(StrictSchema):
    """Which decisions of the minutes are returned, and why."""

    decision_ids = DECISION_IDS
    reason = fields.String(required=True, validate=TEXT)


class ResultMinutesWithdrawalSchema(StrictSchema):
    """Which decisions of the minutes are taken back."""

    decision_ids = DECISION_IDS


class ResultSeenDecisionSchema(StrictSchema):
    """A decision, and the digest of the grades that were shown."""

    decision_id = fields.String(required=True, validate=ID)
    digest = fields.String(required=True, validate=DIGEST)


class ResultMinutesConfirmationSchema(StrictSchema):
    """Which decisions of the minutes are confirmed, as they were shown."""

    decisions = fields.List(
        fields.Nested(ResultSeenDecisionSchema), required=True, validate=validate.Length(min=1, max=MOST_UNITS)
    )
