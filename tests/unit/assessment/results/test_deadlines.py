"""Deadlines: 公务员法 arts. 95 and 96, parameters elsewhere, working days of the published calendar."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.assessment.results.deadlines import (
    Periods,
    ReviewKind,
    answer_due,
    last_day,
    may_question,
    publicity_until,
    rights,
    working_days_between,
)
from backend.assessment.terms import GRADES, Category, Grade
from backend.core.calendar import is_working_day

PERIODS = Periods(review=30, appeal=15)


def test_a_civil_servant_may_question_only_the_lowest_grade() -> None:
    civil = Category.CIVIL_SERVANT
    assert [grade for grade in GRADES[civil] if may_question(civil, grade)] == [Grade.INCOMPETENT]
    assert rights(civil, Grade.COMPETENT, PERIODS, known_on=date(2026, 3, 2), review_answered_on=None) == []


def test_thirty_days_for_either_and_fifteen_after_the_answer_to_a_review() -> None:
    known = date(2026, 3, 2)
    before = rights(Category.CIVIL_SERVANT, Grade.INCOMPETENT, PERIODS, known_on=known, review_answered_on=None)
    assert [(one.kind, one.until, one.source.mark, one.days_source.mark) for one in before] == [
        (ReviewKind.REVIEW, date(2026, 4, 1), "T", "T"),
        (ReviewKind.APPEAL, date(2026, 4, 1), "T", "T"),
    ]
    [after] = rights(
        Category.CIVIL_SERVANT,
        Grade.INCOMPETENT,
        PERIODS,
        known_on=known,
        review_answered_on=date(2026, 4, 20),
    )
    # the fifteenth day is the fifth of May, a holiday
    assert (after.kind, after.until) == (ReviewKind.APPEAL, date(2026, 5, 6))


def test_the_days_of_institution_staff_have_no_source_though_the_right_has() -> None:
    found = rights(
        Category.INSTITUTION_STAFF,
        Grade.QUALIFIED,
        Periods(20, 10),
        known_on=date(2026, 3, 2),
        review_answered_on=None,
    )
    assert [(one.days, one.source.law, one.days_source.mark) for one in found] == [
        (20, "institution_personnel_regulations", ""),
        (20, "institution_personnel_regulations", ""),
    ]
    [worker, _] = rights(
        Category.ORGAN_WORKER, Grade.COMPETENT, PERIODS, known_on=date(2026, 3, 2), review_answered_on=None
    )
    assert worker.source.law == ""


def test_answers_are_owed_by_article_96() -> None:
    due, source = answer_due(Category.CIVIL_SERVANT, ReviewKind.REVIEW, date(2026, 3, 2))
    assert (due, source.articles) == (date(2026, 4, 1), "96")
    assert answer_due(Category.ORGAN_WORKER, ReviewKind.APPEAL, date(2026, 3, 2))[1].law == ""


def test_publicity_counts_working_days_over_a_holiday_and_an_exchanged_day() -> None:
    # the Dragon Boat Festival of 2026 is Friday, 19 June
    assert publicity_until(date(2026, 6, 16), 5).day == date(2026, 6, 24)
    # 10 October 2026, a Saturday, is worked in exchange for the National Day holidays
    assert publicity_until(date(2026, 10, 9), 1).day == date(2026, 10, 10)
    assert working_days_between(date(2026, 10, 9), date(2026, 10, 12)) == 3
    assert working_days_between(date(2026, 10, 12), date(2026, 10, 9)) == 0


@given(known=st.dates(date(2024, 1, 1), date(2026, 12, 1)), days=st.integers(1, 90))
def test_a_last_day_is_worked_and_never_early(known: date, days: int) -> None:
    due = last_day(known, days)
    assert is_working_day(due.day)[0]
    assert due.day >= known + timedelta(days=days)
    assert due.day <= known + timedelta(days=days + 10)
