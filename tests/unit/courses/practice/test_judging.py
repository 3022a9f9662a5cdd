"""The device judges practice as the server does: one table of cases, read here and by the app's own test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from courses.practice.handing_out import judging, keymap_for
from courses.practice.scheduling import verdict_of
from courses.quizzes.public import check_answer_shape, judge, parse_question, reveal, show

#: Questions as they are handed out, each with answers, the share they are worth, and the verdict.
CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("practice_judging_cases.json").read_text("utf-8")
)
_REF = ("0" * 32, 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_table_is_what_the_server_hands_out_and_says(case: dict[str, Any]) -> None:
    question = parse_question(case["content"])
    keymap = keymap_for("somebody", _REF, question)
    assert case["question"] == show(question, keymap)
    told = reveal(question, keymap)
    assert case["told"] == told
    assert case["judging"] == judging(question, keymap)
    for given in case["answers"]:
        if given["answer"] is not None:
            check_answer_shape(case["question"], given["answer"])
        share = judge(question, keymap, given["answer"])
        assert (str(share), verdict_of(share).value) == (given["share"], given["verdict"]), given
