"""The certificates that a mentorship earns: one for each of the two, when it ended as agreed."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope, record_audit
from backend.records.public import take_number
from courses.learners import learners_of
from courses.mentoring.errors.life import MentoringCertificateNotFound, MentoringCertificateRevoked
from courses.mentoring.models.life import Mentorship, MentorshipAgreement, MentorshipCertificate
from courses.mentoring.policies.life import account_of
from courses.mentoring.states import Side
from courses.offices import issuing_office
from courses.verification import new_token

SERIES = "mentoring"
NUMBER_OWNER = "mentoring_certificate"
_ISSUER = Actor.system("mentoring")


def issue_certificates(tx: Tx, mentorship: Mentorship) -> None:
    """Issue both, numbered by the region above the mentee's place; call it last in the transaction."""
    agreement = tx.session.get_one(MentorshipAgreement, (mentorship.id, mentorship.agreed))
    names = {one.account_id: one.name for one in learners_of(tx, _accounts(mentorship)).values()}
    office_node_id, office_name = issuing_office(tx, mentorship.node_id)
    today = tx.today()
    for side in Side:
        account_id, certificate_id = account_of(mentorship, side), new_id()
        number = take_number(tx, office_node_id, SERIES, today.year, NUMBER_OWNER, certificate_id)
        certificate = MentorshipCertificate(
            id=certificate_id,
            mentorship_id=mentorship.id,
            side=side.value,
            account_id=account_id,
            number=number.text,
            token=new_token(),
            office_node_id=office_node_id,
            office_name=office_name,
            holder_name=names[account_id],
            other_name=names[account_of(mentorship, side.other)],
            period_from=agreement.period_from,
            period_to=min(agreement.period_to, today),
            issued_on=today,
        )
        tx.session.add(certificate)
        _record(tx, _ISSUER, "issued", certificate)
    tx.session.flush()


def revoke_certificate(tx: Tx, actor: Actor, certificate_id: str, reason: str) -> None:
    """Take one of the two certificates back; its number stays taken and its page says so from now on.

    Raises :class:`MentoringCertificateNotFound` outside the actor's scope, :class:`MentoringCertificateRevoked`
    the second time.
    """
    certificate = tx.session.scalar(
        select(MentorshipCertificate)
        .where(
            MentorshipCertificate.id == certificate_id,
            in_scope(actor, Permission.CERTIFICATE_MANAGE, MentorshipCertificate.office_node_id),
        )
        .with_for_update()
    )
    if certificate is None:
        raise MentoringCertificateNotFound
    if certificate.revoked_at is not None:
        raise MentoringCertificateRevoked
    certificate.revoked_at, certificate.revoked_by = tx.now(), actor.account_id
    certificate.revocation_reason = reason
    _record(tx, actor, "revoked", certificate)


def _accounts(mentorship: Mentorship) -> list[str]:
    return [account_of(mentorship, side) for side in Side]


def _record(tx: Tx, actor: Actor, what: str, certificate: MentorshipCertificate) -> None:
    facts = {"mentorship": certificate.mentorship_id, "side": certificate.side}
    action, kind = f"courses:mentoring_certificate:{what}", "mentoring_certificate"
    record_audit(tx, actor, action, kind, certificate.id, node_id=certificate.office_node_id, facts=facts)
