"""The certificates that a mentorship earns: one for each of the two, when it ended as agreed."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.records.public import take_number
from courses.learners import learners_of
from courses.mentoring.models.life import Mentorship, MentorshipAgreement, MentorshipCertificate
from courses.mentoring.policies.life import account_of
from courses.mentoring.states import Side
from courses.offices import issuing_office

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
        tx.session.add(
            MentorshipCertificate(
                id=certificate_id,
                mentorship_id=mentorship.id,
                side=side.value,
                account_id=account_id,
                number=number.text,
                office_node_id=office_node_id,
                office_name=office_name,
                holder_name=names[account_id],
                other_name=names[account_of(mentorship, side.other)],
                period_from=agreement.period_from,
                period_to=min(agreement.period_to, today),
                issued_on=today,
            )
        )
        facts = {"mentorship": mentorship.id, "side": side.value}
        action, kind = "courses:mentoring_certificate:issued", "mentoring_certificate"
        record_audit(tx, _ISSUER, action, kind, certificate_id, node_id=office_node_id, facts=facts)
    tx.session.flush()


def certificate_of(tx: Tx, mentorship_id: str, account_id: str | None) -> MentorshipCertificate | None:
    """Somebody's certificate of a mentorship, if it earned one."""
    return tx.session.scalar(
        select(MentorshipCertificate).where(
            MentorshipCertificate.mentorship_id == mentorship_id, MentorshipCertificate.account_id == account_id
        )
    )


def _accounts(mentorship: Mentorship) -> list[str]:
    return [account_of(mentorship, side) for side in Side]
