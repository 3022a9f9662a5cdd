"""Moodle XML as Moodle writes it, and XML that is broken or hostile, by its line."""

from __future__ import annotations

import pytest

from backend.core.errors import DomainError
from courses.interchange.errors import BankFileInvalid
from courses.interchange.formats import Defaults
from courses.interchange.operations import read_bank
from courses.interchange.registry import FORMATS
from tests.factories.banks import MOODLE_EXPORT as EXPORT


def line_of(words: str) -> int:
    """The line of the export that holds these words first."""
    return EXPORT[: EXPORT.index(words)].count("\n") + 1


def problems_of(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(BankFileInvalid) as refused:
        read_bank(FORMATS["moodle-xml"], text.encode(), Defaults())
    return [(problem["problem"], problem["line"]) for problem in refused.value.problems]


def test_an_export_of_moodle() -> None:
    bank = read_bank(FORMATS["moodle-xml"], EXPORT.encode(), Defaults())
    several, truth, short, number, pairs = bank.questions
    assert several["stem"] == "谁审批**编制**?"
    assert (several["topic"], several["difficulty"], several["explanation"]) == ("real_name", 3, "第九条")
    assert several["options"] == [
        {"text": "省级", "correct": True, "why": "是"},
        {"text": "国务院", "correct": True},
        {"text": "乡镇", "correct": False},
    ]
    assert several["feedback_right"] == "对"
    assert truth["answer"] is True
    assert (short["stem"], short["blanks"]) == (
        "一级 \\*编委\\* 叫{{1}}。",
        [{"accepted": ["编委会"], "numeric": None}],
    )
    assert (number["stem"], number["blanks"][0]["numeric"]) == (
        "多少 {{1}}",
        {"value": "3.14", "tolerance": "0.01"},
    )
    assert (len(pairs["pairs"]), pairs["distractors"]) == (2, ["3"])
    found = [(loss.what, loss.place.line) for loss in bank.losses]
    assert found == [
        *((what, line_of("multichoice")) for what in ("picture", "feedback_partly", "hint", "title")),
        ("title", line_of("truefalse")),
        *((what, line_of("shortanswer")) for what in ("case_matters", "weighted_answer", "title")),
        ("title", line_of("numerical")),
        ("title", line_of("matching")),
        ("cloze", line_of("cloze")),
        ("essay", line_of("essay")),
        ("drag_and_drop", line_of("ddwtos")),
        ("other_type", line_of("coderunner")),
    ]


def test_a_question_without_a_right_answer_refuses_the_file_with_its_line() -> None:
    wrong = EXPORT.replace('fraction="50"', 'fraction="0"').replace(
        'fraction="100"><text>true', 'fraction="9"><text>true'
    )
    assert problems_of(wrong) == [
        ("no_right_answer", line_of("multichoice")),
        ("no_right_answer", line_of("truefalse")),
    ]
    assert problems_of(EXPORT.replace('fraction="-50"', 'fraction="-50%"')) == [("bad_weight", line_of("-50"))]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<quiz>\n<question>\n</quiz>", ("xml_broken", 3)),
        ("", ("xml_broken", 1)),
        ("<html/>", ("no_quiz_element", 1)),
        ('<!DOCTYPE q [<!ENTITY a "b">]>\n<quiz>&a;</quiz>', ("xml_document_type", 1)),
        ('\n<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', ("xml_document_type", 2)),
        ("<quiz>&a;</quiz>", ("xml_broken", 1)),
        ("<quiz>\n" + "<a>" * 40, ("nested_too_deep", 2)),
        ('<quiz>\n<question type="truefalse"/></quiz>', ("no_question_text", 2)),
    ],
)
def test_what_is_broken_or_hostile_is_refused_with_its_line(text: str, problem: tuple[str, int]) -> None:
    assert problems_of(text)[0] == problem


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_document_type_in_another_encoding_is_seen(encoding: str) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>'
    with pytest.raises(DomainError):
        read_bank(FORMATS["moodle-xml"], text.encode(encoding), Defaults())
