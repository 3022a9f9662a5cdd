"""Hours are exact, levels are read only where the regulation places them, periods hold whole years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.spreadsheet import CellValue, SheetRow
from courses.credits.hours import MOST_TENTHS, NotHours, parse_hours, write_hours
from courses.credits.models import Counter, Source
from courses.credits.sheet import HEADINGS, parse_records
from courses.credits.targets import DEFAULT_TARGETS, PostLevel, Target, level_of_rank, nearest

TODAY = date(2026, 6, 16)


@given(st.lists(st.integers(1, MOST_TENTHS), max_size=20))
def test_hours_are_written_read_and_added_exactly(tenths: list[int]) -> None:
    assert [parse_hours(write_hours(one)) for one in tenths] == tenths
    assert sum(Decimal(write_hours(one)) for one in tenths) == Decimal(sum(tenths)) / 10


@pytest.mark.parametrize("text", ["", "0", "0.0", "-1", "1.25", "1e3", "12000", "八", "1.", "nan", "1 2"])
def test_what_is_no_number_of_hours(text: str) -> None:
    with pytest.raises(NotHours):
        parse_hours(text)


def test_full_width_and_decimals_of_sheets() -> None:
    assert [parse_hours(text) for text in ("１２．５", " 8 ", "90.0")] == [125, 80, 900]


@pytest.mark.parametrize(
    ("rank", "level"),
    [
        ("G01", PostLevel.DIVISION_AND_ABOVE),
        ("G06", PostLevel.DIVISION_AND_ABOVE),
        ("G07", PostLevel.SECTION_AND_BELOW),
        ("G12", PostLevel.SECTION_AND_BELOW),
        ("E05", None),
        ("T06", None),
        ("M06", None),
        ("P07", None),
        ("W00", None),
        (None, None),
    ],
)
def test_a_level_is_read_where_the_regulation_places_the_rank(rank: str | None, level: PostLevel | None) -> None:
    assert level_of_rank(rank) is level


def test_the_defaults_are_those_of_the_regulation() -> None:
    assert {level: (target.tenths, target.years) for level, target in DEFAULT_TARGETS.items()} == {
        PostLevel.DIVISION_AND_ABOVE: (5500, 5),
        PostLevel.SECTION_AND_BELOW: (900, 1),
    }


@given(st.integers(1, 5), st.none() | st.integers(2000, 2100), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_period_holds_its_day_and_periods_do_not_overlap(years: int, first: int | None, day: date) -> None:
    begins, ends = Target(900, years, first).period(day)
    assert begins <= day <= ends
    assert (begins.month, begins.day, ends.month, ends.day) == (1, 1, 12, 31)
    assert ends.year - begins.year == years - 1
    if first is not None:
        assert (begins.year - first) % years == 0


def test_the_nearest_setting_holds() -> None:
    assert nearest({"city": 1, "county": 2}, ("unit", "county", "city")) == 2
    assert nearest({"city": 1}, ("unit", "county", "city")) == 1
    assert nearest({"other": 1}, ("unit", "county", "city")) is None


GOOD: tuple[CellValue, ...] = ("anna", "账户anna", "党校", 8, "春季进修班", date(2026, 3, 2), "", "")


def _sheet(*rows: tuple[CellValue, ...]) -> list[SheetRow]:
    return [SheetRow("培训记录", number, cells) for number, cells in enumerate((HEADINGS, *rows), 1)]


def test_a_row_names_its_counter_or_takes_that_of_its_source() -> None:
    online = (*GOOD[:2], "干部网络学院", *GOOD[3:])
    named = (*GOOD[:4], "党校网课", *GOOD[5:7], "网络培训")
    table = parse_records(_sheet(GOOD, online, named), TODAY)
    assert table.errors == ()
    assert [(one.source, one.counter, one.tenths) for one in table.records] == [
        (Source.PARTY_SCHOOL, Counter.CONCENTRATED, 80),
        (Source.CADRE_ACADEMY, Counter.ONLINE, 80),
        (Source.PARTY_SCHOOL, Counter.ONLINE, 80),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        (0, "", ("learner", "missing")),
        (1, "", ("name", "missing")),
        (2, "大学", ("source", "malformed")),
        (3, 7.25, ("hours", "malformed")),
        (3, "-8", ("hours", "malformed")),
        (4, "长" * 101, ("title", "too_long")),
        (5, "三月", ("started_on", "malformed")),
        (5, date(2026, 6, 17), ("ended_on", "date_in_future")),
        (6, date(2026, 3, 1), ("ended_on", "malformed")),
        (7, "两个", ("counter", "malformed")),
    ],
)
def test_a_row_that_cannot_be_used_says_where(column: int, cell: CellValue, problem: tuple[str, str]) -> None:
    row = (*GOOD[:column], cell, *GOOD[column + 1 :])
    table = parse_records(_sheet(GOOD, row), TODAY)
    assert [(error.row, error.column, error.problem) for error in table.errors] == [(3, *problem)]


def test_the_same_record_twice_in_a_table() -> None:
    table = parse_records(_sheet(GOOD, GOOD), TODAY)
    assert [(error.row, error.problem) for error in table.errors] == [(3, "repeated")]
