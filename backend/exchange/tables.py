"""What tables of all kinds have in common: a header somewhere near the top, and rows that may be wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from backend.core.errors import Invalid
from backend.core.spreadsheet import CellValue, SheetRow

HEADER_ROWS: Final = 20

_SPACE = re.compile(r"\s+")
_WHOLE = re.compile(r"[0-9]{1,7}(\.0+)?")


class HeaderNotFound(Invalid):
    """No row near the top of any sheet holds the column names. Facts: needed."""

    code: ClassVar[str] = "table_header_not_found"


class ColumnsMissing(Invalid):
    """A sheet has a header without a column that is needed. Facts: sheet, row, missing."""

    code: ClassVar[str] = "table_columns_missing"


class ColumnRepeated(Invalid):
    """Two columns of a sheet mean the same. Facts: sheet, row, column."""

    code: ClassVar[str] = "table_column_repeated"


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row; it repeats no cell, because a cell may hold anything.

    `problem`: missing, malformed, repeated, too_long, not_a_count, or the code of a refusal.
    """

    sheet: str
    row: int
    column: str
    problem: str


def find_columns(row: SheetRow, names: Mapping[str, str], required: Sequence[str]) -> dict[str, int] | None:
    """Where each column is, if `row` is a header: at least two of the required columns are named in it.

    `names` gives our key for what a column may be called (without spaces, NFKC).

    :raises ColumnsMissing, ColumnRepeated:
    """
    columns: dict[str, int] = {}
    repeated: list[str] = []
    for index, cell in enumerate(row.cells):
        key = names.get(_SPACE.sub("", unicodedata.normalize("NFKC", str(cell))))
        if key in columns:
            repeated.append(key)
        elif key is not None:
            columns[key] = index
    missing = [key for key in required if key not in columns]
    if len(required) - len(missing) < 2:
        return None
    if missing:
        raise ColumnsMissing(sheet=row.sheet, row=row.number, missing=missing)
    if repeated:
        raise ColumnRepeated(sheet=row.sheet, row=row.number, column=repeated[0])
    return columns


def cell_at(row: SheetRow, index: int | None) -> CellValue:
    """The cell of a column, empty where the row is shorter or the table has no such column."""
    return row.cells[index] if index is not None and index < len(row.cells) else ""


def text_of(cell: CellValue) -> str:
    """The text of a cell; a code typed as a number comes without its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def whole_number(cell: CellValue) -> int | None:
    """A whole number of nought and more; tables hold it as 2.0 or as text, full width too."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip()
        return int(float(text)) if _WHOLE.fullmatch(text) else None
    if not isinstance(cell, int | float) or not 0 <= cell < 10_000_000 or cell != int(cell):
        return None
    return int(cell)


def is_empty(row: SheetRow) -> bool:
    return not any(text_of(cell) for cell in row.cells)
