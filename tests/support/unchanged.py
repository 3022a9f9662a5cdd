"""Holds a database to what it was: every row of every table, by content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import select

from backend.core.db import Base, Database

Rows = dict[str, Counter[str]]


def all_rows(database: Database) -> Rows:
    """Table → its rows as text, each with how often it is there."""
    with database.read() as tx:
        return {
            table.name: Counter(repr(tuple(row)) for row in tx.session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def nothing_changes(database: Database, *, counters: Collection[str] = (), **added: int) -> Iterator[None]:
    """Inside the block no row goes or changes, and none comes.

    ``added`` names tables with the exact number of rows that a refusal leaves there by design (the stored answer
    of a command, a line of the audit record); ``counters`` are tables whose rows may change (attempts to sign in).
    """
    before = all_rows(database)
    yield
    after = all_rows(database)
    lost = {name: rows - after[name] for name, rows in before.items() if name not in counters}
    come = {name: (rows - before[name]).total() for name, rows in after.items() if name not in counters}
    lost = {name: rows for name, rows in lost.items() if rows}
    assert lost == {}, f"gone or changed: {lost}"
    come = {name: number for name, number in come.items() if number}
    assert come == added, f"new rows: {come}, not {added}"
