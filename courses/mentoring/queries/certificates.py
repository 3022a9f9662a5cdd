"""Certificates of mentoring as their holders see them, as the training authority does, and as a stranger may."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, in_scope
from courses.mentoring.document import MentoringFacts
from courses.mentoring.errors.life import MentoringCertificateNotFound, MentoringCertificateRevoked
from courses.mentoring.models.life import MentorshipCertificate
from courses.mentoring.policies.life import load_own
from courses.mentoring.states import Side
from courses.verification import Standing, State, verification_url

View = dict[str, Any]


def own_certificate(tx: Tx, mentorship_id: str, account_id: str | None, origin: str) -> View | None:
    """What a mentorship earned somebody, and why it was taken back if it was; ``None`` while there is none."""
    row = _certificate_of(tx, mentorship_id, account_id)
    if row is None:
        return None
    return {
        "number": row.number,
        "state": _state(row),
        "revocation_reason": row.revocation_reason,
        "verification_url": verification_url(origin, row.token),
    }


def own_certificates(tx: Tx, account_id: str | None) -> View:
    """All that somebody's mentorships earned, the latest first."""
    rows = select(MentorshipCertificate).where(MentorshipCertificate.account_id == account_id)
    found = tx.session.scalars(rows.order_by(MentorshipCertificate.id.desc()))
    return {"items": [{**_brief(row), "mentorship_id": row.mentorship_id} for row in found]}


def facts_for_certificate(tx: Tx, actor: Actor, mentorship_id: str, origin: str) -> MentoringFacts:
    """What stands on the actor's own certificate.

    Raises :class:`MentorshipNotFound`, :class:`MentoringCertificateNotFound`,
    :class:`MentoringCertificateRevoked`.
    """
    mentorship, _ = load_own(tx, actor, mentorship_id)
    row = _certificate_of(tx, mentorship.id, actor.account_id)
    if row is None:
        raise MentoringCertificateNotFound
    if row.revoked_at is not None:
        raise MentoringCertificateRevoked
    return MentoringFacts(
        number=row.number,
        side=Side(row.side),
        holder=row.holder_name,
        other=row.other_name,
        since=row.period_from,
        until=row.period_to,
        office=row.office_name,
        issued_on=row.issued_on,
        verification_url=verification_url(origin, row.token),
    )


def standing(tx: Tx, token: str) -> Standing | None:
    """How the certificate behind a token stands; it counts for good unless it was taken back."""
    row = tx.session.scalar(select(MentorshipCertificate).where(MentorshipCertificate.token == token))
    return Standing(_state(row), row.number, row.issued_on, None) if row is not None else None


def issued_certificates(tx: Tx, actor: Actor, *, q: str, cursor: str | None, limit: int) -> View:
    """A page of those that the offices in the actor's scope issued, the latest first."""
    query = select(MentorshipCertificate).where(
        in_scope(actor, Permission.CERTIFICATE_MANAGE, MentorshipCertificate.office_node_id)
    )
    wanted = q.strip()
    if wanted:
        columns = (MentorshipCertificate.number, MentorshipCertificate.holder_name)
        query = query.where(or_(*(column.contains(wanted, autoescape=True) for column in columns)))
    after = decode_cursor(cursor, 1)
    if after is not None:
        query = query.where(MentorshipCertificate.id < after[0])
    rows = tx.session.scalars(query.order_by(MentorshipCertificate.id.desc()).limit(limit + 1))
    return page([_issued(row) for row in rows], limit, ["id"])


def _certificate_of(tx: Tx, mentorship_id: str, account_id: str | None) -> MentorshipCertificate | None:
    return tx.session.scalar(
        select(MentorshipCertificate).where(
            MentorshipCertificate.mentorship_id == mentorship_id, MentorshipCertificate.account_id == account_id
        )
    )


def _issued(row: MentorshipCertificate) -> View:
    return {
        **_brief(row),
        "id": row.id,
        "holder_name": row.holder_name,
        "revocation_reason": row.revocation_reason,
    }


def _brief(row: MentorshipCertificate) -> View:
    return {
        "number": row.number,
        "side": row.side,
        "other_name": row.other_name,
        "period_from": row.period_from,
        "period_to": row.period_to,
        "issued_on": row.issued_on,
        "state": _state(row),
    }


def _state(row: MentorshipCertificate) -> State:
    return "valid" if row.revoked_at is None else "revoked"
