"""What a sealed year is known by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.assessment.results.queries.records import last_seal
from backend.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class SealMark:
    """The last seal of a round: the how manieth, when it was set, and the SM3 digest of what it holds."""

    revision: int
    at: datetime
    digest: str


def seal_mark(tx: Tx, round_id: str) -> SealMark | None:
    """By what the sealed year of a round is known, None before it is sealed."""
    seal = last_seal(tx, round_id)
    return SealMark(seal.revision, seal.at, seal.sm3) if seal else None
