"""The short face of matters: one call to each kind's subject for a whole page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from backend.approvals.subjects import Card, CardRef, find_subject
from backend.core.transaction import Tx
from backend.identity.public import account_names


class MatterRow(Protocol):
    """What a card needs of a matter's row."""

    matter_id: str
    kind: str
    subject_id: str
    summary: Mapping[str, Any]
    filed_by: str


def cards_of(tx: Tx, rows: Iterable[Any]) -> dict[str, Card]:
    """Cards by matter id; ``rows`` are :class:`MatterRow`, repeated matters are asked for once."""
    wanted: dict[str, dict[str, CardRef]] = defaultdict(dict)
    for row in rows:
        wanted[row.kind][row.matter_id] = CardRef(row.matter_id, row.subject_id, row.summary)
    cards: dict[str, Card] = {}
    for kind, refs in wanted.items():
        subject = find_subject(kind)
        if subject is not None:
            cards.update(subject.cards(tx, list(refs.values())))
    return cards


def filer_names(tx: Tx, rows: Iterable[Any]) -> dict[str, str]:
    """Display names of those who filed."""
    return account_names(tx, sorted({row.filed_by for row in rows}))


def face(card: Card | None) -> dict[str, Any]:
    """``{unit, heads, light}`` of a card; empty facts when its subject is gone."""
    if card is None:
        return {"unit": None, "heads": None, "light": None}
    return {
        "unit": {"id": card.unit_id, "name": card.unit_name},
        "heads": card.heads,
        "light": card.light,
    }
