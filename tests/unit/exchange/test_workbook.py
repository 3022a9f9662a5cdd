"""Positions out of rows: columns by their names, faults by row number, and the difference of two tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.spreadsheet import CellValue, SheetRow
from backend.exchange.positions.diff import PositionFacts, diff_positions
from backend.exchange.positions.store import Position
from backend.exchange.positions.workbook import parse_positions
from backend.exchange.tables import ColumnRepeated, ColumnsMissing, HeaderNotFound, RowError

HEADER = ("招录机关（单位）", "职位名称", "职位代码", "招录人数", "备注", "咨询电话1")
GOOD: tuple[CellValue, ...] = ("云川市财政局", "一级科员", "11001011", 2.0, "近亲属回避", "0000-1")


def sheet(*rows: tuple[CellValue, ...], name: str = "市县") -> list[SheetRow]:
    return [SheetRow(name, number, cells) for number, cells in enumerate(rows, start=1)]


def test_title_note_header_and_rows() -> None:
    parsed = parse_positions(sheet(("职位表",), ("说明",), HEADER, GOOD))
    assert parsed.errors == ()
    expected = Position("市县", 4, "云川市财政局", "11001011", "一级科员", 2, {"remarks": "近亲属回避"})
    assert tuple(parsed.positions) == (expected,)
    assert (parsed.names, parsed.heads) == (("云川市财政局",), 2)


def test_columns_may_stand_in_any_order_and_in_each_sheet_another() -> None:
    turned = tuple(reversed(HEADER)), tuple(reversed((*GOOD[:2], "11001021", *GOOD[3:])))
    rows = sheet(HEADER, GOOD) + sheet(*turned, name="省直") + sheet(("封面",), name="说明")
    parsed = parse_positions(rows)
    assert [(position.sheet, position.code, position.heads) for position in parsed.positions] == [
        ("市县", "11001011", 2),
        ("省直", "11001021", 2),
    ]


def test_the_national_header_is_known() -> None:
    header = ("部门代码", "部门名称", "用人司局", "招考职位", "职位代码", "招考人数", "工作地点")
    row = ("101", "国家某局", "办公室", "一级主任科员及以下", "300110001001", "3", "云川市")
    parsed = parse_positions(sheet(("说明",), header, row))
    assert next(iter(parsed.positions)).details == {"bureau": "办公室", "work_place": "云川市"}
    assert parsed.heads == 3


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({0: ""}, ("organization", "missing")),
        ({1: "  "}, ("title", "missing")),
        ({2: ""}, ("code", "missing")),
        ({2: "11-01"}, ("code", "malformed")),
        ({3: ""}, ("heads", "not_a_count")),
        ({3: 0.0}, ("heads", "not_a_count")),
        ({3: 1.5}, ("heads", "not_a_count")),
        ({3: -1.0}, ("heads", "not_a_count")),
        ({3: "若干"}, ("heads", "not_a_count")),
        ({3: True}, ("heads", "not_a_count")),
        ({3: float("nan")}, ("heads", "not_a_count")),
        ({3: float("inf")}, ("heads", "not_a_count")),
        ({0: "名" * 201}, ("organization", "too_long")),
    ],
)
def test_a_bad_row_is_named_and_left_out(change: dict[int, CellValue], error: tuple[str, str]) -> None:
    bad = tuple(change.get(index, cell) for index, cell in enumerate(GOOD))
    other = (*GOOD[:2], "11001021", *GOOD[3:])
    parsed = parse_positions(sheet(HEADER, bad, other))
    assert parsed.errors == (RowError("市县", 2, *error),)
    assert [position.code for position in parsed.positions] == ["11001021"]


def test_a_code_comes_once() -> None:
    parsed = parse_positions(sheet(HEADER, GOOD, GOOD))
    assert parsed.errors == (RowError("市县", 3, "code", "repeated"),)


def test_blank_rows_and_totals_are_no_rows() -> None:
    parsed = parse_positions(sheet(HEADER, GOOD, ("", " "), ("合计", "", "", 2.0)))
    assert (len(parsed.positions), parsed.errors) == (1, ())


def test_counts_and_codes_come_as_numbers_or_as_text() -> None:
    rows: list[tuple[CellValue, ...]] = [
        ("甲局", "科员", 11001011.0, "２"),
        ("甲局", "科员", "11001021", 3),
        ("甲局", "科员", "11001031", "4.0"),
    ]
    assert [position.heads for position in parse_positions(sheet(HEADER, *rows)).positions] == [2, 3, 4]


def test_the_year_of_the_notice_stands_above_the_table() -> None:
    assert parse_positions(sheet(("云岭省2026年度职位表",), HEADER, GOOD)).year == 2026
    assert parse_positions(sheet(HEADER, (*GOOD[:4], "2025年应届"))).year is None


def test_codes_of_bad_rows_are_remembered() -> None:
    assert parse_positions(sheet(HEADER, (*GOOD[:3], "若干"))).faulty_codes == {"11001011"}


def test_without_its_columns_a_table_is_refused() -> None:
    with pytest.raises(HeaderNotFound):
        parse_positions(sheet(("甲", "乙"), GOOD))
    with pytest.raises(HeaderNotFound):
        parse_positions([])
    with pytest.raises(HeaderNotFound):
        parse_positions(sheet(*[("",)] * 30, HEADER, GOOD))
    with pytest.raises(ColumnsMissing) as caught:
        parse_positions(sheet(("说明",), HEADER[:2] + HEADER[3:], GOOD))
    assert caught.value.facts == {"sheet": "市县", "row": 2, "missing": ["code"]}
    with pytest.raises(ColumnRepeated):
        parse_positions(sheet((*HEADER, "招考人数"), GOOD))


cells = st.one_of(st.text(max_size=6), st.floats(), st.booleans(), st.integers(-5, 5), st.sampled_from(GOOD))


@given(st.lists(st.lists(cells, max_size=7).map(tuple), max_size=8))
def test_no_row_breaks_the_reading(rows: list[tuple[CellValue, ...]]) -> None:
    parsed = parse_positions(sheet(HEADER, *rows))
    assert len({error.row for error in parsed.errors} | {position.row for position in parsed.positions}) <= len(
        rows
    )
    assert all(position.heads >= 1 for position in parsed.positions)


def facts(organization: str = "甲局", heads: int = 1, **details: str) -> PositionFacts:
    return PositionFacts(organization, "科员", heads, details)


def test_a_later_table_adds_changes_and_drops() -> None:
    known = {"1": facts(), "2": facts(age="35"), "3": facts(), "5": facts()}
    table = {"5": facts(), "2": facts(heads=2, age="38", other="x"), "1": facts("乙局"), "4": facts()}
    diff = diff_positions(known, table)
    assert diff.added == ("4",)
    assert [(change.code, change.fields) for change in diff.changed] == [
        ("2", ("heads", "age", "other")),
        ("1", ("organization",)),
    ]
    assert (diff.vanished, diff.unchanged, diff.is_empty) == (("3",), 1, False)
    assert diff_positions(known, known).is_empty


codes = st.dictionaries(st.sampled_from("abcdef"), st.builds(facts, heads=st.integers(1, 3)))


@given(codes, codes)
def test_the_difference_accounts_for_every_code(
    known: dict[str, PositionFacts], table: dict[str, PositionFacts]
) -> None:
    diff = diff_positions(known, table)
    changed = {change.code for change in diff.changed}
    assert len(diff.added) + len(changed) + diff.unchanged == len(table)
    assert set(diff.vanished) == set(known) - set(table)
    assert all(known[code] != table[code] for code in changed)
