"""The periods of routine checks: months and quarters, and how a grade counts. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from backend.assessment.goals.errors import CheckPeriodUnknown
from backend.assessment.terms import ONE

_CODE = re.compile(r"(20[0-9]{2})-(?:(0[1-9]|1[0-2])|Q([1-4]))\Z")


class Rhythm(StrEnum):
    """How often a unit checks."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class CheckGrade(StrEnum):
    """Grades of a routine check. The list is known from memory, no act was read for it: a default."""

    GOOD = "good"
    FAIRLY_GOOD = "fairly_good"
    AVERAGE = "average"
    POOR = "poor"


#: What a grade counts of one. No act says it: a default of ours, shown as such.
AMOUNT_OF_GRADE: Final[Mapping[CheckGrade, int]] = MappingProxyType(
    {CheckGrade.GOOD: ONE, CheckGrade.FAIRLY_GOOD: 80, CheckGrade.AVERAGE: 60, CheckGrade.POOR: 0}
)


@dataclass(frozen=True, slots=True)
class CheckPeriod:
    """A month (``2026-03``) or a quarter (``2026-Q1``), with its days, both included."""

    code: str
    rhythm: Rhythm
    first: date
    last: date


def period_of(code: str) -> CheckPeriod:
    """The period of this code. Raises :class:`CheckPeriodUnknown`."""
    match = _CODE.match(code)
    if match is None:
        raise CheckPeriodUnknown
    year, month, quarter = match.groups()
    if month is not None:
        return _of_months(code, Rhythm.MONTHLY, int(year), int(month), int(month))
    return _of_months(code, Rhythm.QUARTERLY, int(year), 3 * int(quarter) - 2, 3 * int(quarter))


def periods_of_year(year: int, rhythm: Rhythm) -> tuple[CheckPeriod, ...]:
    """The periods of a year in order."""
    if rhythm is Rhythm.MONTHLY:
        return tuple(period_of(f"{year}-{month:02}") for month in range(1, 13))
    return tuple(period_of(f"{year}-Q{quarter}") for quarter in range(1, 5))


def overlap(one: CheckPeriod, other: CheckPeriod) -> bool:
    """Whether two periods share a day."""
    return one.first <= other.last and other.first <= one.last


def _of_months(code: str, rhythm: Rhythm, year: int, first: int, last: int) -> CheckPeriod:
    return CheckPeriod(code, rhythm, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
