"""What waits for somebody: numbers that other domains contribute to the answer of ``GET /session``."""

from __future__ import annotations

from collections.abc import Callable

from backend.core.actor import Actor
from backend.core.transaction import Tx

Counter = Callable[[Tx, Actor], int]

COUNTERS: dict[str, Counter] = {}


def register_counter(name: str, counter: Counter) -> None:
    """Show ``counter(tx, actor)`` as ``counts[name]``; the same name twice is the later one."""
    COUNTERS[name] = counter


def counts_of(tx: Tx, actor: Actor) -> dict[str, int]:
    return {"tasks": 0, "notices": 0} | {name: counter(tx, actor) for name, counter in COUNTERS.items()}
