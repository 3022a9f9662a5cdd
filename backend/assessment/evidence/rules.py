"""When a fact is evidence, and of how much: the honest reading of each kind of fact. Pure.

What can still be met is no evidence against anybody: an examination whose last day has not passed, a requirement
whose period runs, a correction whose days are not over. The numbers of working days are defaults of this product,
no source holds them; see :class:`Rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from backend.assessment.terms import ONE, Period
from backend.core.calendar import working_day_due


@dataclass(frozen=True, slots=True)
class Rules:
    """The days that make "in time", counted in working days.

    ``entry_days``: an entry is filed at most so long after the day from which it counts. ``answer_days``: a matter
    that was sent back is filed again, or withdrawn, within so many days.
    """

    entry_days: int = 10
    answer_days: int = 5


DEFAULT_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Verdict:
    """On which day a fact became evidence, and how much of :data:`ONE` it is worth."""

    on: date
    amount: int

    @property
    def met(self) -> int:
        """1 or 0, for the facts of a piece."""
        return int(self.amount == ONE)


def examination(
    period: Period, today: date, *, due_on: date | None, owed: bool, passed_on: date | None
) -> Verdict | None:
    """Passed in the period counts on that day; due in the period and not passed by its end counts as nought.

    A day that is not over, an examination without a last day, and one that was not asked of the person on its last
    day say nothing.
    """
    if passed_on is not None and passed_on in period:
        return Verdict(passed_on, ONE)
    passed_before = passed_on is not None and passed_on < period.first
    if passed_before or due_on is None or due_on not in period or not owed or due_on >= today:
        return None
    return Verdict(due_on, 0)


def requirement(period: Period, today: date, *, last_day: date, met_on: date | None) -> Verdict | None:
    """Met by the end of the period counts from then on; unmet counts only when its own last day is over."""
    if met_on is not None and met_on <= period.last:
        return Verdict(max(met_on, period.first), ONE)
    return Verdict(last_day, 0) if last_day in period and last_day < today else None


def task(due_on: date, handled_on: date | None) -> Verdict:
    """Handled on its last day or before; one that is overdue and waits (None) counts on its last day."""
    return Verdict(handled_on or due_on, ONE if handled_on is not None and handled_on <= due_on else 0)


def answer(today: date, returned_on: date, answered_on: date | None, days: int) -> Verdict | None:
    """A correction answered within ``days`` working days; while they run and nothing is answered, it says nothing.

    It counts on the day on which the matter was sent back, whenever it is answered.
    """
    due_on = last_working_day(returned_on, days)
    if answered_on is None and today <= due_on:
        return None
    return Verdict(returned_on, ONE if answered_on is not None and answered_on <= due_on else 0)


def filing(effective_on: date, filed_on: date, days: int) -> Verdict:
    """Filed at most ``days`` working days after the day from which the entry counts."""
    return Verdict(filed_on, ONE if filed_on <= last_working_day(effective_on, days) else 0)


@lru_cache(maxsize=4096)
def last_working_day(start: date, days: int) -> date:
    """The day on which ``days`` working days after ``start`` are over."""
    return working_day_due(start, days).day
