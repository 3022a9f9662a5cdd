"""The spreadsheet as people fill it in, and its mistakes by sheet, row and column."""

from __future__ import annotations

import pytest

from courses.interchange.errors import BankFileInvalid
from courses.interchange.formats import Defaults
from courses.interchange.operations import Bank, read_bank
from courses.interchange.registry import FORMATS
from tests.factories.banks import CHINESE, Row, filled_in_workbook, workbook


def read(content: bytes) -> Bank:
    return read_bank(FORMATS["xlsx"], content, Defaults())


def test_a_table_as_people_keep_it() -> None:
    bank = read(filled_in_workbook())
    single, several, truth, blanks, year, order, pairs, who = bank.questions
    assert [option["correct"] for option in single["options"]] == [True, False]
    assert (single["difficulty"], single["use"], len(single["articles"])) == (3, "exam", 2)
    assert [option["correct"] for option in several["options"]] == [True, False, True]
    assert (truth["answer"], truth["why"]) == (False, {"true": "不对"})
    assert blanks["blanks"] == [
        {"accepted": ["40", "四十"], "numeric": None},
        {"accepted": [], "numeric": {"value": "3.14", "tolerance": "0.01"}},
    ]
    assert year["blanks"] == [{"accepted": ["2019"], "numeric": None}]
    assert order["items"] == ["动议", "论证", "实施"]
    assert pairs["pairs"][1] == {"left": "乙→", "right": "2"}
    assert pairs["distractors"] == ["3"]
    assert (who["key"], who["options"][0]["weight"], who["partial_credit"]) == ("w-1", "1/4", False)
    found = [(loss.what, loss.place.sheet, loss.place.row, loss.place.column) for loss in bank.losses]
    assert found == [("column", "一", 1, "备注"), ("essay", "一", 9, None), ("sheet", "notes", 1, None)]


def test_every_mistake_is_named_by_sheet_row_and_column() -> None:
    rows: list[Row] = [
        ("单选题", "无答案", "甲", "乙", None, "", None, None, None, None, None, None),
        ("单选题", "两个对", "甲", "乙", None, "AB", None, None, None, None, None, None),
        ("单选题", "没有的选项", "甲", "乙", None, "C", None, None, None, None, None, None),
        ("听力题", "?", None, None, None, None, None, None, None, None, None, None),
        ("判断题", "", None, None, None, "也许", None, None, None, None, None, None),
        ("判断题", "依据", None, None, None, "对", None, "很难", None, None, None, None),
        ("连线题", "配对", "甲 1", None, None, None, None, None, None, None, None, None),
        ("填空题", "没有空", "40", None, None, None, None, None, None, None, None, None),
    ]
    with pytest.raises(BankFileInvalid) as refused:
        read(workbook(("题库", CHINESE, rows)))
    found = {(problem["row"], problem["column"], problem["problem"]) for problem in refused.value.problems}
    assert {problem["sheet"] for problem in refused.value.problems} == {"题库"}
    assert found == {
        (2, "答案", "no_right_answer"),
        (3, "答案", "several_right_answers"),
        (4, "答案", "unknown_option"),
        (5, "题型", "unknown_word"),
        (6, "答案", "unknown_word"),
        (7, "难度", "unknown_word"),
        (8, "选项A", "pair_without_arrow"),
        (9, "选项A", "blanks_differ_from_stem"),
    }


def test_a_sheet_that_lacks_a_column() -> None:
    with pytest.raises(BankFileInvalid) as refused:
        read(workbook(("题库", ("题型", "题干", "A"), [("判断题", "对吗", "x")])))
    assert ("column_missing", "答案", 1) in {(p["problem"], p["column"], p["row"]) for p in refused.value.problems}
