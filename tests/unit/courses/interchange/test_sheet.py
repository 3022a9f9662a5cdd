"""The spreadsheet as people fill it in, and its mistakes by sheet, row and column."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from backend.core.spreadsheet import CellValue, SheetContent, write_workbook
from courses.interchange.errors import BankFileInvalid
from courses.interchange.formats import Defaults
from courses.interchange.operations import Bank, read_bank
from courses.interchange.registry import FORMATS

CHINESE = ("题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "难度", "用途", "依据", "说明A", "备注")
ENGLISH = ("Type", "Stem", "Option A", "Option B", "Answer", "Key", "Weights", "Valid from", "Partial credit")


Row = Sequence[CellValue | None]


def workbook(*sheets: tuple[str, Sequence[str], Sequence[Row]]) -> bytes:
    target = io.BytesIO()
    write_workbook([SheetContent(name, header, rows) for name, header, rows in sheets], target)
    return target.getvalue()


def read(content: bytes) -> Bank:
    return read_bank(FORMATS["xlsx"], content, Defaults())


def test_a_table_as_people_keep_it() -> None:
    chinese: list[Row] = [
        (
            "单选题",
            "谁审批?",
            "省级",
            "乡镇",
            None,
            "A",
            "第九条",
            "难",
            "考试",
            "地方条例#9\n地方条例#10",
            "对",
            "x",
        ),
        ("多选", "哪些?", "甲", "乙", "丙", "A、C", None, 1.0, None, None, None, None),
        ("判断题", "对吗?", None, None, None, "×", None, None, None, None, "不对", None),
        ("填空题", "共{{1}}名,占{{2}}", "40|四十", "3.14±0.01", None, None, None, None, None, None, None, None),
        ("填空题", "{{1}}年", None, None, None, 2019.0, None, None, None, None, None, None),
        ("排序题", "顺序", "动议", "论证", "实施", None, None, None, None, None, None, None),
        ("连线题", "配对", "甲 → 1", "乙\\→ → 2", "→ 3", None, None, None, None, None, None, None),
        ("简答题", "写", None, None, None, None, None, None, None, None, None, None),
    ]
    english = [("Single", "Who?", "a", "b", "b", "w-1", "1/4 1", "2026-01-01", "no")]
    bank = read(
        workbook(("一", CHINESE, chinese), ("notes", ("just", "words"), [("a", "b")]), ("Two", ENGLISH, english))
    )
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
