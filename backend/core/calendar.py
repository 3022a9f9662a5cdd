"""Working days of the Chinese calendar, with the days that are worked in exchange (调休).

The holidays of a year are published late in the year before. A due date that reaches into a year nobody has
published yet is counted Monday to Friday and marked provisional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar


@dataclass(frozen=True, slots=True)
class Due:
    """A due date; ``provisional`` while the calendar of its year is not published."""

    day: date
    provisional: bool


def is_working_day(day: date) -> tuple[bool, bool]:
    """Whether people work on ``day``, and whether that answer is provisional."""
    try:
        return bool(chinese_calendar.is_workday(day)), False
    except NotImplementedError:  # the library's word for a year it does not hold
        return day.weekday() < 5, True


def working_day_due(start: date, days: int) -> Due:
    """The day on which ``days`` working days after ``start`` have passed (the start itself does not count)."""
    day, left, provisional = start, days, False
    while left > 0:
        day += timedelta(days=1)
        works, unsure = is_working_day(day)
        provisional = provisional or unsure
        left -= works
    return Due(day, provisional)
