"""Passed or not, counted by unit. Pure.

There is nothing here but a yes or no of each person for each examination: no score, no day, no number of attempts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Result:
    """That one person passed an assigned examination, or has not; ``unit_id`` is None where no unit is known."""

    examination_id: str
    account_id: str
    name: str
    unit_id: str | None
    unit_name: str | None
    passed: bool


@dataclass(slots=True)
class Count:
    """How many passed, and how many have not (yet)."""

    passed: int = 0
    not_passed: int = 0

    def add(self, *, passed: bool) -> None:
        if passed:
            self.passed += 1
        else:
            self.not_passed += 1


@dataclass(slots=True)
class UnitTally:
    """One unit: its people's results by examination."""

    unit_id: str | None
    name: str | None
    counts: dict[str, Count] = field(default_factory=dict)

    @property
    def total(self) -> Count:
        """Over all examinations."""
        counts = self.counts.values()
        return Count(sum(count.passed for count in counts), sum(count.not_passed for count in counts))


def tally_units(results: Iterable[Result]) -> list[UnitTally]:
    """The units by name, those whose people have no known unit last. A list, never a ranking."""
    units: dict[str | None, UnitTally] = {}
    for result in results:
        unit = units.setdefault(result.unit_id, UnitTally(result.unit_id, result.unit_name))
        unit.counts.setdefault(result.examination_id, Count()).add(passed=result.passed)
    return sorted(units.values(), key=lambda unit: (unit.unit_id is None, unit.name or "", unit.unit_id or ""))
