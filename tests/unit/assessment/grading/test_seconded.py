"""Who was away for over half of a year."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.assessment.grading.seconded import seconded_over_half

DAYS = st.integers(0, 364).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


def test_half_is_not_over_half() -> None:
    stretch = ("a", date(2025, 6, 1), date(2026, 7, 1))  # 182 days of 365
    assert seconded_over_half([stretch], 2026, date(2026, 12, 31)) == set()
    assert seconded_over_half([("a", date(2025, 6, 1), date(2026, 7, 2))], 2026, date(2026, 12, 31)) == {"a"}


def test_what_runs_counts_up_to_today() -> None:
    running = ("a", date(2026, 3, 1), None)
    assert seconded_over_half([running], 2026, date(2026, 5, 1)) == set()
    assert seconded_over_half([running], 2026, date(2026, 12, 31)) == {"a"}


@given(DAYS, DAYS, DAYS, DAYS)
def test_no_day_counts_twice(one: date, two: date, three: date, four: date) -> None:
    stretches = [("a", min(one, two), max(one, two)), ("a", min(three, four), max(three, four))]
    days = {
        first + timedelta(days=number) for _, first, last in stretches for number in range((last - first).days + 1)
    }
    assert (seconded_over_half(stretches, 2026, date(2026, 12, 31)) == {"a"}) is (len(days) > 182)
