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
    """Where somebody goes. The place is one of the register where exactly one unit there has this name."""

    place_name = fields.String(required=True, validate=_NAME)
    post_held = fields.String(required=True, validate=validate.Length(min=1, max=100))
    started_on = fields.Date(required=True)
    expected_to = fields.Date(load_default=None, allow_none=True)
    document = fields.Nested(SecondmentDocumentSchema, required=True)


class SecondmentNewSchema(SecondmentDraftSchema):
    """A new secondment of a person of the register."""

    person_id = fields.String(required=True, validate=validate.Length(min=1, max=32))


class SecondmentChangeSchema(SecondmentDraftSchema):
    """The entry anew, for the version that was read."""

    version = fields.Integer(required=True, strict=True, validate=_VERSION)


class SecondmentEndSchema(StrictSchema):
    """The last day and how it went; the person reads it."""

    version = fields.Integer(required=True, strict=True, validate=_VERSION)
    ended_on = fields.Date(required=True)
    evaluation = fields.String(required=True, validate=validate.Length(min=1, max=4000))


class SecondmentIdSchema(StrictSchema):
    """What was recorded."""

    id = fields.String(required=True)


class SecondmentPersonSchema(StrictSchema):
    """Who is seconded."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class SecondmentSchema(StrictSchema):
    """A secondment; ``in_register`` says whether its place is a unit of the register."""

    id = fields.String(required=True)
    person = fields.Nested(SecondmentPersonSchema, required=True)
    place_name = fields.String(required=True)
    in_register = fields.Boolean(required=True)
    post_held = fields.String(required=True)
    document = fields.Nested(SecondmentDocumentSchema, required=True)
    started_on = fields.Date(required=True)
    expected_to = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    evaluation = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


SecondmentPageSchema = page_of(SecondmentSchema, "Secondment")


class SecondmentsSchema(StrictSchema):
    """The own secondments."""

    items = fields.List(fields.Nested(SecondmentSchema), required=True)


class SecondmentPeopleQuery(StrictSchema):
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
