"""Reading and writing of spreadsheets, trusted and not."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from backend.core.spreadsheet import (
    FORMULA_STARTS,
    CellValue,
    ReadLimits,
    SheetContent,
    SheetRow,
    SpreadsheetTooLarge,
    SpreadsheetUnreadable,
    read_rows,
    read_untrusted_rows,
    rows_on_disk,
    write_workbook,
)
from backend.core.uploads import ArchiveBroken, UploadKind, UploadWrongType


def workbook(rows: int = 3) -> bytes:
    book, target = Workbook(write_only=True), io.BytesIO()
    first = book.create_sheet("表一")
    for number in range(rows):
        first.append([f"单位{number}", 2, 2.5, True, dt.date(2026, 3, 1), None, "末"])
    hidden = book.create_sheet("暗")
    hidden.append(["不读"])
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    book.save(target)
    return target.getvalue()


def test_both_ways_of_reading_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    read = list(read_rows(path))
    assert read[0] == SheetRow("表一", 1, ("单位0", 2.0, 2.5, True, read[0].cells[4], "", "末"))
    assert str(read[0].cells[4]).startswith("2026-03-01")
    assert len(read) == 3
    assert read_untrusted_rows(path.read_bytes(), UploadKind.XLSX) == read
    with rows_on_disk(path) as rows:
        assert list(rows) == read


def test_row_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("二", 0)
    sheet["C4"] = "x"
    sheet["D7"] = "z"
    book.save(tmp_path / "a.xlsx")
    rows = {row.number: row.cells for row in read_rows(tmp_path / "a.xlsx") if any(row.cells)}
    assert rows == {4: ("x", ""), 7: ("", "z")}


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"no spreadsheet")
    with pytest.raises(SpreadsheetUnreadable):
        list(read_rows(path))
    with pytest.raises(SpreadsheetUnreadable):
        list(read_rows(tmp_path / "absent.xlsx"))
    with pytest.raises(SpreadsheetUnreadable), rows_on_disk(path):
        pytest.fail("nothing is given of it")
    with pytest.raises(UploadWrongType):
        read_untrusted_rows(b"no spreadsheet", UploadKind.XLSX)
    with pytest.raises(ArchiveBroken):
        read_untrusted_rows(workbook()[:2000], UploadKind.XLSX)
    with pytest.raises(SpreadsheetUnreadable):
        read_untrusted_rows(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), UploadKind.XLS)


@pytest.mark.parametrize(
    "limits",
    [ReadLimits(rows=2), ReadLimits(memory_bytes=1024 * 1024), ReadLimits(wall_seconds=0.001)],
    ids=["rows", "memory", "time"],
)
def test_reading_stops_at_its_limits(limits: ReadLimits) -> None:
    with pytest.raises(SpreadsheetTooLarge):
        read_untrusted_rows(workbook(rows=2000), UploadKind.XLSX, limits)


def test_text_is_written_as_text() -> None:
    texts = [start + "1+1" for start in FORMULA_STARTS] + [
        '=HYPERLINK("http://x")',
        "@SUM(1)",
        "普通",
        "a\x00b\x0bc",
    ]
    target = io.BytesIO()
    write_workbook(
        [SheetContent("表", ["列", "数"], [(text, number) for number, text in enumerate(texts)])],
        target,
    )
    assert b"<f>" not in target.getvalue()
    target.seek(0)
    sheet = load_workbook(target)["表"]
    assert [cell.value for cell in sheet[1]] == ["列", "数"]
    for row, text in zip(sheet.iter_rows(min_row=2), texts, strict=True):
        assert row[0].data_type == "s", text
        assert str(row[0].value) == text.replace("\x00", "").replace("\x0b", "")
        assert bool(row[0].quotePrefix) is text.startswith(FORMULA_STARTS)
        assert row[1].data_type == "n"


def test_columns_hold_what_stands_in_them_and_pages_its_header() -> None:
    target = io.BytesIO()
    rows: list[tuple[CellValue | None, ...]] = [
        ("云川市住房和城乡建设局", dt.date(2026, 3, 1), None),
        ("长" * 200, 1, "a\nb"),
    ]
    write_workbook([SheetContent("甲", ["单位", "截止日期", "注"], rows), SheetContent("空", ["名"], [])], target)
    sheet = load_workbook(target)["甲"]
    assert [sheet.column_dimensions[name].width for name in "ABC"] == [60, 12, 8]
    assert (sheet.print_title_rows, sheet.page_setup.fitToHeight, sheet.freeze_panes) == ("$1:$1", 0, "A2")


def test_what_is_written_is_read_again() -> None:
    target = io.BytesIO()
    write_workbook([SheetContent("甲", ["名"], [("云川市",), (None,), (dt.date(2026, 3, 1),)])], target)
    rows = read_untrusted_rows(target.getvalue(), UploadKind.XLSX)
    assert [row.cells[0] for row in rows[:2]] == ["名", "云川市"]
    assert str(rows[3].cells[0]).startswith("2026-03-01")
