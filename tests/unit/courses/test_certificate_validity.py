"""How long a certificate counts, and when passing again renews it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.validity import RENEWAL_OPENS, end_of_validity, renewable_from, renews_on, state_on

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(1, 120)


def test_months_are_those_of_the_calendar() -> None:
    assert end_of_validity(date(2026, 6, 16), 24) == date(2028, 6, 16)
    assert end_of_validity(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert end_of_validity(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert end_of_validity(date(2026, 6, 16), None) is None


@given(DAYS, MONTHS)
def test_the_last_day_counts_and_the_next_does_not(issued_on: date, months: int) -> None:
    until = end_of_validity(issued_on, months)
    assert until is not None
    assert until > issued_on
    assert state_on(until, until, revoked=False) == "valid"
    assert state_on(until + timedelta(days=1), until, revoked=False) == "expired"
    assert state_on(issued_on, until, revoked=True) == "revoked"


@given(DAYS, MONTHS, st.integers(-400, 400))
def test_a_certificate_is_renewed_near_its_end_or_after_it(issued_on: date, months: int, shift: int) -> None:
    until = end_of_validity(issued_on, months)
    assert until is not None
    day = until + timedelta(days=shift)
    assert renews_on(day, issued_on, until) == (day > issued_on and until - day <= RENEWAL_OPENS)


@given(DAYS, DAYS)
def test_what_never_ends_is_never_renewed(day: date, issued_on: date) -> None:
    assert renewable_from(None) is None
    assert not renews_on(day, issued_on, None)
    assert state_on(day, None, revoked=False) == "valid"
