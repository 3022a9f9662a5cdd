"""Shapes of classes on the wire. No shape of the roster has a time, an order of arrival or a sum to compare."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import Moment, StrictSchema, page_of
from courses.classes.codes import CODE_DIGITS
from courses.classes.states import ClassState, Mark, SeatState
from courses.credits.schemas import Hours

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_MARKS = validate.OneOf([mark.value for mark in Mark])
_SEATS = validate.OneOf([state.value for state in SeatState])
ClassPageQuery = PageQuery


class ClassBriefSchema(StrictSchema):
    """A class in a list."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in ClassState]))
    begins_at = fields.AwareDateTime(required=True)
    seats = fields.Integer(required=True)
    seats_left = fields.Integer(required=True)
    per_unit = fields.Integer(required=True, allow_none=True)


class ClassSessionSchema(StrictSchema):
    """A round, from simple (1) to hard (3); ``hours`` None counts for none."""

    number = fields.Integer(required=True)
    title = fields.String(required=True)
    task = fields.String(required=True)
    level = fields.Integer(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    hours = Hours(required=True, allow_none=True)


class LearnerClassSchema(ClassBriefSchema):
    """A class with what the reader has in it."""

    seat = fields.String(required=True, allow_none=True, validate=_SEATS)


class LearnerClassesSchema(StrictSchema):
    """The own classes, and those that one may join."""

    mine = fields.List(fields.Nested(LearnerClassSchema), required=True)
    open = fields.List(fields.Nested(LearnerClassSchema), required=True)


class LearnerSessionSchema(ClassSessionSchema):
    """A round with the reader's own mark."""

    mark = fields.String(required=True, allow_none=True, validate=_MARKS)


class LearnerClassDetailSchema(LearnerClassSchema):
    """A class as a learner sees it."""

    about = fields.String(required=True)
    teachers = fields.List(fields.String(), required=True)
    sessions = fields.List(fields.Nested(LearnerSessionSchema), required=True)


class SeatSchema(StrictSchema):
    """What one has now."""

    seat = fields.String(required=True, validate=_SEATS)


class ClassToRunSchema(ClassBriefSchema):
    """A class that the reader manages or teaches."""

    manages = fields.Boolean(required=True)
    teaches = fields.Boolean(required=True)


ClassToRunPageSchema: type[Schema] = page_of(ClassToRunSchema, "ClassToRun")


class ClassPersonSchema(StrictSchema):
    """Somebody with the unit."""

    account_id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    unit_id = fields.String(required=True, allow_none=True)


class ClassSeatSchema(ClassPersonSchema):
    """Somebody with what they have in a class."""

    seat = fields.String(required=True, validate=_SEATS)


class ClassPlanSchema(ClassBriefSchema):
    """Everything that is planned."""

    about = fields.String(required=True)
    open_to_all = fields.Boolean(required=True)
    node_id = fields.String(required=True)
    node_name = fields.String(required=True)
    version = fields.Integer(required=True)
    teachers = fields.List(fields.Nested(ClassPersonSchema), required=True)
    sessions = fields.List(fields.Nested(ClassSessionSchema), required=True)
    people = fields.List(fields.Nested(ClassSeatSchema), required=True)


class NewClassSessionSchema(StrictSchema):
    """A round to be planned."""

    title = fields.String(required=True, validate=validate.Length(min=1, max=30))
    task = fields.String(load_default="", validate=validate.Length(max=200))
    level = fields.Integer(required=True, validate=validate.Range(min=1, max=3))
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    hours = Hours(load_default=None, allow_none=True)


class ClassFieldsSchema(StrictSchema):
    """What is planned of a class; three of one unit unless it says otherwise."""

    title = fields.String(required=True, validate=validate.Length(min=1, max=60))
    about = fields.String(load_default="", validate=validate.Length(max=2000))
    place = fields.String(required=True, validate=validate.Length(min=1, max=100))
    seats = fields.Integer(required=True, validate=validate.Range(min=1, max=2000))
    per_unit = fields.Integer(load_default=3, allow_none=True, validate=validate.Range(min=1, max=2000))
    open_to_all = fields.Boolean(load_default=False)
    teacher_ids = fields.List(fields.String(validate=_ID), required=True, validate=validate.Length(min=1, max=20))
    sessions = fields.List(
        fields.Nested(NewClassSessionSchema), required=True, validate=validate.Length(min=1, max=30)
    )


class NewClassSchema(ClassFieldsSchema):
    """A class for the people of a place."""

    node_id = fields.String(required=True, validate=_ID)


class ClassCreatedSchema(StrictSchema):
    """The new class."""

    id = fields.String(required=True)


class ClassVersionSchema(StrictSchema):
    """The version that was read."""

    version = fields.Integer(required=True)


class ClassChangeSchema(ClassFieldsSchema):
    """The whole plan anew, and the version that was read."""

    version = fields.Integer(required=True)


class ClassPeopleQuery(StrictSchema):
    """A part of a name."""

    q = fields.String(required=True, validate=validate.Length(min=1, max=40))


class ClassPeopleSchema(StrictSchema):
    """The first who fit."""

    items = fields.List(fields.Nested(ClassPersonSchema), required=True)


class ClassSeatingSchema(StrictSchema):
    """Whom to invite or to enrol: people, or everybody of a unit."""

    account_ids = fields.List(fields.String(validate=_ID), load_default=list, validate=validate.Length(max=500))
    unit_id = fields.String(load_default=None, allow_none=True, validate=_ID)
    invite = fields.Boolean(required=True)


class ClassSeatedSchema(StrictSchema):
    """How many have what now."""

    enrolled = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    invited = fields.Integer(required=True)


class RosterPersonSchema(ClassPersonSchema):
    """Somebody on the roster; ``marks`` in the order of the sessions."""

    marks = fields.List(fields.String(allow_none=True, validate=_MARKS), required=True)


class RosterSchema(ClassBriefSchema):
    """The board of the teacher."""

    waiting = fields.Integer(required=True)
    sessions = fields.List(fields.Nested(ClassSessionSchema), required=True)
    people = fields.List(fields.Nested(RosterPersonSchema), required=True)


class NewMarkSchema(StrictSchema):
    """What the teacher says of somebody; ``seen`` is what the roster showed then."""

    account_id = fields.String(required=True, validate=_ID)
    present = fields.Boolean(required=True)
    seen = fields.String(required=True, allow_none=True, validate=_MARKS)


class NewMarksSchema(StrictSchema):
    """What the teacher says."""

    marks = fields.List(fields.Nested(NewMarkSchema), required=True, validate=validate.Length(min=1, max=2000))


class MarkLeftOutSchema(StrictSchema):
    """Somebody whose mark was not written."""

    account_id = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(["changed", "not_enrolled"]))


