"""The table of opening balances: reading what an office filled in, and the empty form itself.

One row is one quota type of one unit: how many posts are approved, from which day, by which document. If more
people are in place than approved, the exception that covers them stands in the same row with its own document.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from backend.core.spreadsheet import CellValue, SheetContent, SheetRow
from backend.exchange.tables import (
    HEADER_ROWS,
    HeaderNotFound,
    RowError,
    cell_at,
    find_columns,
    text_of,
    whole_number,
)

UNIT_ID, UNIT_CODE, UNIT_NAME = "unit_id", "unit_code", "unit_name"
QUOTA_TYPE, APPROVED, EFFECTIVE_ON = "quota_type", "approved", "effective_on"
DOCUMENT: Final = ("document_number", "document_title", "document_issuer", "document_dated_on")
EXCEPTION_HEADS, EXCEPTION_REASON = "exception_heads", "exception_reason"
EXCEPTION_DOCUMENT: Final = tuple(f"exception_{column}" for column in DOCUMENT)
REQUIRED: Final = (UNIT_NAME, QUOTA_TYPE, APPROVED, EFFECTIVE_ON, *DOCUMENT)

# The columns of the form in their order: key → heading.
HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        UNIT_ID: "单位编号",
        UNIT_CODE: "统一社会信用代码",
        UNIT_NAME: "单位名称",
        QUOTA_TYPE: "编制类型",
        APPROVED: "核定数",
        EFFECTIVE_ON: "生效日期",
        "document_number": "文号",
        "document_title": "文件标题",
        "document_issuer": "发文机关",
        "document_dated_on": "发文日期",
        EXCEPTION_HEADS: "超编人数",
        EXCEPTION_REASON: "超编原因",
        "exception_document_number": "超编文号",
        "exception_document_title": "超编文件标题",
        "exception_document_issuer": "超编发文机关",
        "exception_document_dated_on": "超编发文日期",
    }
)
COLUMN_NAMES: Final = MappingProxyType({heading: key for key, heading in HEADINGS.items()})
LONGEST: Final = 200

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class DocumentCells:
    """A document as a row names it."""

    number: str
    title: str
    issuer: str
    dated_on: dt.date


@dataclass(frozen=True, slots=True)
class ExceptionCells:
    """A named exception (超编) as a row states it."""

    heads: int
    reason: str
    document: DocumentCells


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One row. The unit is told by `unit_id`, else by `unit_code`, else by `unit_name`.

    `quota_type` is a code or a Chinese name, still to be looked up.
    """

    sheet: str
    row: int
    unit_id: str
    unit_code: str
    unit_name: str
    quota_type: str
    approved: int
    effective_on: dt.date
    document: DocumentCells
    exception: ExceptionCells | None


@dataclass(frozen=True, slots=True)
class ParsedBalances:
    """A table as read; `errors` list rows that are not among `rows`."""

    rows: tuple[BalanceRow, ...]
    errors: tuple[RowError, ...]


def parse_balances(rows: Iterable[SheetRow]) -> ParsedBalances:
    """Read a filled-in table.

    :raises HeaderNotFound, ColumnsMissing, ColumnRepeated:
    """
    balances: list[BalanceRow] = []
    errors: list[RowError] = []
    columns_of: dict[str, dict[str, int]] = {}
    for row in rows:
        columns = columns_of.get(row.sheet)
        if columns is None:
            found = find_columns(row, COLUMN_NAMES, REQUIRED) if row.number <= HEADER_ROWS else None
            columns_of |= {row.sheet: found} if found else {}
        elif not _is_left_blank(row, columns):
            reader = _RowReader(row, columns)
            balance = reader.balance()
            if balance is not None:
                balances.append(balance)
            errors += reader.errors
    if not columns_of:
        raise HeaderNotFound(needed=[HEADINGS[key] for key in REQUIRED])
    return ParsedBalances(tuple(balances), tuple(errors))


def _is_left_blank(row: SheetRow, columns: Mapping[str, int]) -> bool:
    """Whether nothing is filled in beside the unit and type that the form names by itself."""
    given = (UNIT_ID, UNIT_CODE, UNIT_NAME, QUOTA_TYPE)
    return not any(text_of(cell_at(row, index)) for key, index in columns.items() if key not in given)


class _RowReader:
    """Reads one row and gathers everything that is wrong with it."""

    def __init__(self, row: SheetRow, columns: Mapping[str, int]) -> None:
        self.row = row
        self.columns = columns
        self.errors: list[RowError] = []

    def balance(self) -> BalanceRow | None:
        balance = BalanceRow(
            sheet=self.row.sheet,
            row=self.row.number,
            unit_id=self._text(UNIT_ID),
            unit_code=self._text(UNIT_CODE),
            unit_name=self._needed(UNIT_NAME),
            quota_type=self._needed(QUOTA_TYPE),
            approved=self._count(APPROVED, least=0),
            effective_on=self._date(EFFECTIVE_ON),
            document=self._document(DOCUMENT),
            exception=self._exception(),
        )
        return None if self.errors else balance

    def _exception(self) -> ExceptionCells | None:
        keys = (EXCEPTION_HEADS, EXCEPTION_REASON, *EXCEPTION_DOCUMENT)
        if not any(self._text(key) for key in keys):
            return None
        return ExceptionCells(
            heads=self._count(EXCEPTION_HEADS, least=1),
            reason=self._needed(EXCEPTION_REASON),
            document=self._document(EXCEPTION_DOCUMENT),
        )

    def _document(self, keys: tuple[str, ...]) -> DocumentCells:
        number, title, issuer, dated_on = keys
        return DocumentCells(self._needed(number), self._needed(title), self._needed(issuer), self._date(dated_on))

    def _cell(self, key: str) -> CellValue:
        return cell_at(self.row, self.columns.get(key))

    def _text(self, key: str) -> str:
        return text_of(self._cell(key))

    def _fault(self, key: str, problem: str) -> None:
        self.errors.append(RowError(self.row.sheet, self.row.number, key, problem))

    def _needed(self, key: str) -> str:
        text = self._text(key)
        if not text or len(text) > LONGEST:
            self._fault(key, "too_long" if text else "missing")
        return text

    def _count(self, key: str, least: int) -> int:
        number = whole_number(self._cell(key))
        if number is None or number < least:
            self._fault(key, "not_a_count" if self._text(key) else "missing")
            return least
        return number

    def _date(self, key: str) -> dt.date:
        cell = self._cell(key)
        if isinstance(cell, dt.datetime):
            return cell.date()
        if isinstance(cell, dt.date):
            return cell
        found = _DATE.fullmatch(unicodedata.normalize("NFKC", str(cell)).strip())
        try:
            if found:
                return dt.date(*map(int, found.groups()))
        except ValueError:
            pass  # 30 February: no date, like any other text
        self._fault(key, "malformed" if self._text(key) else "missing")
        return dt.date.min


def empty_form(units: Iterable[tuple[str, str, str, str]]) -> SheetContent:
    """The form with one row a unit: (id, unified social credit code, name, name of the suggested quota type)."""
    return SheetContent("期初核定数", list(HEADINGS.values()), units)
