"""The periods of routine checks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assessment.goals.errors import CheckPeriodUnknown
from backend.assessment.goals.periods import (
    AMOUNT_OF_GRADE,
    CheckGrade,
    Rhythm,
    overlap,
    period_of,
    periods_of_year,
)


@pytest.mark.parametrize("rhythm", list(Rhythm))
@given(year=st.integers(2000, 2099))
def test_the_periods_of_a_year_cover_each_day_once(rhythm: Rhythm, year: int) -> None:
    periods = periods_of_year(year, rhythm)
    assert (periods[0].first, periods[-1].last) == (date(year, 1, 1), date(year, 12, 31))
    for one, following in pairwise(periods):
        assert following.first - one.last == timedelta(days=1)
        assert not overlap(one, following)
    assert [period_of(period.code) for period in periods] == list(periods)


def test_a_quarter_and_its_months_overlap_and_others_do_not() -> None:
    quarter = period_of("2026-Q2")
    covered = [month.code for month in periods_of_year(2026, Rhythm.MONTHLY) if overlap(month, quarter)]
    assert covered == ["2026-04", "2026-05", "2026-06"]


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-00", "2026-13", "2026-Q5", "2026-3", "1999-01", "2026-Q1\n", "２０２６-01"]
)
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(CheckPeriodUnknown):
        period_of(code)


def test_every_grade_counts_something_of_one_and_a_better_one_never_less() -> None:
    amounts = [AMOUNT_OF_GRADE[grade] for grade in CheckGrade]
    assert amounts == sorted(amounts, reverse=True)
    assert (amounts[0], amounts[-1]) == (100, 0)
