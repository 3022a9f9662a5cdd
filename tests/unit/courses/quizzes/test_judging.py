"""Judging: exact, within 0 and 1, and 1 for what is right."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.quizzes.errors import AnswerInvalid
from courses.quizzes.judging import blank_is_right, check_answer_shape, is_answered, judge
from courses.quizzes.parsing import parse_question
from courses.quizzes.presenting import KeyMap, arrange, reveal, show
from courses.quizzes.questions import Blank, Numeric, Part, Question
from courses.quizzes.scoring import outcome_of, percent_text
from tests.factories.questions import questions
from tests.factories.quizzes import every_type, multiple, single

WHOLE = Fraction(1)
#: A whole question is many draws.
lots = settings(max_examples=60, suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow])
seeds = st.integers(0, 999).map(random.Random)
FORTY = Blank(("四十", "Forty two"), Numeric(Decimal(40), Decimal("0.5")))


def stored(question: Part, rng: random.Random) -> KeyMap:
    """An arrangement as it comes back from the database."""
    keymap: KeyMap = orjson.loads(orjson.dumps(arrange(question, rng)))
    return keymap


def right_answer(question: Part, told: dict[str, Any]) -> dict[str, Any]:
    """What somebody would give who had read the key."""
    if question.type == "fill_in":
        return {
            "blanks": [
                (blank["accepted"] or [(blank["numeric"] or {}).get("value")])[0] for blank in told["blanks"]
            ]
        }
    if question.type == "case":
        parts = dict(zip(told["parts"], question.body.parts, strict=True))  # type: ignore[union-attr]  # a case
        return {"parts": {part_id: right_answer(parts[part_id], told["parts"][part_id]) for part_id in parts}}
    answer: dict[str, Any] = told["answer"]
    return answer


@lots
@given(questions(), seeds, st.booleans())
def test_the_key_is_worth_everything_and_fits(data: dict[str, Any], rng: random.Random, partial: bool) -> None:
    question = parse_question(data)
    keymap = stored(question, rng)
    presented, answer = show(question, keymap), right_answer(question, reveal(question, keymap))
    check_answer_shape(presented, answer)
    assert is_answered(presented, answer)
    assert judge(question, keymap, answer, partial=partial) == WHOLE
    assert judge(question, keymap, None) == 0


@lots
@given(questions(), seeds, st.data())
def test_any_answer_is_worth_between_nothing_and_everything(
    data: dict[str, Any], rng: random.Random, more: st.DataObject
) -> None:
    question = parse_question(data)
    keymap = stored(question, rng)
    answer = more.draw(answers(show(question, keymap)))
    check_answer_shape(show(question, keymap), answer)
    share, strict = judge(question, keymap, answer), judge(question, keymap, answer, partial=False)
    assert 0 <= share <= 1
    assert strict in (0, 1)
    assert strict <= share


def answers(presented: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Whatever the app could send for a question."""

    def ids(name: str) -> list[str]:
        return [value["id"] for value in presented[name]]

    match presented["type"]:
        case "single" | "true_false":
            return st.fixed_dictionaries({"choice": st.sampled_from(ids("options"))})
        case "multiple":
            return st.fixed_dictionaries({"choices": st.lists(st.sampled_from(ids("options")), unique=True)})
        case "fill_in":
            blanks = st.lists(st.sampled_from(["", "40", "1e9", "9" * 400, "①"]), min_size=presented["blanks"])
            return st.fixed_dictionaries({"blanks": blanks.map(lambda texts: texts[: presented["blanks"]])})
        case "order":
            return st.fixed_dictionaries({"order": st.permutations(ids("items"))})
        case "match":
            rights = st.sampled_from(ids("rights"))
            return st.fixed_dictionaries({"pairs": st.dictionaries(st.sampled_from(ids("lefts")), rights)})
        case _:
            parts = {part["id"]: answers(part) for part in presented["parts"]}
            return st.fixed_dictionaries({"parts": st.fixed_dictionaries({}, optional=parts)})


