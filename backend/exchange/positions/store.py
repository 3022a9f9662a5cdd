"""The positions of one table on disk while it is imported: of 100,000 rows only a page is in memory.

A private, temporary database of SQLite: it has no name, writes to disk what does not fit its small cache, and is
gone with its last reference.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import orjson

from backend.register.public import NewRecruitmentItem

#: Positions that are looked at together: as many codes as one statement takes.
PART: Final = 500
_CACHE_KB: Final = 4096
_TABLES: Final = """
    CREATE TABLE position (number INTEGER PRIMARY KEY, sheet TEXT, row INTEGER, organization TEXT,
                           code TEXT UNIQUE, title TEXT, heads INTEGER, details BLOB);
    CREATE TABLE item (number INTEGER PRIMARY KEY, source TEXT, code TEXT, title TEXT, heads INTEGER,
                       organization_id TEXT, undecided_name_id TEXT, details BLOB);
"""
_ADD_POSITION: Final = (
    "INSERT OR IGNORE INTO position (sheet, row, organization, code, title, heads, details)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ADD_ITEM: Final = (
    "INSERT INTO item (source, code, title, heads, organization_id, undecided_name_id, details)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_POSITIONS: Final = "SELECT sheet, row, organization, code, title, heads, details FROM position ORDER BY number"
_ITEMS: Final = (
    "SELECT source, code, title, heads, organization_id, undecided_name_id, details FROM item ORDER BY number"
)


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


class PositionStore:
    """Positions in the order of their table, each code once; beside them the items that are made of them."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(f"PRAGMA cache_size=-{_CACHE_KB}; PRAGMA journal_mode=OFF; {_TABLES}")
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Position]:
        for sheet, row, organization, code, title, heads, details in self._db.execute(_POSITIONS):
            yield Position(sheet, row, organization, code, title, heads, orjson.loads(details))

    def parts(self) -> Iterator[list[Position]]:
        """All positions, `PART` at a time."""
        positions = iter(self)
        while part := list(islice(positions, PART)):
            yield part

    def add(self, position: Position) -> bool:
        """Keep a position; false, and nothing is kept, if its code is there already."""
        facts = (
            position.sheet,
            position.row,
            position.organization,
            position.code,
            position.title,
            position.heads,
        )
        added = self._db.execute(_ADD_POSITION, (*facts, orjson.dumps(dict(position.details)))).rowcount == 1
        self._count += added
        return added

    def lacking(self, codes: Collection[str]) -> set[str]:
        """Those of at most `PART` codes that no position has."""
        marks = ", ".join("?" * len(codes))
        query = f"SELECT code FROM position WHERE code IN ({marks})"  # noqa: S608  # nothing but marks
        return set(codes).difference(code for (code,) in self._db.execute(query, tuple(codes)))

    def add_items(self, items: Iterable[NewRecruitmentItem]) -> None:
        """Keep what is to be written of some positions."""
        self._db.executemany(_ADD_ITEM, ((*item[:-1], orjson.dumps(item.details)) for item in items))

    def clear_items(self) -> None:
        """Forget the items, to make them anew."""
        self._db.execute("DELETE FROM item")

    def items(self) -> Iterator[NewRecruitmentItem]:
        """The items in the order of their positions."""
        for *facts, details in self._db.execute(_ITEMS):
            yield NewRecruitmentItem._make((*facts, orjson.loads(details)))
