"""Positions out of the rows of a workbook, whatever the order of its columns.

Columns are found by their names in any of the first rows of any sheet: the table of a province has 13, the
national one 27. A sheet without a header (a cover, a note) is passed over if another sheet has one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final

from backend.core.spreadsheet import CellValue, SheetRow
from backend.exchange.positions.errors import ColumnRepeated, ColumnsMissing, HeaderNotFound

HEADER_ROWS: Final = 20
NAME_LENGTH: Final = 200
MOST_HEADS: Final = 10_000

ORGANIZATION, TITLE, CODE, HEADS = "organization", "title", "code", "heads"
REQUIRED: Final = (ORGANIZATION, TITLE, CODE, HEADS)

# What a column is called in the tables seen so far → our key. All others are dropped: nothing is kept that no
# screen shows. Telephone numbers are among them.
COLUMN_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "招录机关(单位)": ORGANIZATION,
        "招录机关": ORGANIZATION,
        "招录单位": ORGANIZATION,
        "部门名称": ORGANIZATION,
        "职位名称": TITLE,
        "招考职位": TITLE,
        "职位代码": CODE,
        "招录人数": HEADS,
        "招考人数": HEADS,
        "用人司局": "bureau",
        "职位简介": "duties",
        "年龄要求": "age",
        "年龄": "age",
        "学历要求": "education",
        "学历": "education",
        "学位要求": "degree",
        "学位": "degree",
        "专业": "majors",
        "政治面貌": "political_status",
        "工作经历要求": "experience",
        "基层工作最低年限": "experience",
        "其他要求": "other",
        "体检标准": "medical_standard",
        "是否进行体能测评": "fitness_test",
        "工作地点": "work_place",
        "备注": "remarks",
    }
)

_SPACE = re.compile(r"\s+")
_CODE = re.compile(r"[0-9A-Za-z]{4,20}")
_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_SUBTOTAL = frozenset({"合计", "小计", "总计"})


@dataclass(frozen=True, slots=True)
class Position:
    """One row of the table: a post of an organization, with `heads` vacancies announced for it."""

    sheet: str
    row: int
    organization: str
    code: str
    title: str
    heads: int
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row; it repeats no cell, because a cell may hold anything.

    `problem`: missing, malformed, repeated, too_long, not_a_count.
    """

    sheet: str
    row: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class ParsedPositions:
    """A table as read.

    :ivar errors: the rows that are not among `positions`, and why
    :ivar faulty_codes: codes that stand in such rows: not read, and yet not gone from the table
    :ivar year: the year its title names, if one does
    """

    positions: tuple[Position, ...]
    errors: tuple[RowError, ...]
    faulty_codes: frozenset[str] = frozenset()
    year: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct names of organizations, in the order of the table."""
        return tuple(dict.fromkeys(position.organization for position in self.positions))

    @property
    def heads(self) -> int:
        return sum(position.heads for position in self.positions)


def parse_positions(rows: Iterable[SheetRow]) -> ParsedPositions:
    """Read positions from the rows of a workbook, sheet after sheet.

    :raises HeaderNotFound, ColumnsMissing, ColumnRepeated:
    """
    reading = _Reading()
    for _, sheet_rows in groupby(rows, key=lambda row: row.sheet):
        columns: dict[str, int] | None = None
        for row in sheet_rows:
            if columns is not None:
                reading.take(row, columns)
            elif row.number <= HEADER_ROWS:
                columns = _columns(row)
                reading.look_above_the_table(row, columns)
    if not reading.tables:
        raise HeaderNotFound(needed=list(REQUIRED))
    return ParsedPositions(
        tuple(reading.positions.values()), tuple(reading.errors), frozenset(reading.faulty_codes), reading.year
    )


class _Reading:
    """What was gathered so far of a workbook."""

    def __init__(self) -> None:
        self.positions: dict[str, Position] = {}
        self.errors: list[RowError] = []
        self.faulty_codes: set[str] = set()
        self.tables = 0
        self.year: int | None = None

    def look_above_the_table(self, row: SheetRow, columns: Mapping[str, int] | None) -> None:
        if columns is not None:
            self.tables += 1
        elif self.year is None:
            found = _YEAR.search(" ".join(map(str, row.cells)))
            self.year = int(found[1]) if found else None

    def take(self, row: SheetRow, columns: Mapping[str, int]) -> None:
        if _is_empty(row) or _is_subtotal(row, columns):
            return
        position, errors = _position(row, columns)
        if position is not None and position.code in self.positions:
            errors = [RowError(row.sheet, row.number, CODE, "repeated")]
        elif position is not None:
            self.positions[position.code] = position
        else:
            self.faulty_codes.add(_text(_cell(row, columns[CODE])))
        self.errors += errors


def _columns(row: SheetRow) -> dict[str, int] | None:
    """Where each column is, if this row is a header: at least two of the needed columns are named in it."""
    columns: dict[str, int] = {}
    repeated: list[str] = []
    for index, cell in enumerate(row.cells):
        key = COLUMN_NAMES.get(_SPACE.sub("", unicodedata.normalize("NFKC", str(cell))))
        if key in columns:
            repeated.append(key)
        elif key is not None:
            columns[key] = index
    missing = [key for key in REQUIRED if key not in columns]
    if len(REQUIRED) - len(missing) < 2:
        return None
    if missing:
        raise ColumnsMissing(sheet=row.sheet, row=row.number, missing=missing)
    if repeated:
        raise ColumnRepeated(sheet=row.sheet, row=row.number, column=repeated[0])
    return columns


def _position(row: SheetRow, columns: Mapping[str, int]) -> tuple[Position | None, list[RowError]]:
    texts = {key: _text(_cell(row, index)) for key, index in columns.items() if key != HEADS}
    heads = _count(_cell(row, columns[HEADS]))
    problems = [(key, "missing") for key in (ORGANIZATION, TITLE, CODE) if not texts[key]]
    problems += [(key, "too_long") for key in (ORGANIZATION, TITLE) if len(texts[key]) > NAME_LENGTH]
    if texts[CODE] and not _CODE.fullmatch(texts[CODE]):
        problems.append((CODE, "malformed"))
    if heads is None:
        problems.append((HEADS, "not_a_count"))
    if problems or heads is None:
        return None, [RowError(row.sheet, row.number, column, problem) for column, problem in problems]
    details = {key: text for key, text in texts.items() if key not in REQUIRED and text}
    position = Position(
        row.sheet,
        row.number,
        texts[ORGANIZATION],
        texts[CODE],
        texts[TITLE],
        heads,
        MappingProxyType(details),
    )
    return position, []


def _cell(row: SheetRow, index: int) -> CellValue:
    return row.cells[index] if index < len(row.cells) else ""


def _text(cell: CellValue) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a code typed as a number
    return str(cell).strip()


def _count(cell: CellValue) -> int | None:
    """A whole number of 1 and more; tables hold it as 2.0 or as text."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip()
        cell = float(text) if re.fullmatch(r"[0-9]{1,6}(\.0+)?", text) else -1.0
    if not isinstance(cell, int | float) or not 1 <= cell <= MOST_HEADS or cell != int(cell):
        return None
    return int(cell)


def _is_empty(row: SheetRow) -> bool:
    return not any(_text(cell) for cell in row.cells)


def _is_subtotal(row: SheetRow, columns: Mapping[str, int]) -> bool:
    return not _text(_cell(row, columns[CODE])) and any(
        _text(cell).rstrip("：:") in _SUBTOTAL for cell in _first_cells(row.cells)
    )


def _first_cells(cells: Sequence[CellValue]) -> Sequence[CellValue]:
    return cells[:3]
