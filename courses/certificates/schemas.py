"""The shape of certificates on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_STATES = ("valid", "expired", "revoked")


class CertificateSchema(StrictSchema):
    """A certificate as its holder sees it; ``renewable_from`` is the day from which passing again renews it."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    course_id = fields.String(required=True)
    course_title = fields.String(required=True)
    hours = fields.String(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    renewable_from = fields.Date(required=True, allow_none=True)
    renewed = fields.Boolean(required=True)
    former_number = fields.String(required=True, allow_none=True)
    verification_url = fields.String(required=True)


class CertificatesSchema(StrictSchema):
    """The own certificates, the latest first."""

    items = fields.List(fields.Nested(CertificateSchema), required=True)


class CertificateVerificationSchema(StrictSchema):
    """All that a stranger learns: whether a certificate counts. Nothing of its holder or course."""

    state = fields.String(required=True, validate=validate.OneOf([*_STATES, "unknown"]))
    number = fields.String(required=True, allow_none=True)
    issued_on = fields.Date(required=True, allow_none=True)
    valid_until = fields.Date(required=True, allow_none=True)


class IssuedCertificatesQuerySchema(PageQuery):
    """``q``: a part of the number or of the holder's name."""

    q = fields.String(load_default="", validate=validate.Length(max=60))


class IssuedCertificateSchema(StrictSchema):
    """A certificate as the training authority sees it."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    holder_name = fields.String(required=True)
    course_title = fields.String(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    revocation_reason = fields.String(required=True, allow_none=True)


IssuedCertificatePageSchema = page_of(IssuedCertificateSchema, "IssuedCertificate")


class CertificateRevocationSchema(StrictSchema):
    """Why a certificate is revoked; the holder can read it."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=300))
