"""Routes of certificates of mentoring; strangers ask at the address of all papers whether one counts."""

from __future__ import annotations

import re
from typing import Any

from flask import Response

from backend.core.offload import run_blocking
from backend.core.web.endpoint import Call, file_bytes
from backend.identity.public import Permission
from courses.mentoring.api.area import area
from courses.mentoring.document import render_mentoring_certificate
from courses.mentoring.operations import certifying
from courses.mentoring.queries import certificates
from courses.mentoring.schemas import certificates as schemas

Json = dict[str, Any]
_PDF = "application/pdf"


@area.endpoint("/mentorships/<mentorship_id>/certificate", permission=Permission.SELF, media_types=(_PDF,))
def certificate(call: Call, mentorship_id: str) -> Response:
    """One's own certificate of a mentorship on paper."""
    origin = call.runtime.settings.origin
    facts = certificates.facts_for_certificate(call.tx, call.actor, mentorship_id, origin)
    name = "-".join(["mentoring", *re.findall(r"[0-9]+", facts.number)])
    return file_bytes(run_blocking(render_mentoring_certificate, facts), _PDF, f"{name}.pdf")


@area.endpoint("/certificates/mine", permission=Permission.SELF, answer=schemas.MentoringCertificatesSchema)
def own_certificates(call: Call) -> Json:
    """One's own certificates of mentoring."""
    return certificates.own_certificates(call.tx, call.actor.account_id)


@area.endpoint(
    "/certificates",
    permission=Permission.CERTIFICATE_MANAGE,
    query=schemas.MentoringCertificatesQuery,
    answer=schemas.MentoringCertificatePageSchema,
)
def issued_certificates(call: Call) -> Json:
    """Certificates of mentoring issued within one's scope."""
    return certificates.issued_certificates(call.tx, call.actor, **call.query)


@area.endpoint(
    "/certificates/<certificate_id>/revocation",
    method="POST",
    permission=Permission.CERTIFICATE_MANAGE,
    body=schemas.MentoringCertificateRevocationSchema,
    status=204,
)
def revoke_certificate(call: Call, certificate_id: str) -> None:
    """Take a certificate of mentoring back, with the reason."""
    certifying.revoke_certificate(call.tx, call.actor, certificate_id, call.body["reason"])
