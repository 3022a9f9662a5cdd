"""A table of records from a 党校 or a 干部网络学院: what its columns are called and what a row must hold.

Nothing here knows people or the database; who is meant is found afterwards.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from backend.core.crypto import sm3
from backend.core.spreadsheet import CellValue, SheetContent, SheetRow
from backend.exchange.public import HeaderNotFound, RowError, cell_at, find_columns, is_empty, text_of
from courses.credits.hours import NotHours, parse_hours
from courses.credits.models import Counter, Source

HEADER_ROWS: Final = 20
MOST_TITLE: Final = 100
#: What our own empty form calls the columns, in order.
HEADINGS: Final = ("账号或人员编号", "姓名", "来源", "学时", "培训名称", "开始日期", "结束日期", "计入")
_REQUIRED: Final = ("learner", "name", "source", "hours", "title", "started_on")
_NAMES: Final[Mapping[str, str]] = {
    "账号或人员编号": "learner",
    "账号": "learner",
    "人员编号": "learner",
    "account": "learner",
    "姓名": "name",
    "name": "name",
    "来源": "source",
    "source": "source",
    "学时": "hours",
    "hours": "hours",
    "培训名称": "title",
    "班次名称": "title",
    "title": "title",
    "开始日期": "started_on",
    "日期": "started_on",
    "from": "started_on",
    "结束日期": "ended_on",
    "to": "ended_on",
    "计入": "counter",
    "counter": "counter",
}
_SOURCES: Final[Mapping[str, Source]] = {
    "党校": Source.PARTY_SCHOOL,
    "party_school": Source.PARTY_SCHOOL,
    "干部网络学院": Source.CADRE_ACADEMY,
    "网络学院": Source.CADRE_ACADEMY,
    "cadre_academy": Source.CADRE_ACADEMY,
}
_COUNTERS: Final[Mapping[str, Counter]] = {
    "集中培训": Counter.CONCENTRATED,
    "concentrated": Counter.CONCENTRATED,
    "网络培训": Counter.ONLINE,
    "online": Counter.ONLINE,
}
#: Where a record counts that does not say it.
DEFAULT_COUNTER: Final[Mapping[Source, Counter]] = {
    Source.PARTY_SCHOOL: Counter.CONCENTRATED,
    Source.CADRE_ACADEMY: Counter.ONLINE,
}


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """A row as it was read; ``learner`` is a user name or a person's id."""

    sheet: str
    row: int
    learner: str
    name: str
    source: Source
    counter: Counter
    tenths: int
    title: str
    started_on: date
    ended_on: date

    @property
    def key(self) -> str:
        """The same for the same record, whoever hands it in, and however often: by title and days."""
        title = unicodedata.normalize("NFKC", self.title).casefold()
        return sm3(f"{title}\0{self.started_on}\0{self.ended_on}".encode())

    def error(self, column: str, problem: str) -> RowError:
        return RowError(self.sheet, self.row, column, problem)


@dataclass(frozen=True, slots=True)
class SheetRecords:
    """What a table says, and which of its rows are wrong."""

    records: tuple[SheetRecord, ...]
    errors: tuple[RowError, ...]


class _Bad(ValueError):
    """A cell that cannot be used."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column, self.problem = column, problem


def parse_records(rows: Iterable[SheetRow], today: date) -> SheetRecords:
    """Read every sheet that has the header of records.

    :raises HeaderNotFound, ColumnsMissing, ColumnRepeated:
    """
    headers: dict[str, dict[str, int]] = {}
    records: list[SheetRecord] = []
    errors: list[RowError] = []
    for row in rows:
        columns = headers.get(row.sheet)
        if columns is None:
            found = find_columns(row, _NAMES, _REQUIRED) if row.number <= HEADER_ROWS else None
            if found is not None:
                headers[row.sheet] = found
        elif not is_empty(row):
            try:
                records.append(_record(row, columns, today))
            except _Bad as bad:
                errors.append(RowError(row.sheet, row.number, bad.column, bad.problem))
    if not headers:
        raise HeaderNotFound(needed=list(HEADINGS[:6]))
    return SheetRecords(tuple(records), (*errors, *_repeated(records)))


def empty_form() -> SheetContent:
    """The form to fill in, with the headings alone."""
    return SheetContent("培训记录", HEADINGS, ())


def _record(row: SheetRow, columns: Mapping[str, int], today: date) -> SheetRecord:
    def text(column: str, longest: int) -> str:
        found = text_of(cell_at(row, columns.get(column)))
        if not found:
            raise _Bad(column, "missing")
        if len(found) > longest:
            raise _Bad(column, "too_long")
        return found

    source = _SOURCES.get(text("source", 20))
    if source is None:
        raise _Bad("source", "malformed")
    counter_text = text_of(cell_at(row, columns.get("counter")))
    if counter_text and counter_text not in _COUNTERS:
        raise _Bad("counter", "malformed")
    started_on = _day("started_on", cell_at(row, columns["started_on"]))
    ended_cell = cell_at(row, columns.get("ended_on"))
    ended_on = _day("ended_on", ended_cell) if text_of(ended_cell) else started_on
    if ended_on > today:
        raise _Bad("ended_on", "date_in_future")
    if not 0 <= (ended_on - started_on).days <= 366:
        raise _Bad("ended_on", "malformed")
    return SheetRecord(
        row.sheet,
        row.number,
        text("learner", 40),
        text("name", 60),
        source,
        _COUNTERS[counter_text] if counter_text else DEFAULT_COUNTER[source],
        _hours(text("hours", 20)),
        text("title", MOST_TITLE),
        started_on,
        ended_on,
    )


def _hours(text: str) -> int:
    try:
        return parse_hours(text)
    except NotHours as wrong:
        raise _Bad("hours", "malformed") from wrong


def _day(column: str, cell: CellValue) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        raise _Bad(column, "missing")
    try:
        return date.fromisoformat(unicodedata.normalize("NFKC", text))
    except ValueError as wrong:
        raise _Bad(column, "malformed") from wrong


def _repeated(records: Iterable[SheetRecord]) -> list[RowError]:
    seen: set[tuple[str, str, str]] = set()
    errors = []
    for record in records:
        key = (record.learner, record.source, record.key)
        if key in seen:
            errors.append(record.error("title", "repeated"))
        seen.add(key)
    return errors
