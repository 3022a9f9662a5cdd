"""Tables of results. What people wrote, and what was written about them, is encrypted; records are append-only."""

from __future__ import annotations

from backend.assessment.results.models.decisions import Decision, DecisionChange
from backend.assessment.results.models.notices import Notice, Review
from backend.assessment.results.models.publicity import Objection, Publicity, PublicityAudience, PublicityEntry
from backend.assessment.results.models.records import Record, ResultRun, Seal

__all__ = [
    "Decision",
    "DecisionChange",
    "Notice",
    "Objection",
    "Publicity",
    "PublicityAudience",
    "PublicityEntry",
    "Record",
    "ResultRun",
    "Review",
    "Seal",
]