@pytest.mark.parametrize(
    ("chosen", "share"),
    [((0, 1), WHOLE), ((0,), Fraction(1, 2)), ((0, 2), 0), ((0, 1, 2), Fraction(1, 2)), ((2, 3), 0), ((), 0)],
)
def test_several_choices_are_right_minus_wrong(chosen: tuple[int, ...], share: Fraction) -> None:
    question = parse_question(multiple(1))
    keymap = stored(question, random.Random(1))
    ids = {place: option_id for option_id, place in keymap["options"]}
    answer = {"choices": [ids[place] for place in chosen]}
    assert judge(question, keymap, answer) == share
    assert judge(question, keymap, answer, partial=False) == (1 if share == WHOLE else 0)


def test_order_counts_neighbours_match_pairs_and_case_parts() -> None:
    questions_ = {data["type"]: parse_question(data) for data in every_type()}
    order, match, case = (questions_[kind] for kind in ("order", "match", "case"))
    keymap = stored(order, random.Random(2))
    ids = [item_id for item_id, _place in sorted(keymap["items"], key=lambda item: item[1])]
    assert judge(order, keymap, {"order": [*ids[1:], ids[0]]}) == Fraction(2, 3)
    keymap = stored(match, random.Random(2))
    pairs = reveal(match, keymap)["answer"]["pairs"]
    assert judge(match, keymap, {"pairs": dict(list(pairs.items())[:1])}) == Fraction(1, 2)
    keymap = stored(case, random.Random(2))
    told = reveal(case, keymap)["parts"]
    assert judge(case, keymap, {"parts": {"2": told["2"]["answer"]}}) == Fraction(1, 2)


@pytest.mark.parametrize("text", ["40", " ４０ ", "四十", "FORTY  two", "forty two", "39.5", "40.5"])
def test_a_blank_takes_each_accepted_form(text: str) -> None:
    assert blank_is_right(FORTY, text)


@pytest.mark.parametrize("text", ["", " ", "41", "39.49", "四 十", "NaN", "1e1", "40.50000000001"])
def test_a_blank_takes_nothing_else(text: str) -> None:
    assert not blank_is_right(FORTY, text)


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"choice": 1}, {"choice": "no"}, {"choices": []}, {"choice": "x", "more": 1}, "00000000"],
)
def test_what_is_no_answer(answer: object) -> None:
    question = parse_question(single(1))
    with pytest.raises(AnswerInvalid):
        check_answer_shape(show(question, stored(question, random.Random(3))), answer)


@given(st.lists(st.fractions(0, 1, max_denominator=60), min_size=1, max_size=100), st.integers(0, 100))
def test_the_score_is_exact_and_rounded_once(shares: list[Fraction], pass_mark: int) -> None:
    outcome = outcome_of(shares, pass_mark)
    assert outcome.score * len(shares) == sum(shares)
    assert outcome.passed == (sum(shares) * 100 >= pass_mark * len(shares))
    assert abs(outcome.score * 10_000 - outcome.percent) <= Fraction(1, 2)


def test_sixty_percent_is_passed_by_the_exact_score() -> None:
    almost = [Fraction(59_999, 100_000)]
    assert (outcome_of(almost, 60).percent, outcome_of(almost, 60).passed) == (6000, False)
    assert outcome_of([Fraction(3, 5)], 60).passed
    assert [percent_text(percent) for percent in (0, 5, 3333, 6650, 10_000)] == [
        "0",
        "0.05",
        "33.33",
        "66.5",
        "100",
    ]


def test_weights_say_what_a_choice_is_worth() -> None:
    data = single(1)
    data["options"][1]["weight"] = "1/3"
    question: Question = parse_question(data)
    keymap = stored(question, random.Random(4))
    ids = {place: option_id for option_id, place in keymap["options"]}
    assert judge(question, keymap, {"choice": ids[1]}) == Fraction(1, 3)
    assert judge(question, keymap, {"choice": ids[1]}, partial=False) == 0
