"""Writes of certificates."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import exists, select

from backend.core.actor import Actor
from backend.core.clock import SHANGHAI
from backend.core.db import new_id
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope, record_audit
from backend.records.public import take_number
from courses.catalogue.public import courses_brief
from courses.certificates.errors import CertificateNotFound, CertificateRevoked
from courses.certificates.models import Certificate
from courses.certificates.validity import end_of_validity, renewable_from, renews_on
from courses.events import CertificateExpiring, CertificateIssued
from courses.learners import learners_of
from courses.offices import issuing_office
from courses.verification import new_token

SERIES = "certificate"
NUMBER_OWNER = "certificate"
REMIND = "certificate_expiry"
#: In working hours, when a reminder is read.
REMIND_AT = time(9)
_ISSUER = Actor.system("certificates")


def issue_for_completion(tx: Tx, completion_id: str, account_id: str, course_id: str) -> str | None:
    """Issue what a completion earns and return its id; ``None`` where the course gives no certificate.

    A completion earns one certificate, however often it is told.
    """
    known = _issued_for(tx, "completion", completion_id)
    if known is not None:
        return known
    former = _latest(tx, account_id, course_id)
    return _issue(tx, ("completion", completion_id), account_id, course_id, former)


def renew_for_attempt(tx: Tx, attempt_id: str, account_id: str, course_id: str) -> str | None:
    """Issue a new certificate for a paper passed again while the former one can be renewed, naming it."""
    known = _issued_for(tx, "attempt", attempt_id)
    if known is not None:
        return known
    former = _latest(tx, account_id, course_id)
    if former is None or not renews_on(tx.today(), former.issued_on, former.valid_until):
        return None
    return _issue(tx, ("attempt", attempt_id), account_id, course_id, former)


def revoke_certificate(tx: Tx, actor: Actor, certificate_id: str, reason: str) -> None:
    """Take a certificate back; its number stays taken and its page says so from now on.

    Raises ``CertificateNotFound`` outside the actor's scope, ``CertificateRevoked`` the second time.
    """
    certificate = tx.session.scalar(
        select(Certificate)
        .where(
            Certificate.id == certificate_id,
            in_scope(actor, Permission.CERTIFICATE_MANAGE, Certificate.office_node_id),
        )
        .with_for_update()
    )
    if certificate is None:
        raise CertificateNotFound
    if certificate.revoked_at is not None:
        raise CertificateRevoked
    certificate.revoked_at, certificate.revoked_by = tx.now(), actor.account_id
    certificate.revocation_reason = reason
    record_audit(
        tx,
        actor,
        "courses:certificate:revoked",
        "certificate",
        certificate_id,
        node_id=certificate.office_node_id,
    )


def remind_of_expiry(tx: Tx, certificate_id: str) -> bool:
    """Tell the holder, once, that a certificate ends soon; whether there was anything to tell."""
    certificate = tx.session.get(Certificate, certificate_id, with_for_update=True)
    if certificate is None or certificate.reminded_on is not None or certificate.revoked_at is not None:
        return False
    renewed = exists().where(Certificate.former_id == certificate_id, Certificate.revoked_at.is_(None))
    if tx.session.scalar(select(renewed)):
        return False
    certificate.reminded_on = tx.today()
    tx.publish(CertificateExpiring(certificate_id, certificate.account_id))
    return True


def _issued_for(tx: Tx, cause_kind: str, cause_id: str) -> str | None:
    return tx.session.scalar(
        select(Certificate.id).where(Certificate.cause_kind == cause_kind, Certificate.cause_id == cause_id)
    )


def _latest(tx: Tx, account_id: str, course_id: str) -> Certificate | None:
    """The holder's last certificate of a course that was not revoked."""
    return tx.session.scalar(
        select(Certificate)
        .where(
            Certificate.account_id == account_id,
            Certificate.course_id == course_id,
            Certificate.revoked_at.is_(None),
        )
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
        .limit(1)
    )


def _issue(
    tx: Tx, cause: tuple[str, str], account_id: str, course_id: str, former: Certificate | None
) -> str | None:
    course = courses_brief(tx, [course_id])[course_id]
    if not course.gives_certificate:
        return None
    learner = learners_of(tx, [account_id])[account_id]
    office_node_id, office_name = issuing_office(tx, learner.node_id)
    certificate_id, today = new_id(), tx.today()
    number = take_number(tx, office_node_id, SERIES, today.year, NUMBER_OWNER, certificate_id)
    certificate = Certificate(
        id=certificate_id,
        account_id=account_id,
        course_id=course_id,
        cause_kind=cause[0],
        cause_id=cause[1],
        number=number.text,
        token=new_token(),
        office_node_id=office_node_id,
        office_name=office_name,
        holder_name=learner.name,
        course_title=course.title,
        hours=course.hours,
        issued_on=today,
        valid_until=end_of_validity(today, course.certificate_months),
        former_id=former.id if former else None,
    )
    tx.session.add(certificate)
    _plan_reminder(tx, certificate)
    _record_issue(tx, certificate)
    tx.publish(CertificateIssued(certificate_id, account_id))
    return certificate_id


def _record_issue(tx: Tx, certificate: Certificate) -> None:
    facts = {"course": certificate.course_id, "former": certificate.former_id}
    node_id = certificate.office_node_id
    record_audit(
        tx, _ISSUER, "courses:certificate:issued", "certificate", certificate.id, node_id=node_id, facts=facts
    )


def _plan_reminder(tx: Tx, certificate: Certificate) -> None:
    """The worker asks again on the day from which the certificate can be renewed."""
    opens = renewable_from(certificate.valid_until)
    if opens is not None:
        at = datetime.combine(max(opens, certificate.issued_on), REMIND_AT, SHANGHAI)
        key = f"{REMIND}:{certificate.id}"
        enqueue(tx, REMIND, {"certificate_id": certificate.id}, run_after=at, unique_key=key)
