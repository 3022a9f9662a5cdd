"""What pairing asks of domains above it: who is whose superior. The top floor connects it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from backend.core.transaction import Tx

#: The superiors of people by id on a day, as ids of people; whose superior is not known is left out.
SuperiorsOf = Callable[[Tx, Collection[str], date], Mapping[str, str]]
_sources: list[SuperiorsOf] = []


def use_superiors(source: SuperiorsOf) -> None:
    """Have ``source`` asked; adding it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def superiors_of(tx: Tx, person_ids: Collection[str], on: date) -> dict[str, str]:
    """What the sources say; empty where nobody knows."""
    known: dict[str, str] = {}
    for source in _sources:
        known |= source(tx, person_ids, on)
    return known
