"""Spreadsheets in and out.

Reading uses calamine (Rust), which turns .xlsx and .xls into plain values. A file that came over the web is
read in a child process with limits on memory and processor time: the upload guard refuses what is known to
be bad, and the child contains what is not. Rows of a large file wait on disk, since in
memory they are ten times the file.

Writing uses openpyxl's streaming writer with one rule: text stays text. A cell that begins with ``=`` would
otherwise run as a formula on the desk of whoever opens the export.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, ClassVar, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError

from backend.core import spreadsheet_child
from backend.core.errors import Invalid
from backend.core.uploads import MEGABYTE, UploadKind, ensure_safe_upload

CellValue = str | float | bool | dt.date

# A spreadsheet program takes text that starts so for a formula once it is edited or saved as CSV; the
# full-width forms are folded by some importers (docs/security.md, spreadsheet injection).
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Widths of columns in digits, and how many rows they are measured by.
_NARROWEST, _WIDEST, _MEASURED_ROWS = 8, 60, 200
#: Signs before Chinese ones are half as wide.
_LAST_NARROW: Final = 0x2E7F
_CHILD: Final = str(Path(spreadsheet_child.__file__).resolve())


class SpreadsheetUnreadable(Invalid):
    """Not a spreadsheet, damaged, or locked with a password."""

    code: ClassVar[str] = "spreadsheet_unreadable"


class SpreadsheetTooLarge(Invalid):
    """Reading it took more rows, memory or time than is allowed."""

    code: ClassVar[str] = "spreadsheet_too_large"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: sheet name, row number from 1 as the office program shows it, cells ('' where empty)."""

    sheet: str
    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What reading one untrusted file may cost."""

    memory_bytes: int = 1024 * MEGABYTE
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    rows: int = 200_000


DEFAULT_READ_LIMITS: Final = ReadLimits()
#: An operator waits as long as it takes, and sees whether it does.
OPERATOR_READ_LIMITS: Final = ReadLimits(memory_bytes=4096 * MEGABYTE, cpu_seconds=900, wall_seconds=3600.0)


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A sheet to write: its name, the header cells, and the rows below."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[CellValue | None]]


def read_rows(path: Path, max_rows: int = DEFAULT_READ_LIMITS.rows) -> Iterator[SheetRow]:
    """Yield the rows of every visible sheet of a file the operator chose, in this process.

    :raises SpreadsheetUnreadable, SpreadsheetTooLarge:
    """
    try:
        for sheet, number, cells in spreadsheet_child.rows_of(str(path), max_rows):
            yield SheetRow(sheet, number, tuple(_plain(cell) for cell in cells))
    except (CalamineError, OSError) as broken:
        raise SpreadsheetUnreadable from broken
    except OverflowError as large:
        raise SpreadsheetTooLarge(limit=max_rows) from large


@contextmanager
def rows_on_disk(path: Path, limits: ReadLimits = OPERATOR_READ_LIMITS) -> Iterator[Iterator[SheetRow]]:
    """All rows of a file the operator chose, which wait on disk and not in memory.

    A child process reads them, and what it needs for that is free again before the first is given. Inside:
    :raises SpreadsheetUnreadable, SpreadsheetTooLarge:
    """
    with tempfile.TemporaryFile() as kept:
        _read_in_child(str(path), limits, kept)
        kept.seek(0)
        yield map(_decode, kept)


@contextmanager
def untrusted_rows_on_disk(
    content: bytes, kind: UploadKind, limits: ReadLimits = DEFAULT_READ_LIMITS
) -> Iterator[Iterator[SheetRow]]:
    """Guard `content`, then read all its rows in a confined child process; they wait on disk.

    All rows or none: a child that dies half-way must not leave half a file accepted.

    :raises DomainError: any refusal of `backend.core.uploads`
    :raises SpreadsheetUnreadable, SpreadsheetTooLarge:
    """
    ensure_safe_upload(content, kind)
    with tempfile.NamedTemporaryFile(suffix=f".{kind.value}") as file:
        file.write(content)
        file.flush()
        with rows_on_disk(Path(file.name), limits) as rows:
            yield rows


def read_untrusted_rows(
    content: bytes, kind: UploadKind, limits: ReadLimits = DEFAULT_READ_LIMITS
) -> list[SheetRow]:
    """The rows of a small file, in memory. Raises as :func:`untrusted_rows_on_disk`."""
    with untrusted_rows_on_disk(content, kind, limits) as rows:
        return list(rows)


def _read_in_child(path: str, limits: ReadLimits, kept: IO[bytes]) -> None:
    """Write the rows of a file into ``kept``, one line of JSON each."""
    arguments = [str(limits.memory_bytes), str(limits.cpu_seconds), str(limits.rows)]
    # Isolated (-I) and with an empty environment: the child sees no settings and no keys of ours.
    with subprocess.Popen(  # noqa: S603  # our own interpreter, our own file, no shell
        [sys.executable, "-I", _CHILD, path, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as child:
        alarm = threading.Timer(limits.wall_seconds, child.kill)
        alarm.start()
        try:
            assert child.stdout is not None
            shutil.copyfileobj(child.stdout, kept)
        finally:
            status = child.wait()
            alarm.cancel()
    if status == spreadsheet_child.EXIT_UNREADABLE:
        raise SpreadsheetUnreadable
    if status != 0:
        raise SpreadsheetTooLarge


def _decode(line: bytes) -> SheetRow:
    sheet, number, cells = json.loads(line)
    return SheetRow(sheet, number, tuple(_decode_cell(cell) for cell in cells))


def _decode_cell(cell: object) -> CellValue:
    if isinstance(cell, dict):
        text = str(cell["date"])
        return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)
    return _plain(cell)


def _plain(cell: object) -> CellValue:
    return cell if isinstance(cell, str | int | float | bool | dt.date) else str(cell)


def write_workbook(sheets: Iterable[SheetContent], target: IO[bytes]) -> None:
    """Write an .xlsx with a bold, frozen header on each sheet, row by row, to `target`.

    Columns are as wide as what stands in the first rows; printed, a sheet is as wide as an A4 page on its side and
    has its header on each page. Text is never a formula; control characters, which XML cannot hold, are left out.
    """
    workbook = Workbook(write_only=True)
    for content in sheets:
        sheet = workbook.create_sheet(content.name)
        rows = iter(content.rows)
        first = list(islice(rows, _MEASURED_ROWS))
        _set_columns(sheet, [content.header, *first])
        _set_page(sheet)
        heading = [_text_cell(sheet, title) for title in content.header]
        for cell in heading:
            cell.font = Font(bold=True)
        sheet.append(heading)
        for row in chain(first, rows):
            sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    workbook.save(target)


def _set_columns(sheet: Any, rows: Sequence[Sequence[CellValue | None]]) -> None:
    for number in range(max(map(len, rows))):
        widest = max(_shown_width(row[number]) for row in rows if number < len(row))
        width = min(max(widest + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(number + 1)].width = width


def _shown_width(value: CellValue | None) -> int:
    """In digits; a Chinese character is two wide. A long text is as wide as its longest line."""
    lines = "" if value is None else str(value)
    return max(
        (sum(2 if ord(sign) > _LAST_NARROW else 1 for sign in line) for line in lines.split("\n")), default=0
    )


def _set_page(sheet: Any) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = Worksheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P / &N"


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet)
    put_text(cell, text)
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Write text that no program takes for a formula; control characters are left out."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    # The quote prefix keeps it text when somebody edits the cell.
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
