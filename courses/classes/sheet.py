"""A list of who was there: account or person id, name, and whether they came (they did where it does not say)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from backend.core.spreadsheet import SheetContent, SheetRow
from backend.exchange.public import HeaderNotFound, RowError, bad_rows, cell_at, find_columns, is_empty, text_of

HEADER_ROWS: Final = 20
HEADINGS: Final = ("账号或人员编号", "姓名", "到课")
_REQUIRED: Final = ("learner", "name")
_NAMES: Final[Mapping[str, str]] = {
    "账号或人员编号": "learner",
    "账号": "learner",
    "人员编号": "learner",
    "account": "learner",
    "姓名": "name",
    "name": "name",
    "到课": "present",
    "present": "present",
}
_PRESENT: Final[Mapping[str, bool]] = {
    "": True,
    "是": True,
    "到": True,
    "√": True,
    "yes": True,
    "否": False,
    "缺": False,
    "no": False,
}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row as it was read."""

    sheet: str
    row: int
    learner: str
    name: str
    present: bool

    def error(self, column: str, problem: str) -> RowError:
        return RowError(self.sheet, self.row, column, problem)


def parse_roster(rows: Iterable[SheetRow]) -> list[RosterRow]:
    """Every row of the sheets that have the header of a roster.

    :raises HeaderNotFound, ColumnsMissing, ColumnRepeated, BadRows:
    """
    headers: dict[str, dict[str, int]] = {}
    found: list[RosterRow] = []
    errors: list[RowError] = []
    for row in rows:
        columns = headers.get(row.sheet)
        if columns is None:
            header = find_columns(row, _NAMES, _REQUIRED) if row.number <= HEADER_ROWS else None
            if header is not None:
                headers[row.sheet] = header
            continue
        if is_empty(row):
            continue
        texts = {key: text_of(cell_at(row, columns.get(key))) for key in ("learner", "name", "present")}
        errors += [RowError(row.sheet, row.number, key, "missing") for key in _REQUIRED if not texts[key]]
        if texts["present"] not in _PRESENT:
            errors.append(RowError(row.sheet, row.number, "present", "malformed"))
        else:
            present = _PRESENT[texts["present"]]
            found.append(RosterRow(row.sheet, row.number, texts["learner"], texts["name"], present))
    if not headers:
        raise HeaderNotFound(needed=list(HEADINGS[:2]))
    if errors:
        raise bad_rows(errors)
    return found


def roster_form(people: Iterable[tuple[str, str]]) -> SheetContent:
    """The list to fill in, with the user names and names of the class."""
    return SheetContent("名册", HEADINGS, [(username, name, "") for username, name in people])
