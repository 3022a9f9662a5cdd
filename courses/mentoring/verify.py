"""Checks of mentoring for ``verify``: certificates stand on their numbers, agreements on what both confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from backend.records.public import owned_numbers
from courses.mentoring.models.life import Mentorship, MentorshipAgreement, MentorshipCertificate
from courses.mentoring.operations.certifying import NUMBER_OWNER


def check_mentoring_numbers(tx: Tx) -> Iterator[Finding]:
    """A certificate of mentoring has exactly one number, and a number of the series exactly one certificate."""
    taken = owned_numbers(tx, NUMBER_OWNER)
    known = select(MentorshipCertificate.id, MentorshipCertificate.number)
    for certificate_id, number in tx.session.execute(known):
        found = taken.pop(certificate_id, [])
        if found != [number]:
            yield Finding(
                "mentoring_number",
                "courses_mentorship_certificate",
                certificate_id,
                "the number is not the one taken for it",
                expected=", ".join(found),
                found=number,
            )
    for owner_id, numbers in taken.items():
        found_text = ", ".join(numbers)
        why = "a number without its certificate"
        yield Finding("mentoring_number", "records_number", owner_id, why, found=found_text)


def check_agreements(tx: Tx) -> Iterator[Finding]:
    """The period in force is that of the last revision that both stand by."""
    for mentorship in tx.session.scalars(select(Mentorship).where(Mentorship.agreed > 0).order_by(Mentorship.id)):
        revision = tx.session.get(MentorshipAgreement, (mentorship.id, mentorship.agreed))
        if revision is None or revision.confirmed_on is None:
            why = "the agreement in force was not confirmed"
            yield Finding("mentorship_agreement", "courses_mentorship", mentorship.id, why)
        elif (revision.period_from, revision.period_to) != (mentorship.period_from, mentorship.period_to):
            why = "the period is not the agreed one"
            yield Finding("mentorship_agreement", "courses_mentorship", mentorship.id, why)


CHECKS: list[Check] = [check_mentoring_numbers, check_agreements]
