"""Item analysis: groups alone, and the numbers of the textbook."""

from __future__ import annotations

import random
from fractions import Fraction

from courses.quizzes.analysis import LEAST, Sheet, item_statistics
from courses.quizzes.parsing import parse_question
from courses.quizzes.presenting import arrange
from tests.factories.quizzes import every_type, single


def test_right_answers_of_the_stronger_half_discriminate() -> None:
    question, rng = parse_question(single(1)), random.Random(5)
    sheets = []
    for number in range(20):
        keymap = arrange(question, rng)
        ids = {place: option_id for option_id, place in keymap["options"]}
        strong = number % 2 == 0
        answer = {"choice": ids[0 if strong else 2]} if number else None
        sheets.append(Sheet(Fraction(int(strong and number > 0)), Fraction(int(strong)), keymap, answer))
    found = item_statistics(question, sheets)
    assert found is not None
    assert (found.people, found.difficulty, found.unanswered) == (20, 0.45, 1)
    assert found.discrimination is not None
    assert found.discrimination > 0.9
    assert [(count.correct, count.chosen) for count in found.options] == [(True, 9), (False, 0), (False, 10)]


def test_few_people_are_not_shown_and_one_more_changes_nothing() -> None:
    question = parse_question(every_type()[6])
    keymap = arrange(question, random.Random(6))
    truth = dict(keymap["parts"])["1"]["options"][0][0]
    sheet = Sheet(Fraction(1, 2), Fraction(0), keymap, {"parts": {"1": {"choice": truth}}})
    assert item_statistics(question, [sheet] * (LEAST - 1)) is None
    ten, eleven = (item_statistics(question, [sheet] * people) for people in (LEAST, LEAST + 1))
    assert ten == eleven
    assert ten is not None
    assert ten.discrimination is None
    assert [(count.part, count.chosen) for count in ten.options] == [("1", 10), ("1", 0), ("2", 0), ("2", 0)]
