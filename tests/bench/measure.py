"""Measuring two things side by side, and counting what a database is asked."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

Work = Callable[[int], None]
Clock = Callable[[], float]

#: The least number of rounds that a median is taken of.
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Budget:
    """``limit`` of a figure's ratio, or of its own value where ``of_value``; ``least`` turns it round."""

    limit: float
    of_value: bool = False
    least: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: ``ours`` and ``reference`` in ``unit``."""

    part: str
    what: str
    ours: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    budget: Budget | None = None

    @property
    def within(self) -> bool | None:
        """Whether the budget is kept; ``None`` without one."""
        if self.budget is None:
            return None
        value = self.ours if self.budget.of_value else self.ratio
        if value is None:
            return None
        return value >= self.budget.limit if self.budget.least else value <= self.budget.limit


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds per call of two things, and the median of their ratios round by round."""

    ours: float
    reference: float
    ratio: float

    def figure(self, part: str, what: str, budget: float | None = None) -> Figure:
        limit = Budget(budget) if budget is not None else None
        return Figure(part, what, self.ours * 1000, "ms", self.reference * 1000, self.ratio, limit)


def side_by_side(
    ours: Work, reference: Work, *, times: int, rounds: int = ROUNDS, clock: Clock = time.process_time
) -> Pair:
    """Call both ``times`` in each of ``rounds``, one after the other. ``clock`` counts processor time by default.

    Each work is given the number of its call, 0 … ``rounds × times - 1``. What is in memory before is no garbage,
    and is not looked through again before every sample.
    """
    gc.collect()
    gc.freeze()
    try:
        samples = [
            (_sample(ours, turn * times, times, clock), _sample(reference, turn * times, times, clock))
            for turn in range(rounds)
        ]
    finally:
        gc.unfreeze()
    return pair_of(samples)


def pair_of(samples: Sequence[tuple[float, float]]) -> Pair:
    """The medians of (ours, reference) samples in seconds."""
    return Pair(
        statistics.median(own for own, _ in samples),
        statistics.median(other for _, other in samples),
        statistics.median(own / other for own, other in samples),
    )


def _sample(work: Work, first: int, times: int, clock: Clock) -> float:
    gc.collect()
    begun = clock()
    for number in range(first, first + times):
        work(number)
    return (clock() - begun) / times


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0 … 1) of ``values`` do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(slots=True)
class Asked:
    """Statements as the driver got them, with their values."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)

    @property
    def changes(self) -> list[tuple[str, Any, bool]]:
        """Those that write rows."""
        return [one for one in self.statements if one[0].lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")]

    @property
    def asking(self) -> list[tuple[str, Any, bool]]:
        """All but those that only begin, mark or end a transaction."""
        marks = ("BEGIN", "SAVEPO", "RELEAS", "ROLLBA", "COMMIT", "PRAGMA")
        return [one for one in self.statements if not one[0].lstrip().upper().startswith(marks)]

    @property
    def count(self) -> int:
        return len(self.asking)


@contextmanager
def asked_of(engine: Engine) -> Iterator[Asked]:
    """Keep what ``engine`` is asked inside the block."""
    asked = Asked()

    def keep(*hook: Any) -> None:
        _connection, _cursor, statement, values, _context, many = hook
        asked.statements.append((statement, values, bool(many)))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", keep)
