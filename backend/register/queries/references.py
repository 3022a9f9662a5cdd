"""References of documents, kept once read: a recorded document never changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from backend.core.bounded import Bounded
from backend.core.transaction import Tx
from backend.records.public import documents

_references: Bounded[str, dict[str, Any]] = Bounded(8192)


def document_references(tx: Tx, ids: Collection[str | None]) -> dict[str, dict[str, Any]]:
    """References by id: ``{id, number, title, issuer, dated_on}``; ``None`` and unknown ids are left out."""
    found: dict[str, dict[str, Any]] = {}
    missing: list[str] = []
    for document_id in set(ids):
        if document_id is None:
            continue
        kept = _references.get(document_id)
        if kept is None:
            missing.append(document_id)
        else:
            found[document_id] = kept
    read = documents(tx, missing) if missing else {}
    if tx.keeps_answers:  # a writer may have recorded it a moment ago, and may still be undone
        for document_id, reference in read.items():
            _references.put(document_id, reference)
    return found | read
