"""The database: one engine, two ways in.

``Database.read()`` opens a snapshot that never writes; ``Database.write()`` begins as a writer at once
(``BEGIN IMMEDIATE`` on SQLite), so that a transaction which has read never fails later because another one wrote.

SQLite lets one connection write at a time and blocks the whole *process* while it waits, which under a green
worker would also block the writer that is to release the lock. So writers of one process queue on ``write_lock``
first, the engine's own wait is short, and a writer of another process is waited for by asking again.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar

import orjson
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, String, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from backend.core.clock import Clock
from backend.core.crypto import Keyring
from backend.core.errors import Unavailable
from backend.core.transaction import Tx

#: How long a writer asks again for SQLite's write lock before it gives up, in seconds.
WRITE_PATIENCE = 15.0
_ENGINE_WAIT_MS = 40
#: What a connection to SQLite keeps of the file in memory, and while it writes very many rows.
_CACHE_KB, _BULK_CACHE_KB = 65_536, 8_192


class DatabaseBusy(Unavailable):
    """Another process kept writing for longer than anybody should wait."""

    code = "database_busy"


class _Ids:
    """Counts up in steps of 1/4096 ms, and never stands still (RFC 9562 §6.2, method 1)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> str:
        with self._lock:
            self._last = max((time.time_ns() << 12) // 1_000_000, self._last + 1)
            count = self._last
        random_bits = int.from_bytes(os.urandom(8)) & _RANDOM_BITS | _VARIANT
        return f"{count >> 12:012x}7{count & 0xFFF:03x}{random_bits:016x}"


_RANDOM_BITS, _VARIANT = (1 << 62) - 1, 1 << 63
_ids = _Ids()


def new_id() -> str:
    """A new opaque id: a UUID of version 7 (RFC 9562) as 32 hexadecimal digits, so that rows stay in order."""
    return _ids.new()


Id = Annotated[str, mapped_column(String(32))]
PrimaryId = Annotated[str, mapped_column(String(32), primary_key=True, default=new_id)]

JsonType = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC in Python on both databases (SQLite itself forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a time zone"
            raise ValueError(msg)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's hook
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables; names of constraints are fixed so that migrations are the same on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcDateTime(), dict[str, Any]: JsonType, list[Any]: JsonType}


class Database:
    """The storage of one process."""

    def __init__(self, url: str, clock: Clock, keyring: Keyring, *, one_of_many: bool = False) -> None:
        """``one_of_many``: a copy among others with the same ids, so that no process-wide memory serves it."""
        self.url = _with_driver(make_url(url))
        self.clock = clock
        self.keyring = keyring
        self.dialect = self.url.get_backend_name()
        self.engine = _make_engine(self.url)
        self.write_lock = threading.Lock()
        self._keeps_answers = not one_of_many

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that only reads and is always rolled back."""
        tx = Tx(self.engine, self.clock, self.keyring, writes=False, keeps_answers=self._keeps_answers)
        try:
            yield tx
        finally:
            tx.close()

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that commits when the block ends well and leaves nothing behind otherwise.

        Callbacks given to ``Tx.on_commit`` run after the commit. Raises :class:`DatabaseBusy`.
        """
        with self.write_lock if self.dialect == "sqlite" else nullcontext():
            tx = self._begin_writing()
            try:
                yield tx
                tx.commit()
            finally:
                tx.close()
        tx.run_callbacks()

    @contextmanager
    def write_in_bulk(self) -> Iterator[Tx]:
        """The same for very many rows: on SQLite full pages go to disk at once, and do not fill memory first."""
        with self.write() as tx:
            if self.dialect != "sqlite":
                yield tx
                return
            tx.connection.exec_driver_sql(f"PRAGMA cache_size=-{_BULK_CACHE_KB}")
            try:
                yield tx
            finally:
                tx.connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KB}")

    def _begin_writing(self) -> Tx:
        deadline = time.monotonic() + WRITE_PATIENCE
        while True:
            tx = Tx(self.engine, self.clock, self.keyring, writes=True)
            try:
                tx.connection.execution_options(zb_writes=True).begin()
            except (OperationalError, sqlite3.OperationalError) as error:
                tx.close()
                if "locked" not in str(error):
                    raise
                if time.monotonic() > deadline:
                    raise DatabaseBusy(retry_after=5) from error
            else:
                return tx
            time.sleep(random.uniform(0.002, 0.02))  # noqa: S311  # jitter, not a secret

    def dispose(self) -> None:
        """Close all connections (before a fork, at the end of a process)."""
        self.engine.dispose()


def _with_driver(url: URL) -> URL:
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _json_text(value: Any) -> str:
    return orjson.dumps(value).decode()


def _json_value(stored: Any) -> Any:
    """SQLite gives a lone number back as a number; SQLAlchemy takes it as it is when the reader says TypeError."""
    if not isinstance(stored, str | bytes):
        raise TypeError
    return orjson.loads(stored)


#: columns of JSON are read and written by the fast reader
_JSON: dict[str, Any] = {"json_serializer": _json_text, "json_deserializer": _json_value}


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True, **_JSON)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=20, max_overflow=40, **_JSON)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, see _begin_sqlite
    for pragma in (
        f"busy_timeout={_ENGINE_WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # an approval that was answered survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",
        f"cache_size=-{_CACHE_KB}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("zb_writes", False)
    # the driver alone is asked: SQLAlchemy would take longer than it, to no use
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
