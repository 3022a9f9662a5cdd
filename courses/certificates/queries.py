"""Reads of certificates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, in_scope
from courses.certificates.document import CertificateFacts
from courses.certificates.errors import CertificateNotFound, CertificateRevoked
from courses.certificates.models import Certificate
from courses.certificates.validity import renewable_from, state_on
from courses.verification import Standing, State, verification_url

Row = dict[str, Any]

_Former = aliased(Certificate)
_Next = aliased(Certificate)
#: whether a later certificate, one that still stands, renews this one
_RENEWED = exists().where(_Next.former_id == Certificate.id, _Next.revoked_at.is_(None))


def certificates_of(tx: Tx, account_id: str | None, origin: str) -> list[Row]:
    """Somebody's certificates, the latest first; ``origin`` begins the addresses at which they are verified."""
    rows = tx.session.execute(
        select(Certificate, _Former.number, _RENEWED)
        .outerjoin(_Former, _Former.id == Certificate.former_id)
        .where(Certificate.account_id == account_id)
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    )
    return [
        {
            **_common(tx, certificate),
            "course_id": certificate.course_id,
            "hours": certificate.hours,
            "renewable_from": renewable_from(certificate.valid_until),
            "renewed": renewed,
            "former_number": former_number,
            "verification_url": verification_url(origin, certificate.token),
        }
        for certificate, former_number, renewed in rows
    ]


def facts_for_document(tx: Tx, account_id: str | None, certificate_id: str, origin: str) -> CertificateFacts:
    """What stands on one's own certificate. Raises ``CertificateNotFound``, ``CertificateRevoked``."""
    certificate = tx.session.get(Certificate, certificate_id)
    if certificate is None or certificate.account_id != account_id:
        raise CertificateNotFound
    if certificate.revoked_at is not None:
        raise CertificateRevoked
    former = tx.session.get(Certificate, certificate.former_id) if certificate.former_id else None
    return CertificateFacts(
        number=certificate.number,
        holder=certificate.holder_name,
        course=certificate.course_title,
        hours=certificate.hours,
        office=certificate.office_name,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        former_number=former.number if former else None,
        verification_url=verification_url(origin, certificate.token),
    )


def standing(tx: Tx, token: str) -> Standing | None:
    """How the certificate behind a token stands today, ``None`` where none bears it."""
    certificate = tx.session.scalar(select(Certificate).where(Certificate.token == token))
    if certificate is None:
        return None
    return Standing(_state(tx, certificate), certificate.number, certificate.issued_on, certificate.valid_until)


def issued_certificates(tx: Tx, actor: Actor, *, q: str, cursor: str | None, limit: int) -> Row:
    """A page of the certificates that the offices in the actor's scope issued, the latest first."""
    statement = select(Certificate).where(
        in_scope(actor, Permission.CERTIFICATE_MANAGE, Certificate.office_node_id)
    )
    wanted = q.strip()
    if wanted:
        named = (
            column.contains(wanted, autoescape=True) for column in (Certificate.number, Certificate.holder_name)
        )
        statement = statement.where(or_(*named))
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(Certificate.id < after[0])
    rows = tx.session.scalars(statement.order_by(Certificate.id.desc()).limit(limit + 1))
    items = [
        {
            **_common(tx, certificate),
            "holder_name": certificate.holder_name,
            "revocation_reason": certificate.revocation_reason,
        }
        for certificate in rows
    ]
    return page(items, limit, ["id"])


def _common(tx: Tx, certificate: Certificate) -> Row:
    return {
        "id": certificate.id,
        "number": certificate.number,
        "course_title": certificate.course_title,
        "issued_on": certificate.issued_on,
        "valid_until": certificate.valid_until,
        "state": _state(tx, certificate),
    }


def _state(tx: Tx, certificate: Certificate) -> State:
    return state_on(tx.today(), certificate.valid_until, revoked=certificate.revoked_at is not None)
