"""Shapes of secondments on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema, page_of

_NAME = validate.Length(min=1, max=200)
_VERSION = validate.Range(min=1, max=2**31 - 1)


class SecondmentDocumentSchema(StrictSchema):
    """The document that a secondment rests on."""

    number = fields.String(required=True, validate=validate.Length(min=1, max=100))
    title = fields.String(required=True, validate=_NAME)
    issuer = fields.String(required=True, validate=_NAME)
    dated_on = fields.Date(required=True)


class SecondmentDraftSchema(StrictSchema):
    """Where somebody goes: a unit picked from the register, or a name, linked to the one unit called so."""

    organization_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(min=1, max=32))
    place_name = fields.String(required=True, validate=_NAME)
    post_held = fields.String(required=True, validate=validate.Length(min=1, max=100))
    started_on = fields.Date(required=True)
    expected_to = fields.Date(load_default=None, allow_none=True)
    document = fields.Nested(SecondmentDocumentSchema, required=True)


class SecondmentNewSchema(SecondmentDraftSchema):
    """A new secondment of a person of the register."""

    person_id = fields.String(required=True, validate=validate.Length(min=1, max=32))


class SecondmentEndingSchema(StrictSchema):
    """The last day and how it went; the person reads it."""

    ended_on = fields.Date(required=True)
    evaluation = fields.String(required=True, validate=validate.Length(min=1, max=4000))


class SecondmentEndSchema(SecondmentEndingSchema):
    """The end of the version that was read."""

    version = fields.Integer(required=True, strict=True, validate=_VERSION)


class SecondmentCorrectionSchema(SecondmentDraftSchema):
    """The entry anew and why, for the version that was read; ``ending`` where it has ended."""

    version = fields.Integer(required=True, strict=True, validate=_VERSION)
    ending = fields.Nested(SecondmentEndingSchema, load_default=None, allow_none=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


class SecondmentIdSchema(StrictSchema):
    """What was recorded."""

    id = fields.String(required=True)


class SecondmentPersonSchema(StrictSchema):
    """Who is seconded."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class SecondmentFormerSchema(StrictSchema):
    """What an entry said before."""

    place_name = fields.String(required=True)
    post_held = fields.String(required=True)
    started_on = fields.Date(required=True)
    expected_to = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    evaluation = fields.String(required=True, allow_none=True)


class SecondmentCorrectedSchema(StrictSchema):
    """A correction that was made."""

    corrected_on = fields.Date(required=True)
    reason = fields.String(required=True)
    former = fields.Nested(SecondmentFormerSchema, required=True)


class SecondmentSchema(StrictSchema):
    """A secondment; ``organization_id`` is ``None`` where its place is no unit of the register."""

    id = fields.String(required=True)
    person = fields.Nested(SecondmentPersonSchema, required=True)
    place_name = fields.String(required=True)
    organization_id = fields.String(required=True, allow_none=True)
    post_held = fields.String(required=True)
    document = fields.Nested(SecondmentDocumentSchema, required=True)
    started_on = fields.Date(required=True)
    expected_to = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    evaluation = fields.String(required=True, allow_none=True)
    corrections = fields.List(fields.Nested(SecondmentCorrectedSchema), required=True)
    version = fields.Integer(required=True)


SecondmentPageSchema = page_of(SecondmentSchema, "Secondment")


class SecondmentsSchema(StrictSchema):
    """The own secondments."""

    items = fields.List(fields.Nested(SecondmentSchema), required=True)


class SecondmentSearchQuery(StrictSchema):
    """A part of a name."""

    q = fields.String(required=True, validate=validate.Length(min=1, max=30))


class SecondmentFoundSchema(StrictSchema):
    """Somebody who could be seconded."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    organization_name = fields.String(required=True)


class SecondmentPeopleSchema(StrictSchema):
    """Whom the search finds."""

    items = fields.List(fields.Nested(SecondmentFoundSchema), required=True)


class SecondmentPlaceSchema(StrictSchema):
    """A unit of the register where somebody could go."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    region_name = fields.String(required=True)


class SecondmentPlacesSchema(StrictSchema):
    """Where the search finds a place."""

    items = fields.List(fields.Nested(SecondmentPlaceSchema), required=True)
