"""What grades mean by the rules: each with its place, counted from the years that are held."""

from __future__ import annotations

import pytest

from backend.assessment.results.consequences import consequences
from backend.assessment.terms import GRADES, Category, Grade

CIVIL, STAFF, WORKER = Category.CIVIL_SERVANT, Category.INSTITUTION_STAFF, Category.ORGAN_WORKER
_G = Grade


@pytest.mark.parametrize(
    ("category", "grades", "codes"),
    [
        (CIVIL, [_G.EXCELLENT], ["commendation", "rank_term_shortened", "year_counts"]),
        (CIVIL, [_G.COMPETENT, _G.COMPETENT], ["year_counts", "pay_step"]),
        (
            CIVIL,
            [_G.EXCELLENT] * 3,
            ["commendation", "rank_term_shortened", "third_class_merit", "year_counts"],
        ),
        (CIVIL, [_G.COMPETENT] * 5, ["year_counts", "pay_grade"]),
        (CIVIL, [_G.COMPETENT, _G.BASICALLY_COMPETENT], ["admonition", "year_not_counted"]),
        (CIVIL, [_G.INCOMPETENT], ["demotion", "no_bonus", "dismissal_if_again"]),
        (CIVIL, [_G.INCOMPETENT, _G.INCOMPETENT], ["demotion", "no_bonus", "dismissal"]),
        (
            CIVIL,
            [_G.INCOMPETENT, _G.COMPETENT, _G.INCOMPETENT],
            ["demotion", "no_bonus", "dismissal_if_again"],
        ),
        (STAFF, [_G.UNQUALIFIED, _G.UNQUALIFIED], ["post_pay_renewal", "contract_may_end"]),
        (STAFF, [_G.QUALIFIED], ["post_pay_renewal"]),
        (WORKER, [_G.INCOMPETENT], ["no_source_held"]),
        (CIVIL, [_G.COMPETENT, _G.NO_GRADE], []),
    ],
)
def test_codes(category: Category, grades: list[Grade], codes: list[str]) -> None:
    years = list(enumerate(grades, start=2026 - len(grades)))
    assert [one.code for one in consequences(category, years)] == codes
    assert consequences(category, years[::-1]) == consequences(category, years)


def test_a_year_between_breaks_what_runs() -> None:
    found = consequences(CIVIL, [(2023, _G.INCOMPETENT), (2025, _G.INCOMPETENT)])
    assert [one.code for one in found][-1] == "dismissal_if_again"


def test_each_says_where_it_stands() -> None:
    for category in (CIVIL, STAFF):
        for grade in GRADES[category]:
            assert all(one.source.law and one.source.mark for one in consequences(category, [(2025, grade)]))
