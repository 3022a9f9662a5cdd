"""Reading questions: what is written is read back, and what is wrong is named with its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from courses.quizzes.errors import QuestionInvalid, QuizInvalid
from courses.quizzes.parsing import parse_question
from courses.quizzes.settings import parse_settings
from tests.factories.questions import questions
from tests.factories.quizzes import every_type, single

TEXT, MATCH = every_type()[3], every_type()[5]
BLANK = {"accepted": ["1"], "numeric": None}
RIGHT, WRONG = {"text": "是", "correct": True}, {"text": "否", "correct": False}
PART = {"type": "single", "stem": "x", "options": [WRONG, {**RIGHT, "why": 1}]}


@settings(max_examples=60, suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow])
@given(questions())
def test_data_and_question_are_one(data: dict[str, Any]) -> None:
    question = parse_question(data)
    written = orjson.loads(orjson.dumps(question.to_data()))
    assert parse_question(written) == question
    assert parse_question(written).to_data() == written


def test_yaml_writes_days_numbers_and_truth_of_its_own() -> None:
    data = single(1) | {"valid_from": date(2007, 5, 1)}
    assert parse_question(data).to_data()["valid_from"] == "2007-05-01"
    truth = every_type()[2] | {"why": {True: "第九条", False: "第十条"}}
    assert parse_question(truth).to_data()["why"] == {"true": "第九条", "false": "第十条"}
    blank = TEXT | {"stem": "{{1}}", "blanks": [{"accepted": [40]}]}
    assert parse_question(blank).to_data()["blanks"][0]["accepted"] == ["40"]


@pytest.mark.parametrize(
    ("change", "path", "problem"),
    [
        ({"options": [WRONG, {**WRONG, "text": "不"}]}, "options", "no_right_answer"),
        ({"options": [RIGHT, {**RIGHT, "text": "对"}]}, "options", "several_right_answers"),
        ({"options": [RIGHT]}, "options", "too_few"),
        ({"options": [RIGHT, RIGHT]}, "options", "duplicate"),
        ({"options": [RIGHT, {"text": "否"}]}, "options[1].correct", "missing"),
        ({"options": [RIGHT, {**WRONG, "weight": "1"}]}, "options[1].weight", "weight_contradicts"),
        ({"options": [RIGHT, {**WRONG, "weight": "1/0"}]}, "options[1].weight", "bad_weight"),
        ({"options": [RIGHT, {**WRONG, "score": 1}]}, "options[1].score", "unknown_field"),
        ({"type": "riddle"}, "type", "unknown_value"),
        ({"stem": " "}, "stem", "missing"),
        ({"stem": "题" * 4001}, "stem", "too_long"),
        ({"stem": "见 {{1}}"}, "stem", "blank_without_answer"),
        ({"stem": "\0题"}, "stem", "not_text"),
        ({"key": "Q 1"}, "key", "bad_name"),
        ({"topic": "Topic"}, "topic", "bad_name"),
        ({"difficulty": True}, "difficulty", "unknown_value"),
        ({"use": "secret"}, "use", "unknown_value"),
        ({"articles": ["条例第九条"]}, "articles[0]", "bad_article"),
        ({"articles": "条例#9"}, "articles", "not_a_list"),
        ({"valid_from": "2007-02-30"}, "valid_from", "bad_date"),
        ({"valid_from": "2007-05-01", "valid_to": "2007-04-30"}, "valid_to", "before_valid_from"),
        ({"partial_credit": "yes"}, "partial_credit", "not_yes_or_no"),
        (TEXT | {"blanks": [BLANK]}, "blanks", "blanks_differ_from_stem"),
        (TEXT | {"blanks": [BLANK, {"accepted": []}]}, "blanks[1]", "no_right_answer"),
        (TEXT | {"blanks": [BLANK, {"numeric": {"value": "1e9"}}]}, "blanks[1].numeric.value", "bad_number"),
        (MATCH | {"distractors": ["甲"]}, "distractors", "duplicate"),
        ({"type": "true_false", "answer": "true"}, "answer", "no_right_answer"),
        ({"type": "case", "parts": [{"type": "case", "stem": "x"}]}, "parts[0].type", "unknown_value"),
        ({"type": "case", "parts": [PART]}, "parts[0].options[1].why", "not_text"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(change: dict[str, Any], path: str, problem: str) -> None:
    data = {**single(1), **change}
    if data["type"] != "single":
        del data["options"]
    with pytest.raises(QuestionInvalid) as refusal:
        parse_question(data)
    assert {"path": path, "problem": problem} in refusal.value.facts["problems"]  # type: ignore[operator]  # facts are objects


@pytest.mark.parametrize("data", [None, [], "single", 7, {}])
def test_what_is_no_question_at_all(data: object) -> None:
    with pytest.raises(QuestionInvalid):
        parse_question(data)


@pytest.mark.parametrize(
    ("data", "path", "problem"),
    [
        ({}, "draw", "questions_or_draw"),
        ({"questions": ["q-1"], "draw": [{"count": 1}]}, "draw", "questions_or_draw"),
        ({"questions": ["q-1", "q-1"]}, "questions", "duplicate"),
        ({"draw": [{"count": 0}]}, "draw[0].count", "bad_number"),
        ({"draw": [{"count": 1, "topics": "x"}]}, "draw[0]", "unknown_field"),
        ({"draw": [{"count": 150}, {"count": 51}]}, "draw", "too_many"),
        ({"draw": [{"count": 1}], "minutes": 0}, "minutes", "bad_number"),
        ({"draw": [{"count": 1}], "pass_mark": "60"}, "pass_mark", "bad_number"),
        ({"draw": [{"count": 1}], "review": "always"}, "review", "unknown_value"),
        ({"draw": [{"count": 1}], "review": "after_close"}, "closes_at", "missing"),
        ({"draw": [{"count": 1}], "closes_at": "2026-07-01"}, "closes_at", "bad_date"),
        ({"draw": [{"count": 1}], "seconds": 1}, "seconds", "unknown_field"),
    ],
)
def test_settings_that_cannot_be_used(data: dict[str, Any], path: str, problem: str) -> None:
    with pytest.raises(QuizInvalid) as refusal:
        parse_settings(data)
    assert {"path": path, "problem": problem} in refusal.value.facts["problems"]  # type: ignore[operator]  # facts are objects


def test_settings_are_read_back() -> None:
    data = {
        "draw": [{"topic": "local_bodies", "count": 3}],
        "closes_at": "2026-07-01T18:00:00+08:00",
        "minutes": 30,
    }
    settings = parse_settings(data)
    assert parse_settings(settings.to_data()) == settings
    assert settings.size == 3
