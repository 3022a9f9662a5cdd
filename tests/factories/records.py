"""Documents for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from backend.records.public import NewDocument


def new_document(**changes: Any) -> NewDocument:
    """A document of a fictional committee."""
    document = NewDocument(
        number="某编〔2026〕1号",
        title="关于核定编制的通知",
        issuer="某编委",
        dated_on=date(2026, 1, 1),
        kind="opening_balance",
        cause_kind="matter",
        cause_id="m",
    )
    return replace(document, **changes)
