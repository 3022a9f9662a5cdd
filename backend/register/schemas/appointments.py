"""Shapes of leader posts on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema
from backend.register.appointments import AppointmentRole

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_ROLE = validate.OneOf([role.value for role in AppointmentRole])


class AppointmentPaperSchema(StrictSchema):
    """The document that appoints or removes (任免文件)."""

    number = fields.String(required=True, validate=validate.Length(min=1, max=100))
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    issuer = fields.String(required=True, validate=validate.Length(min=1, max=100))
    dated_on = fields.Date(required=True)


class NewAppointmentSchema(StrictSchema):
    """Somebody is appointed; without a division to a post of the unit itself."""

    person_id = fields.String(required=True, validate=_ID)
    division_id = fields.String(load_default=None, allow_none=True, validate=_ID)
    title = fields.String(required=True, validate=validate.Length(min=1, max=100))
    level = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=8))
    role = fields.String(required=True, validate=_ROLE)
    principal = fields.Boolean(required=True)
    counts = fields.Boolean(required=True)
    effective_on = fields.Date(required=True)
    document = fields.Nested(AppointmentPaperSchema, load_default=None, allow_none=True)


class AppointmentCreatedSchema(StrictSchema):
    """The id of a new appointment."""

    id = fields.String(required=True)


class AppointmentEndSchema(StrictSchema):
    """The first day on which an appointment no longer stands; its own first day takes it back."""

    ended_on = fields.Date(required=True)
    document = fields.Nested(AppointmentPaperSchema, load_default=None, allow_none=True)


class AppointmentSchema(StrictSchema):
    """Somebody in a leader post; ``name`` is masked for those who may not read names."""

    id = fields.String(required=True)
    person_id = fields.String(required=True)
    name = fields.String(required=True)
    division_id = fields.String(required=True, allow_none=True)
    division = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    level = fields.String(required=True, allow_none=True)
    role = fields.String(required=True, validate=_ROLE)
    principal = fields.Boolean(required=True)
    counts = fields.Boolean(required=True)
    started_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    document_number = fields.String(required=True, allow_none=True)


class AppointmentDivisionSchema(StrictSchema):
    """A division that somebody may be appointed to."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class UnitAppointmentsSchema(StrictSchema):
    """The leader posts of a unit: who stands today, and who stood."""

    may_record = fields.Boolean(required=True)
    divisions = fields.List(fields.Nested(AppointmentDivisionSchema), required=True)
    standing = fields.List(fields.Nested(AppointmentSchema), required=True)
    ended = fields.List(fields.Nested(AppointmentSchema), required=True)


class PeopleSearchQuery(StrictSchema):
    """A part of a name."""

    q = fields.String(required=True, validate=validate.Length(min=1, max=30))


class FoundPersonSchema(StrictSchema):
    """Somebody to appoint."""

    person_id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)


class FoundPeopleSchema(StrictSchema):
    """The first people of that name in the own scope."""

    items = fields.List(fields.Nested(FoundPersonSchema), required=True)
