"""Leader posts fold the same on every day, whatever the order of units, and a broken ledger is not folded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.register.appointments import (
    AppointmentFact,
    AppointmentRole,
    EntryKind,
    Post,
    fold,
    standing,
)

START = date(2026, 1, 1)
DAYS = 40


def post(person: str = "p1", *, principal: bool = True, role: AppointmentRole = AppointmentRole.HELD) -> Post:
    return Post(person, "u1", None, "局长", "L09", role, principal=principal, counts=True)


@st.composite
def ledgers(draw: st.DrawFn) -> list[AppointmentFact]:
    """Appointments of some people, some of them ended, in an order in which they can have been recorded."""
    facts: list[AppointmentFact] = []
    for number in range(draw(st.integers(0, 6))):
        first = START + timedelta(days=draw(st.integers(0, DAYS)))
        held = post(f"p{number}", principal=draw(st.booleans()), role=draw(st.sampled_from(AppointmentRole)))
        facts.append(AppointmentFact(EntryKind.APPOINT, f"a{number}", held, first))
        if draw(st.booleans()):
            last = first + timedelta(days=draw(st.integers(0, DAYS)))
            facts.append(AppointmentFact(EntryKind.END, f"a{number}", held, last))
    return facts


@settings(max_examples=80)
@given(ledgers(), st.integers(0, 2 * DAYS))
def test_who_stands_on_a_day_is_who_was_appointed_and_not_yet_ended(facts: list[AppointmentFact], on: int) -> None:
    day = START + timedelta(days=on)
    ends = {fact.appointment_id: fact.effective_on for fact in facts if fact.kind is EntryKind.END}
    expected = {
        fact.appointment_id
        for fact in facts
        if fact.kind is EntryKind.APPOINT and fact.effective_on <= day < ends.get(fact.appointment_id, date.max)
    }
    found = standing(fold(facts), day)
    assert {one.id for one in found} == expected
    principals = [one.post.principal for one in found]
    assert principals == sorted(principals, reverse=True)


def test_an_end_on_the_first_day_takes_an_appointment_back() -> None:
    facts = [
        AppointmentFact(EntryKind.APPOINT, "a", post(), START),
        AppointmentFact(EntryKind.END, "a", post(), START),
    ]
    assert fold(facts) == []


@pytest.mark.parametrize(
    ("kinds", "days"),
    [
        ((EntryKind.END,), (0,)),
        ((EntryKind.APPOINT, EntryKind.APPOINT), (0, 0)),
        ((EntryKind.APPOINT, EntryKind.END), (5, 4)),
        ((EntryKind.APPOINT, EntryKind.END, EntryKind.END), (0, 1, 2)),
    ],
)
def test_a_broken_ledger_is_not_folded(kinds: tuple[EntryKind, ...], days: tuple[int, ...]) -> None:
    facts = [
        AppointmentFact(kind, "a", post(), START + timedelta(days=day))
        for kind, day in zip(kinds, days, strict=True)
    ]
    with pytest.raises(ValueError, match="a: "):
        fold(facts)


def test_who_acts_directs_and_who_is_a_deputy_does_not() -> None:
    assert post(principal=False, role=AppointmentRole.ACTING).directs
    assert not post(principal=False, role=AppointmentRole.SECONDED).directs
