"""The open client connections of one web process: which wait, which work, which are web sockets.

Two needs meet here. At SIGTERM the waiting and the upgraded connections are cut at once, so that the process
ends when its last running request has answered. And a request that lasts too long, because its body drips in
or its answer is never read, is cut as well: gunicorn's async workers limit the time of the head alone.

Cutting is ``shutdown``, not ``close``: the greenlet that owns the socket wakes, sees the end and cleans up.
A browser whose web socket is cut this way reconnects by itself; a Socket.IO ``disconnect`` packet would tell
it to stay away.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

REQUEST_SECONDS = 60.0
UPLOAD_SECONDS = 300.0
UPLOAD_FROM_BYTES = 1_000_000


class Phase(Enum):
    """What a connection is doing."""

    WAITING = "waiting"
    WORKING = "working"
    UPGRADED = "upgraded"


class Connection(Protocol):
    """What is needed of a socket; eventlet's green ones are no subclass of the plain one."""

    def fileno(self) -> int: ...


class Request(Protocol):
    """What is needed of a gunicorn request: its headers, with names in upper case."""

    @property
    def headers(self) -> list[tuple[str, str]]: ...


@dataclass(slots=True)
class _Entry:
    phase: Phase
    deadline: float | None


def _phase_and_limit(request: Request) -> tuple[Phase, float | None]:
    headers = dict(request.headers)
    if headers.get("UPGRADE", "").lower() == "websocket":
        return Phase.UPGRADED, None
    length = headers.get("CONTENT-LENGTH", "0")
    if length.isdecimal() and int(length) >= UPLOAD_FROM_BYTES:
        return Phase.WORKING, UPLOAD_SECONDS
    return Phase.WORKING, REQUEST_SECONDS


class Connections:
    """A ledger of open connections, kept by the worker and read when it ends."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._entries: dict[Connection, _Entry] = {}
        self._clock = clock

    def __len__(self) -> int:
        return len(self._entries)

    @contextlib.contextmanager
    def open(self, connection: Connection) -> Iterator[None]:
        """Keep ``connection`` in the ledger for the length of the block."""
        self._entries[connection] = _Entry(Phase.WAITING, None)
        try:
            yield
        finally:
            del self._entries[connection]

    @contextlib.contextmanager
    def serving(self, connection: Connection, request: Request) -> Iterator[None]:
        """Mark ``connection`` as busy with ``request``; it must be open."""
        entry = self._entries[connection]
        entry.phase, seconds = _phase_and_limit(request)
        entry.deadline = None if seconds is None else self._clock() + seconds
        try:
            yield
        finally:
            entry.phase, entry.deadline = Phase.WAITING, None

    def cut_overdue(self) -> int:
        """Cut the connections whose request is past its time; return how many."""
        now = self._clock()
        return self._cut(lambda entry: entry.deadline is not None and entry.deadline <= now)

    def cut_all_but_working(self) -> int:
        """Cut what would hold up the end of the process: idle and upgraded connections; return how many."""
        return self._cut(lambda entry: entry.phase is not Phase.WORKING)

    def _cut(self, chosen: Callable[[_Entry], bool]) -> int:
        victims = [connection for connection, entry in self._entries.items() if chosen(entry)]
        for connection in victims:
            _shut_down(connection)
        return len(victims)


def _shut_down(connection: Connection) -> None:
    # On a duplicate: gevent's own shutdown throws into the waiting greenlet, which should just see the end.
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as duplicate:
        duplicate.shutdown(socket.SHUT_RDWR)
