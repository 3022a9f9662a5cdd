"""Shapes of routine checks on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.goals.periods import CheckGrade, Rhythm
from backend.assessment.goals.schemas.goals import GoalYearQuery
from backend.core.web.schema import StrictSchema

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_GRADES = validate.OneOf([grade.value for grade in CheckGrade])
_RHYTHMS = validate.OneOf([rhythm.value for rhythm in Rhythm])


class CheckRhythmSchema(StrictSchema):
    """How often a unit checks."""

    rhythm = fields.String(required=True, validate=_RHYTHMS)


class CheckCommentSchema(StrictSchema):
    """A superior's comment. The list of grades is known from memory only: a default."""

    number = fields.Integer(required=True)
    grade = fields.String(required=True, allow_none=True, validate=_GRADES)
    comment = fields.String(required=True)
    given_on = fields.Date(required=True)
    recorded_by = fields.String(required=True)
    from_paper = fields.Boolean(required=True)
    document = fields.String(required=True, allow_none=True)
    document_on = fields.Date(required=True, allow_none=True)


class CheckSchema(StrictSchema):
    """The check of a period; nothing obliges anybody to write, and an empty one counts for nothing."""

    period = fields.String(required=True)
    first_on = fields.Date(required=True)
    last_on = fields.Date(required=True)
    text = fields.String(required=True)
    written_on = fields.Date(required=True, allow_none=True)
    comment = fields.Nested(CheckCommentSchema, required=True, allow_none=True)


class ChecksOwnSchema(StrictSchema):
    """The own checks of a year, the latest first; ``rhythm`` is null for who is posted nowhere."""

    year = fields.Integer(required=True)
    superior = fields.String(required=True, allow_none=True)
    rhythm = fields.String(required=True, allow_none=True, validate=_RHYTHMS)
    checks = fields.List(fields.Nested(CheckSchema), required=True)


class CheckTextSchema(StrictSchema):
    """The own entry; an empty one takes it away."""

    text = fields.String(required=True, validate=validate.Length(max=2000))


class CheckSubordinateSchema(StrictSchema):
    """Somebody whose checks one comments on."""

    person_id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    checks = fields.List(fields.Nested(CheckSchema), required=True)


class ChecksToCommentSchema(StrictSchema):
    """The people whose superior one is, by name and by nothing else."""

    year = fields.Integer(required=True)
    people = fields.List(fields.Nested(CheckSubordinateSchema), required=True)


class CheckCommentInputSchema(StrictSchema):
    """A comment, a grade, or both."""

    grade = fields.String(load_default=None, allow_none=True, validate=_GRADES)
    comment = fields.String(load_default="", validate=validate.Length(max=1000))


class CheckPaperSchema(CheckCommentInputSchema):
    """A check that was kept on paper, with the paper's number and day."""

    person_id = fields.String(required=True, validate=_ID)
    period = fields.String(required=True, validate=validate.Length(max=8))
    text = fields.String(load_default="", validate=validate.Length(max=2000))
    document = fields.String(required=True, validate=validate.Length(min=1, max=80))
    document_on = fields.Date(required=True)


class CheckPeopleQuery(GoalYearQuery):
    """A part of a name."""

    q = fields.String(required=True, validate=validate.Length(min=1, max=60))


class CheckPeriodStateSchema(StrictSchema):
    """A period that can be entered, and whether it has a comment already."""

    period = fields.String(required=True)
    commented = fields.Boolean(required=True)


class CheckPersonSchema(StrictSchema):
    """Somebody whose check can be entered from paper."""

    person_id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    periods = fields.List(fields.Nested(CheckPeriodStateSchema), required=True)


class CheckPeopleSchema(StrictSchema):
    """People by name."""

    items = fields.List(fields.Nested(CheckPersonSchema), required=True)
