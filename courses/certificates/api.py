"""Routes of certificates under ``/api/v1/certificates``."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from flask import Response

from backend.core.offload import run_blocking
from backend.core.web.endpoint import Area, Call, file_bytes
from backend.core.web.pace import Pace
from backend.identity.public import Permission
from courses.certificates import operations, queries, schemas
from courses.certificates.document import render_certificate
from courses.verification import standing_of

area = Area("certificates", prefix="/certificates")

Json = dict[str, Any]
_PDF = "application/pdf"
_UNKNOWN: Json = {"state": "unknown", "number": None, "issued_on": None, "valid_until": None}
#: A queue of people with paper in their hands passes; a program that tries addresses does not get far.
_VERIFICATIONS = Pace("verifications", allowed=60, allowed_here=600)


@area.endpoint("", permission=Permission.SELF, answer=schemas.CertificatesSchema)
def own_certificates(call: Call) -> Json:
    """The own certificates."""
    return {"items": queries.certificates_of(call.tx, call.actor.account_id, call.runtime.settings.origin)}


@area.endpoint("/<certificate_id>/pdf", permission=Permission.SELF, media_types=(_PDF,))
def certificate_document(call: Call, certificate_id: str) -> Response:
    """An own certificate on paper."""
    origin = call.runtime.settings.origin
    facts = queries.facts_for_document(call.tx, call.actor.account_id, certificate_id, origin)
    name = "-".join(["certificate", *re.findall(r"[0-9]+", facts.number)])
    return file_bytes(run_blocking(render_certificate, facts), _PDF, f"{name}.pdf")


@area.endpoint("/verification/<token>", public=True, answer=schemas.CertificateVerificationSchema)
def verify_certificate(call: Call, token: str) -> Json:
    """Whether a certificate counts, of a course or of mentoring, for anybody who holds it."""
    _VERIFICATIONS.keep(call.remote_address, call.tx.now())
    standing = standing_of(call.tx, token)
    return asdict(standing) if standing is not None else _UNKNOWN


@area.endpoint(
    "/issued",
    permission=Permission.CERTIFICATE_MANAGE,
    query=schemas.IssuedCertificatesQuerySchema,
    answer=schemas.IssuedCertificatePageSchema,
)
def issued_certificates(call: Call) -> Json:
    """Certificates issued within one's scope."""
    return queries.issued_certificates(call.tx, call.actor, **call.query)


@area.endpoint(
    "/<certificate_id>/revocation",
    method="POST",
    permission=Permission.CERTIFICATE_MANAGE,
    body=schemas.CertificateRevocationSchema,
    status=204,
)
def revoke_certificate(call: Call, certificate_id: str) -> None:
    """Take a certificate back, with the reason."""
    operations.revoke_certificate(call.tx, call.actor, certificate_id, call.body["reason"])
