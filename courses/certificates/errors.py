"""The named refusals of certificates."""

from __future__ import annotations

from backend.core.errors import Conflict, NotFound


class CertificateNotFound(NotFound):
    """No such certificate, or it is another's."""

    code = "certificate_not_found"


class CertificateRevoked(Conflict):
    """The certificate was revoked."""

    code = "certificate_revoked"
