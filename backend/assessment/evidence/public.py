"""What the other rooms of the assessment may use of evidence."""

from __future__ import annotations

from backend.assessment.evidence.gathering import evidence_of
from backend.assessment.evidence.models import EntrySource
from backend.assessment.evidence.operations.entries import EntryDocument, NewEntry, record_entry
from backend.assessment.evidence.operations.objections import (
    Answer,
    answer_objection,
    object_to_evidence,
)
from backend.assessment.evidence.queries.desk import open_evidence_objections
from backend.assessment.evidence.shown import WINDOW_OF, evidence_shown, is_frozen, may_be_seen, use_frozen
from backend.assessment.evidence.sources import DOCUMENT, FORBIDDEN, SOURCES, Base, Source, forbidden_word

__all__ = [
    "DOCUMENT",
    "FORBIDDEN",
    "SOURCES",
    "WINDOW_OF",
    "Answer",
    "Base",
    "EntryDocument",
    "EntrySource",
    "NewEntry",
    "Source",
    "answer_objection",
    "evidence_of",
    "evidence_shown",
    "forbidden_word",
    "is_frozen",
    "may_be_seen",
    "object_to_evidence",
    "open_evidence_objections",
    "record_entry",
    "use_frozen",
]
