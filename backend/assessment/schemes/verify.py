"""Checks of schemes for ``verify``: what was adopted is what its digest says, and its versions have no gap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select

from backend.assessment.schemes.definition import digest_of
from backend.assessment.schemes.models import SchemeVersion
from backend.core.findings import Check, Finding
from backend.core.transaction import Tx


def check_adopted_schemes(tx: Tx) -> Iterator[Finding]:
    """Every adopted version hashes to its digest; versions count from 1."""
    rows = tx.session.scalars(select(SchemeVersion).order_by(SchemeVersion.scheme_id, SchemeVersion.version))
    for _, versions in groupby(rows, key=lambda row: row.scheme_id):
        for expected, row in enumerate(versions, start=1):
            if row.version != expected:
                yield _finding(row, "the versions have a gap", str(expected), str(row.version))
            digest = digest_of(row.indicators)
            if row.digest != digest:
                yield _finding(row, "the content is not the one that was adopted", row.digest, digest)


def _finding(row: SchemeVersion, message: str, expected: str, found: str) -> Finding:
    return Finding("assessment_scheme", SchemeVersion.__tablename__, row.id, message, expected, found)


CHECKS: list[Check] = [check_adopted_schemes]
