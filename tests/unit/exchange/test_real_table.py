"""The published table of Henan's 2026 examination, as it is."""

from __future__ import annotations

import pytest

from backend.core.spreadsheet import read_rows
from backend.exchange.positions.names import parse_name
from backend.exchange.positions.placing import Gazetteer, Placement, code_agrees
from backend.exchange.positions.workbook import ParsedPositions, parse_positions
from backend.exchange.tables import HeaderNotFound
from backend.register.region_data import regions_of_province
from tests.support.shared_data import shared_file

TABLE = "positions/henan_provincial_exam_2026_positions.xlsx"


@pytest.fixture(scope="module")
def table() -> ParsedPositions:
    return parse_positions(read_rows(shared_file("data/" + TABLE)))


def test_all_rows_of_both_sheets_are_read(table: ParsedPositions) -> None:
    assert table.errors == ()
    assert len(table.names) == 4745
    assert len(table.positions) == 7509
    assert table.heads == 10429
    assert {position.sheet for position in table.positions} == {"省辖市以下", "省直机关"}


def test_names_are_placed_and_never_against_their_code(table: ParsedPositions) -> None:
    gazetteer = Gazetteer(regions_of_province("41"))
    codes = {position.organization: position.code for position in table.positions}
    placed: dict[str, str] = {}
    for raw in table.names:
        name = parse_name(raw)
        place = gazetteer.place(name.name)
        if isinstance(place, Placement) and not name.collective:
            placed[raw] = place.region_code
    assert 0.99 < len(placed) / len(table.names) < 1
    against = [raw for raw, region in placed.items() if code_agrees("41", codes[raw], region) is False]
    assert against == []
    names = [parse_name(raw).name for raw in placed]
    assert len(set(names)) == len(names)


def test_the_marks_are_counted(table: ParsedPositions) -> None:
    parsed = [parse_name(raw) for raw in table.names]
    assert sum(name.civil_servant_law for name in parsed) == 789
    assert sum("含" in name.raw and bool(name.includes) for name in parsed) == 13


def test_the_empty_national_form_is_recognized() -> None:
    rows = list(read_rows(shared_file("data/positions/guokao_positions_template_27cols.xls")))
    assert tuple(parse_positions(rows).positions) == ()
    with pytest.raises(HeaderNotFound):
        parse_positions(rows[:1])
