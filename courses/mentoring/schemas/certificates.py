"""Shapes of certificates of mentoring on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of
from courses.mentoring.states import Side

_STATE = validate.OneOf(["valid", "revoked"])


class MentoringOwnCertificateSchema(StrictSchema):
    """What a mentorship earned its reader."""

    number = fields.String(required=True)
    state = fields.String(required=True, validate=_STATE)
    revocation_reason = fields.String(required=True, allow_none=True)
    verification_url = fields.String(required=True)


class MentoringCertificatesQuery(PageQuery):
    """``q``: a part of the number or of the holder's name."""

    q = fields.String(load_default="", validate=validate.Length(max=60))


class MentoringCertificateBriefSchema(StrictSchema):
    """What stands on a certificate, and whether it counts; ``side`` is the holder's."""

    number = fields.String(required=True)
    side = fields.String(required=True, validate=validate.OneOf([side.value for side in Side]))
    other_name = fields.String(required=True)
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)
    issued_on = fields.Date(required=True)
    state = fields.String(required=True, validate=_STATE)


class MentoringEarnedCertificateSchema(MentoringCertificateBriefSchema):
    """An own certificate, and the mentorship that earned it."""

    mentorship_id = fields.String(required=True)


class MentoringCertificatesSchema(StrictSchema):
    """The own certificates, the latest first."""

    items = fields.List(fields.Nested(MentoringEarnedCertificateSchema), required=True)


class MentoringCertificateSchema(MentoringCertificateBriefSchema):
    """A certificate as the training authority sees it."""

    id = fields.String(required=True)
    holder_name = fields.String(required=True)
    revocation_reason = fields.String(required=True, allow_none=True)


MentoringCertificatePageSchema = page_of(MentoringCertificateSchema, "MentoringCertificate")


class MentoringCertificateRevocationSchema(StrictSchema):
    """Why a certificate is revoked; the holder can read it."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=300))
