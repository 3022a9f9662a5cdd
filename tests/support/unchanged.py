"""Holds a database to what it was: every row of every table, by content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import MetaData, select, text

from backend.core.db import Base, Database

Rows = dict[str, Counter[str]]


def all_rows(database: Database, kinds: Sequence[MetaData] = (Base.metadata,)) -> Rows:
    """Table → its rows as text, each with how often it is there. One statement says which tables have any."""
    tables = {table.name: table for metadata in kinds for table in metadata.tables.values()}
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
    rows: Rows = {name: Counter() for name in tables}
    with database.read() as tx:
        for name in tx.session.scalars(text(asked)).all():
            rows[name].update(repr(tuple(row)) for row in tx.session.execute(select(tables[name])))
    return rows


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
