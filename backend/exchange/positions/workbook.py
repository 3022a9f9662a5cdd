"""Positions out of the rows of a workbook, whatever the order of its columns.

Columns are found by their names in any of the first rows of any sheet: the table of a province has 13, the
national one 27. A sheet without a header (a cover, a note) is passed over if another sheet has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final

from backend.core.spreadsheet import SheetRow
from backend.exchange.positions.store import Position, PositionStore
from backend.exchange.tables import (
    HEADER_ROWS,
    HeaderNotFound,
    RowError,
    cell_at,
    find_columns,
    is_empty,
    text_of,
    whole_number,
)

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

_CODE = re.compile(r"[0-9A-Za-z]{4,20}")
_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_SUBTOTAL = frozenset({"合计", "小计", "总计"})


@dataclass(frozen=True, slots=True)
class ParsedPositions:
    """A table as read.

    :ivar first_codes: the distinct names of organizations in the order of the table, each with its first code
    :ivar heads: all vacancies
    :ivar errors: the rows that are not among `positions`, and why
    :ivar faulty_codes: codes that stand in such rows: not read, and yet not gone from the table
    :ivar year: the year its title names, if one does
    """

    positions: PositionStore
    first_codes: Mapping[str, str]
    heads: int
    errors: tuple[RowError, ...]
    faulty_codes: frozenset[str] = frozenset()
    year: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct names of organizations, in the order of the table."""
        return tuple(self.first_codes)


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
                columns = find_columns(row, COLUMN_NAMES, REQUIRED)
                reading.look_above_the_table(row, columns)
    if not reading.tables:
        raise HeaderNotFound(needed=list(REQUIRED))
    return ParsedPositions(
        reading.positions,
        reading.first_codes,
        reading.heads,
        tuple(reading.errors),
        frozenset(reading.faulty_codes),
        reading.year,
    )


class _Reading:
    """What was gathered so far of a workbook."""

    def __init__(self) -> None:
        self.positions = PositionStore()
        self.first_codes: dict[str, str] = {}
        self.heads = 0
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
        if is_empty(row) or _is_subtotal(row, columns):
            return
        position, errors = _position(row, columns)
        if position is None:
            self.faulty_codes.add(text_of(cell_at(row, columns[CODE])))
        elif self.positions.add(position):
            self.first_codes.setdefault(position.organization, position.code)
            self.heads += position.heads
        else:
            errors = [RowError(row.sheet, row.number, CODE, "repeated")]
        self.errors += errors


def _position(row: SheetRow, columns: Mapping[str, int]) -> tuple[Position | None, list[RowError]]:
    texts = {key: text_of(cell_at(row, index)) for key, index in columns.items() if key != HEADS}
    heads = whole_number(cell_at(row, columns[HEADS]))
    problems = [(key, "missing") for key in (ORGANIZATION, TITLE, CODE) if not texts[key]]
    problems += [(key, "too_long") for key in (ORGANIZATION, TITLE) if len(texts[key]) > NAME_LENGTH]
    if texts[CODE] and not _CODE.fullmatch(texts[CODE]):
        problems.append((CODE, "malformed"))
    if heads is None or not 1 <= heads <= MOST_HEADS:
        problems.append((HEADS, "not_a_count"))
    if problems or heads is None:
        return None, [RowError(row.sheet, row.number, column, problem) for column, problem in problems]
    details = {key: text for key, text in texts.items() if key not in REQUIRED and text}
    return Position(row.sheet, row.number, texts[ORGANIZATION], texts[CODE], texts[TITLE], heads, details), []


def _is_subtotal(row: SheetRow, columns: Mapping[str, int]) -> bool:
    if text_of(cell_at(row, columns[CODE])):
        return False
    return any(text_of(cell).rstrip("：:") in _SUBTOTAL for cell in row.cells[:3])
