"""When a fact is evidence, and of how much: nothing counts against anybody that could still be met."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assessment.evidence import rules
from backend.assessment.evidence.states import TRANSITIONS, ImpossibleAct, ObjectionAct, ObjectionState, after
from backend.assessment.terms import ONE, Period

YEAR = Period.of_year(2026)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def test_an_examination_counts_when_passed_or_when_it_is_too_late() -> None:
    due, today = date(2026, 6, 30), date(2026, 7, 1)

    def say(
        passed_on: date | None = None, *, due_on: date | None = due, owed: bool = True, on: date = today
    ) -> rules.Verdict | None:
        return rules.examination(YEAR, on, due_on=due_on, owed=owed, passed_on=passed_on)

    assert say() == rules.Verdict(due, 0)
    assert say(date(2026, 8, 1)) == rules.Verdict(date(2026, 8, 1), ONE)  # late, but passed
    assert say(on=due) is None  # its last day is not over
    assert say(due_on=None) is None
    assert say(owed=False) is None
    assert say(date(2025, 12, 1)) is None  # told by the year before
    assert say(date(2027, 1, 2)) == rules.Verdict(due, 0)  # passed in the next year, and told by that
    assert rules.examination(Period.of_year(2027), today, due_on=due, owed=True, passed_on=None) is None


@given(today=DAYS, due_on=st.none() | DAYS, passed_on=st.none() | DAYS, owed=st.booleans())
def test_an_examination_is_never_held_against_anybody_before_it_is_due(
    today: date, due_on: date | None, passed_on: date | None, owed: bool
) -> None:
    verdict = rules.examination(YEAR, today, due_on=due_on, owed=owed, passed_on=passed_on)
    if verdict is not None:
        assert verdict.on in YEAR
        assert verdict.amount == ONE or (due_on is not None and due_on < today and owed)


@given(today=DAYS, met_on=st.none() | DAYS, last_year=st.integers(2025, 2028))
def test_a_requirement_is_unmet_only_when_its_last_day_is_over(
    today: date, met_on: date | None, last_year: int
) -> None:
    last_day = date(last_year, 12, 31)
    verdict = rules.requirement(YEAR, today, last_day=last_day, met_on=met_on)
    if verdict is not None:
        assert verdict.on in YEAR
        assert verdict.met == int(met_on is not None and met_on <= YEAR.last)
        assert verdict.met or last_day < today


@given(
    returned_on=DAYS, answered=st.none() | st.integers(0, 60), waited=st.integers(0, 60), days=st.integers(1, 30)
)
def test_a_correction_has_its_days(returned_on: date, answered: int | None, waited: int, days: int) -> None:
    answered_on = None if answered is None else returned_on + timedelta(days=answered)
    verdict = rules.answer(
        returned_on + timedelta(days=max(waited, answered or 0)), returned_on, answered_on, days
    )
    due = rules.last_working_day(returned_on, days)
    if answered_on is not None:
        assert verdict == rules.Verdict(returned_on, ONE if answered_on <= due else 0)
    elif returned_on + timedelta(days=waited) <= due:
        assert verdict is None
    else:
        assert verdict == rules.Verdict(returned_on, 0)


def test_handled_and_filed_in_time_or_not() -> None:
    friday, monday = date(2026, 6, 12), date(2026, 6, 15)
    assert rules.task(friday, friday) == rules.Verdict(friday, ONE)
    assert rules.task(friday, monday) == rules.Verdict(monday, 0)
    assert rules.task(friday, None) == rules.Verdict(friday, 0)
    assert rules.filing(friday, monday, 1).amount == ONE  # the next working day
    assert rules.filing(friday, monday + timedelta(days=1), 1).amount == 0
    assert rules.filing(monday, friday, 1).amount == ONE  # filed before it counts


def test_nothing_leaves_an_answered_objection() -> None:
    for state in ObjectionState:
        for act in ObjectionAct:
            if (state, act) in TRANSITIONS:
                assert state is ObjectionState.OPEN
                assert after(state, act) is not ObjectionState.OPEN
            else:
                with pytest.raises(ImpossibleAct):
                    after(state, act)
    assert {after("open", act) for act in ObjectionAct} == set(ObjectionState) - {ObjectionState.OPEN}