class RosterMarkedSchema(StrictSchema):
    """What became of the marks."""

    marked = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(MarkLeftOutSchema), required=True)


class RosterImportedSchema(StrictSchema):
    """How many were marked."""

    marked = fields.Integer(required=True)


class ShownCodeSchema(StrictSchema):
    """What the screen shows now, and for how many seconds."""

    token = fields.String(required=True)
    digits = fields.String(required=True)
    seconds_left = fields.Integer(required=True)


class ClassFinishedSchema(StrictSchema):
    """How many records wait for the training authority now."""

    proposed = fields.Integer(required=True)


class ScanSchema(StrictSchema):
    """A scanned code; ``kept`` when the phone had no network then."""

    token = fields.String(required=True, validate=validate.Length(max=200))
    kept = fields.Boolean(load_default=False)


class TypedCodeSchema(StrictSchema):
    """The digits below the QR code."""

    digits = fields.String(required=True, validate=validate.Regexp(rf"^[0-9]{{{CODE_DIGITS}}}\Z"))


class ScannedSchema(StrictSchema):
    """What the roster says of the person now."""

    class_id = fields.String(required=True)
    title = fields.String(required=True)
    session = fields.Integer(required=True)
    session_title = fields.String(required=True)
    mark = fields.String(required=True, validate=_MARKS)
