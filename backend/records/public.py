"""What other domains may use of the records."""

from __future__ import annotations

from backend.records.operations import (
    NewDocument,
    TakenNumber,
    record_document,
    take_number,
    void_number,
)
from backend.records.queries import documents, owned_numbers

__all__ = [
    "NewDocument",
    "TakenNumber",
    "documents",
    "owned_numbers",
    "record_document",
    "take_number",
    "void_number",
]
