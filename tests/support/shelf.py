"""Worlds that many tests begin with: built once for each worker, and put back as they were built.

``shelf.take(make, database, …)`` calls ``make`` the first time and keeps what it wrote; from then on those rows
are put into the test's own empty database, which takes a tenth of the time. Keys and the hour are the same for
every test, so that marks hold.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, text

from backend.core.bounded import Bounded
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.register.queries import record, references
from courses.quizzes import book

Made = TypeVar("Made")

_FILLED = """
SELECT quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
_SEQUENCES = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
#: What a process keeps by ids, which are the same ones in the next test.
_KEPT: tuple[Bounded[Any, Any], ...] = (record._bodies, references._references, book._read)


def forget_answers() -> None:
    """Empty what the process keeps of databases that are gone."""
    for kept in _KEPT:
        kept._values.clear()


@dataclass(slots=True)
class Shelf:
    """Worlds by what made them, each with the rows it consists of."""

    _worlds: dict[object, tuple[Any, Database, Any]] = field(default_factory=dict)

    def take(self, make: Callable[..., Made], holder: Database | Runtime, **named: object) -> Made:
        """What ``make(holder, **named)`` returns, its rows being in the database, which was empty.

        Each test is given a copy of its own, which knows the database of that test.
        """
        database = holder if isinstance(holder, Database) else holder.database
        key = (make.__module__, make.__qualname__, tuple(sorted(named.items())), database.clock.now())
        if key not in self._worlds:
            made = make(holder, **named)
            self._worlds[key] = (made, database, _rows_of(database))
            return copy.deepcopy(made, {id(database): database})
        kept, knew, rows = self._worlds[key]
        _put_back(database, rows)
        return cast(Made, copy.deepcopy(kept, {id(knew): database}))


def _rows_of(database: Database) -> Any:
    if database.dialect == "sqlite":
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(str(database.engine.url.database))) as source:
            source.backup(kept)
        return kept
    with database.engine.connect() as connection:
        tables = connection.execute(text(_FILLED)).scalars().all()
        rows = {table: copied for table in tables if (copied := _copy_out(connection, table))}
        return rows, [tuple(row) for row in connection.execute(text(_SEQUENCES))]


def _copy_out(connection: Connection, table: str) -> bytes:
    with _cursor(connection) as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copied:
        return b"".join(copied)


def _put_back(database: Database, rows: Any) -> None:
    if database.dialect == "sqlite":
        with closing(sqlite3.connect(str(database.engine.url.database))) as target:
            rows.backup(target)
        return
    tables, sequences = rows
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table, copied in tables.items():
            with _cursor(connection) as cursor, cursor.copy(f"COPY {table} FROM STDIN") as target:
                target.write(copied)
        for sequence, last in sequences:
            connection.execute(text(f"SELECT setval('{sequence}', {last})"))


def _cursor(connection: Connection) -> Any:
    driver = connection.connection.driver_connection
    assert driver is not None
    return driver.cursor()
