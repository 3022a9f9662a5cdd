"""A PostgreSQL database that many tests use, one after another, each of them empty.

Making a database takes PostgreSQL longer than most tests take; emptying one takes some hundredths of a second. One
that a test left otherwise than it was made, but for its rows, is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, Connection, create_engine, make_url, text

#: Whoever a test left connected would keep its locks.
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
#: Triggers that append-only tables have, and foreign keys, are no hindrance to a replica.
_EMPTY = """
DO $$
DECLARE thing record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR thing IN SELECT oid::regclass AS name, relkind FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') LOOP
        IF thing.relkind = 'r' THEN
            EXECUTE format('DELETE FROM %s', thing.name);
        ELSE
            EXECUTE format('ALTER SEQUENCE %s RESTART', thing.name);
        END IF;
    END LOOP;
END $$
"""
#: What a database is made of, triggers that sleep included.
_MADE_OF = """
SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
       (SELECT count(*) FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped),
       (SELECT count(*) FROM pg_constraint),
       (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O')
"""


def execute(url: URL | str, *statements: str) -> None:
    """Run each of ``statements`` at once and for good."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@dataclass(slots=True)
class EmptiedDatabase:
    """One database made from ``template``, lent to one test at a time."""

    template: URL
    name: str
    _made_of: Sequence[int] = ()

    def lend(self) -> str:
        """The address of the database, which is empty."""
        if not self._made_of:
            execute(
                self.template.set(database="postgres"),
                f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
                f"CREATE DATABASE {self.name} TEMPLATE {self.template.database} STRATEGY FILE_COPY",
            )
            with self._connected() as connection:
                self._made_of = tuple(connection.execute(text(_MADE_OF)).one())
        return self.template.set(database=self.name).render_as_string(hide_password=False)

    def take_back(self) -> None:
        """Empty it; what is not as it was made is forgotten, and made anew for the next test."""
        with self._connected() as connection:
            connection.execute(text(_ALONE))
            if tuple(connection.execute(text(_MADE_OF)).one()) == self._made_of:
                connection.execute(text(_EMPTY))
            else:
                self._made_of = ()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = create_engine(self.template.set(database=self.name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()
