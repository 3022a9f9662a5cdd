"""Reads of the records."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from backend.core.transaction import Tx
from backend.records.models import Document, Number


def documents(tx: Tx, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """References by id: ``{id, number, title, issuer, dated_on}`` with the date as ISO text."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = tx.session.execute(
        select(
            Document.id,
            Document.number,
            Document.title,
            Document.issuer,
            Document.dated_on,
        ).where(Document.id.in_(wanted))
    )
    return {row["id"]: {**row, "dated_on": row["dated_on"].isoformat()} for row in rows.mappings()}


def owned_numbers(tx: Tx, owner_kind: str) -> dict[str, list[str]]:
    """The valid numbers of all owners of a kind, by owner; void ones are left out."""
    rows = tx.session.execute(
        select(Number.owner_id, Number.text)
        .where(Number.owner_kind == owner_kind, Number.state == "used")
        .order_by(Number.owner_id, Number.taken_at)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.owner_id, []).append(row.text)
    return found
