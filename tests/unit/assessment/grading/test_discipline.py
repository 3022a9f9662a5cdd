"""What grades a disciplinary action leaves, by the numbers of a round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.assessment.grading.discipline import (
    ALL,
    KINDS,
    DisciplinaryAction,
    grades_left,
    possible_grades,
    within,
)
from backend.assessment.grading.proposals import Candidate, Thresholds, propose
from backend.assessment.rounds.parameters import SPECS, Parameters, SourceMark, problems_of
from backend.assessment.terms import GRADES, Category, Grade, SpecialCase

LEFT = st.lists(st.integers(0, 3), min_size=5, max_size=5).map(lambda found: sorted(found, reverse=True))
NAMES = ["grades_after_warning", *(f"grades_after_{action.value}" for action in DisciplinaryAction)]


def test_only_the_warning_has_a_source_and_heavier_actions_leave_no_grade() -> None:
    rules = Parameters()
    assert grades_left(None, None, rules) == ALL
    assert grades_left(SpecialCase.WARNED, None, rules) == 3
    assert [grades_left(SpecialCase.DISCIPLINED, action, rules) for action in DisciplinaryAction] == [0] * 4
    assert SPECS["grades_after_warning"].mark is SourceMark.SECONDARY
    assert {SPECS[name].mark for name in NAMES[1:]} == {SourceMark.NONE}
    assert DisciplinaryAction.MAJOR_DEMERIT not in KINDS[Category.INSTITUTION_STAFF]  # Order 652 art. 29


@given(LEFT, st.sampled_from(Category), st.integers(0, 10_000))
def test_nobody_is_given_a_grade_that_is_not_left(numbers: list[int], category: Category, total: int) -> None:
    values = dict(zip(NAMES, numbers, strict=True))
    assert problems_of(values, Parameters()) == {}
    rules = Parameters().changed(values)
    for action in (None, *DisciplinaryAction):
        special = SpecialCase.DISCIPLINED if action else SpecialCase.WARNED
        left = grades_left(special, action, rules)
        people = [Candidate("p", total, special, left=left)]
        proposed = propose(category, people, 1, Thresholds(9000, 7000, 6000))["p"].grade
        assert proposed in ({*possible_grades(category, left)} if left else {Grade.COMMENTS_ONLY})
        for grade in GRADES[category]:
            kept = within(category, grade, left)
            # a grade is lowered to what is left and never raised
            assert kept is Grade.COMMENTS_ONLY if left == 0 else kept in possible_grades(category, left)
            assert left == 0 or kept is grade or grade not in possible_grades(category, left)


@given(st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_a_heavier_action_leaves_no_more_than_a_lighter_one(numbers: list[int]) -> None:
    found = problems_of(dict(zip(NAMES, numbers, strict=True)), Parameters())
    assert (found == {}) is (numbers == sorted(numbers, reverse=True))
