"""The arithmetic of the ledger against an oracle that walks every single day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.register.ledger import (
    Balance,
    Entry,
    Light,
    Measure,
    Rule,
    balance_at,
    first_breach,
    light,
    occupied,
    timeline,
    worst_light,
)

FIRST = date(2026, 1, 1)
DAYS = 14
TODAY = FIRST + timedelta(days=DAYS - 1)

entries_strategy = st.lists(
    st.builds(
        Entry,
        st.sampled_from(Measure),
        st.integers(0, DAYS + 2).map(lambda n: FIRST + timedelta(days=n)),
        st.integers(-3, 5),
    ),
    max_size=14,
)


def walk(entries: list[Entry], day: date) -> tuple[int | None, int, int, int]:
    """The four numbers of one day, added up one by one, without any of the code under test."""
    until = [entry for entry in entries if entry.day <= day]
    sums = {measure: sum(e.delta for e in until if e.measure is measure) for measure in Measure}
    known = any(entry.measure is Measure.APPROVED for entry in until)
    return (
        sums[Measure.APPROVED] if known else None,
        sums[Measure.FILLED],
        sums[Measure.RESERVED],
        sums[Measure.EXCEPTION],
    )


def breaks_a_rule(approved: int | None, filled: int, reserved: int, exception: int) -> bool:
    if min(filled, reserved, exception) < 0 or (approved is not None and approved < 0):
        return True
    if approved is None:
        return (filled, reserved, exception) != (0, 0, 0)
    return filled > approved + exception or (reserved > 0 and reserved > approved - filled)


@given(entries_strategy)
def test_every_day_has_the_balance_of_the_oracle(entries: list[Entry]) -> None:
    for offset in range(DAYS + 3):
        day = FIRST + timedelta(days=offset)
        balance = balance_at(entries, day)
        assert (balance.approved, balance.filled, balance.reserved, balance.exception) == walk(entries, day)


@given(entries_strategy)
def test_the_first_breach_is_the_first_day_on_which_the_oracle_finds_one(entries: list[Entry]) -> None:
    days = [FIRST + timedelta(days=offset) for offset in range(DAYS)]
    expected = next((day for day in days if breaks_a_rule(*walk(entries, day))), None)
    breach = first_breach(entries, TODAY)
    assert (breach and breach.day) == expected


@given(entries_strategy, st.integers(0, DAYS - 1))
def test_the_latest_entries_can_be_checked_from_the_balance_before_them(entries: list[Entry], split: int) -> None:
    """What lets a writer look at one locked row instead of the whole past."""
    day = FIRST + timedelta(days=split)
    past = [entry for entry in entries if entry.day < day]
    latest = [entry for entry in entries if entry.day >= day]
    if first_breach(past, TODAY) is not None:
        return
    start = balance_at(past, TODAY)
    assert first_breach(latest, TODAY, start) == first_breach(entries, TODAY)


@given(entries_strategy)
def test_a_timeline_names_each_day_once_in_order(entries: list[Entry]) -> None:
    days = [step.day for step in timeline(entries)]
    assert days == sorted({entry.day for entry in entries})


def test_a_back_dated_posting_that_fits_today_but_not_then_is_found() -> None:
    history = [
        Entry(Measure.APPROVED, FIRST, 1),
        *occupied(FIRST, FIRST + timedelta(days=5), Measure.FILLED),
    ]
    added = [Entry(Measure.FILLED, FIRST + timedelta(days=3), 1)]
    breach = first_breach([*history, *added], TODAY)
    assert breach is not None
    assert (breach.rule, breach.day) == (Rule.OVER_QUOTA, FIRST + timedelta(days=3))
    assert first_breach([*history, Entry(Measure.FILLED, FIRST + timedelta(days=5), 1)], TODAY) is None


def test_a_promise_ends_where_its_effect_begins() -> None:
    assert occupied(FIRST, FIRST, Measure.RESERVED) == ()


@pytest.mark.parametrize(
    ("balance", "rule"),
    [
        (Balance(5, 5, 0, 0), None),
        (Balance(5, 4, 1, 0), None),
        (Balance(5, 6, 0, 1), None),
        (Balance(5, 6, 0, 0), Rule.OVER_QUOTA),
        (Balance(5, 5, 1, 1), Rule.NO_VACANCY),
        (Balance(None, 0, 0, 0), None),
        (Balance(None, 1, 0, 0), Rule.UNKNOWN),
        (Balance(-1, 0, 0, 0), Rule.NEGATIVE),
    ],
)
def test_rules_of_one_day(balance: Balance, rule: Rule | None) -> None:
    assert balance.broken_rule() is rule


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        (Balance(None), None),
        (Balance(5, 4, 0), Light.GREEN),
        (Balance(5, 4, 1), Light.YELLOW),
        (Balance(5, 5, 0), Light.YELLOW),
        (Balance(5, 6, 0, 1), Light.RED),
        (Balance(0, 0, 0), Light.YELLOW),
    ],
)
def test_lights(balance: Balance, expected: Light | None) -> None:
    assert light(balance) is expected


def test_the_light_of_a_unit_is_its_worst() -> None:
    assert worst_light([Balance(5, 1), Balance(2, 3, 0, 1), Balance(None)]) is Light.RED
    assert worst_light([Balance(None)]) is None
