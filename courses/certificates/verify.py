"""Checks of certificates for ``verify``: each stands on the number that was taken for it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from backend.records.public import owned_numbers
from courses.certificates.models import Certificate
from courses.certificates.operations import NUMBER_OWNER


def check_certificate_numbers(tx: Tx) -> Iterator[Finding]:
    """A certificate has exactly one number, and a number of the series exactly one certificate."""
    taken = owned_numbers(tx, NUMBER_OWNER)
    for certificate_id, number in tx.session.execute(select(Certificate.id, Certificate.number)):
        found = taken.pop(certificate_id, [])
        if found != [number]:
            yield Finding(
                "certificate_number",
                "courses_certificate",
                certificate_id,
                "the number is not the one taken for it",
                expected=", ".join(found),
                found=number,
            )
    for owner_id, numbers in taken.items():
        yield Finding(
            "certificate_number",
            "records_number",
            owner_id,
            "a number without its certificate",
            found=", ".join(numbers),
        )


CHECKS: list[Check] = [check_certificate_numbers]
