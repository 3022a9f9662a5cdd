"""Days in Shanghai and working days of the Chinese calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.core.calendar import Due, working_day_due
from backend.core.clock import FixedClock


def test_the_day_begins_in_shanghai() -> None:
    clock = FixedClock(datetime(2026, 6, 15, 15, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 6, 15)
    clock.move(timedelta(minutes=1))
    assert clock.today() == date(2026, 6, 16)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 6, 15), 3, date(2026, 6, 18)),  # Monday to Thursday; Friday the 19th is 端午
        (date(2026, 6, 18), 1, date(2026, 6, 22)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # the National Day week
        (date(2026, 9, 18), 2, date(2026, 9, 21)),  # Sunday the 20th is worked in exchange
        (date(2026, 6, 16), 0, date(2026, 6, 16)),
    ],
)
def test_published_year(start: date, days: int, due: date) -> None:
    assert working_day_due(start, days) == Due(due, provisional=False)


def test_a_year_nobody_published_is_provisional() -> None:
    assert working_day_due(date(2039, 3, 4), 1) == Due(date(2039, 3, 7), provisional=True)
