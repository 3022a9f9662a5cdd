"""Knowing at once that somebody committed: how the relay and the worker wait for new rows.

* PostgreSQL: ``LISTEN`` on a connection of its own; ``NOTIFY`` is part of the writer's transaction.
* SQLite: ``PRAGMA data_version`` of a connection of its own, which changes when any other connection commits;
  asking costs microseconds, so five times a second is cheap.

Both only say "look"; the rows are the truth, so a missed word costs one ``LOOK_EVERY`` at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import psycopg
import structlog

from backend.core.db import Database
from backend.core.signals import NOTIFY_CHANNEL

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.2
RECONNECT_SECONDS = 1.0


class Wakeup(Protocol):
    """Waits for a commit."""

    def wait(self, seconds: float) -> None:
        """Return when somebody committed, or after ``seconds``."""

    def close(self) -> None:
        """Give the connection back."""


def wakeup_for(database: Database, sleep: Callable[[float], None] = time.sleep) -> Wakeup:
    """The way to wait that ``database`` has."""
    if database.dialect == "postgresql":
        return _Listening(database.url.set(drivername="postgresql").render_as_string(hide_password=False), sleep)
    return _Polling(database, sleep)


class _Polling:
    def __init__(self, database: Database, sleep: Callable[[float], None]) -> None:
        # A raw connection: inside a transaction the number would stand still.
        self._connection = database.engine.raw_connection()
        self._sleep = sleep
        self._version = self._data_version()

    def wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            version = self._data_version()
            if version != self._version:
                self._version = version
                return
            self._sleep(POLL_SECONDS)

    def close(self) -> None:
        self._connection.close()

    def _data_version(self) -> int:
        cursor = self._connection.cursor()
        version: int = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        return version


class _Listening:
    def __init__(self, url: str, sleep: Callable[[float], None]) -> None:
        self._url = url
        self._sleep = sleep
        self._connection: psycopg.Connection | None = None

    def wait(self, seconds: float) -> None:
        try:
            for _ in self._listening().notifies(timeout=seconds, stop_after=1):
                pass
        except psycopg.OperationalError as error:
            log.warning("listening_failed", kind=type(error).__name__)
            self.close()
            self._sleep(min(seconds, RECONNECT_SECONDS))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _listening(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = psycopg.connect(self._url, autocommit=True)
            self._connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
        return self._connection
