"""Who is away for over half of a year, and in which of two rounds they are assessed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.assessment.rounds.seconded import Away, Stretch, away_over_half, is_assessed_at_host

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.integers(-200, 500).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def stretches(draw: st.DrawFn) -> list[Stretch]:
    """One person's, one after the other, ended, planned or without an end, in and out of the register."""
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=8, unique=True)))
    places = st.sampled_from([("unit-a", "甲"), ("unit-b", "乙"), (None, "外省")])
    found = []
    for number, (begin, end) in enumerate(pairwise(days)):
        unit, name = draw(places)
        ended, planned = draw(st.sampled_from([(True, False), (True, True), (False, True), (False, False)]))
        if number < len(days) - 2:
            ended = True
        until = end - timedelta(days=1)
        found.append(Stretch("p", unit, name, begin, until if ended else None, until if planned else None))
    return found


def test_half_is_not_over_half() -> None:
    begun = date(2025, 6, 1)
    assert away_over_half([Stretch("p", "u", "甲", begun, date(2026, 7, 1))], LAST) == {}  # 182 days of 365
    found = away_over_half([Stretch("p", "u", "甲", begun, date(2026, 7, 2))], LAST)
    assert found == {"p": Away("p", "u", "甲", begun)}


def test_what_runs_counts_as_it_is_planned_once_it_has_begun() -> None:
    running = Stretch("p", "u", "甲", date(2026, 5, 1))
    assert away_over_half([running], date(2026, 4, 30)) == {}
    assert set(away_over_half([running], date(2026, 5, 1))) == {"p"}
    short = Stretch("p", "u", "甲", date(2026, 5, 1), None, date(2026, 8, 1))
    assert away_over_half([short], date(2026, 5, 1)) == {}
    assert away_over_half([short], date(2026, 10, 29)) == {}
    assert set(away_over_half([short], date(2026, 10, 30))) == {"p"}  # it ran on past its planned end


@given(stretches(), DAYS)
def test_over_half_is_more_than_half_of_the_days_at_one_place(those: list[Stretch], day: date) -> None:
    found = away_over_half(those, day)
    assert found == away_over_half(reversed(those), day)
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    worked: dict[str, set[date]] = {}
    for one in those:
        until = one.ended_on or (max(one.expected_to, day) if one.expected_to else last)
        if one.started_on <= day:
            begin, end = max(one.started_on, first), min(until, last)
            days = {begin + timedelta(days=number) for number in range((end - begin).days + 1)}
            worked.setdefault(one.place_name, set()).update(days)
    long = {name for name, days in worked.items() if 2 * len(days) > (last - first).days + 1}
    assert {one.place_name for one in found.values()} == long
    assert all(one.since <= day for one in found.values())


@given(st.sampled_from([None, True, False]), st.sampled_from([None, True, False]))
def test_a_person_is_in_exactly_one_round(own: bool | None, host: bool | None) -> None:
    """Whatever the two rounds say: in the host's or in the own one, as far as there is one, never in both."""
    at_host = is_assessed_at_host(own_round=own, host_round=host)
    in_host, in_own = at_host and host is not None, not at_host and own is not None
    assert in_host + in_own == (1 if own is not None or host else 0)
    assert not (at_host and own is False)
