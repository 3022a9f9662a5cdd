"""The relay: passes committed signal rows on to the rooms they name.

Each web process follows the table and tells its own sockets. With Redis the worker follows it alone and tells
everybody through Socket.IO's message queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import structlog

from backend.core.db import Database
from backend.core.signals import Signal, last_signal, signals_after
from notifications.wakeups import Wakeup, wakeup_for

log = structlog.get_logger(__name__)

EVENT = "signal"
LOOK_EVERY_SECONDS = 2.0
PAUSE_AFTER_FAILURE_SECONDS = 1.0
#: How long a transaction may take to commit after its number was given out (PostgreSQL).
SETTLED_AFTER_SECONDS = 30.0
BATCH = 5000


class Emit(Protocol):
    """``SocketIO.emit``, as far as it is used here."""

    def __call__(self, event: str, *args: Any, to: str) -> None: ...


class Follower:
    """Reads each signal once, in order, also those that commit after younger ones.

    PostgreSQL gives numbers out before transactions commit, so a number below the newest may still appear. The
    follower looks again at the last half minute and keeps what it has passed on of it in mind.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._passed: dict[int, float] = {}
        with database.read() as tx:
            self._floor = last_signal(tx)

    def new_signals(self) -> list[Signal]:
        """What was committed since the last call."""
        with self._database.read() as tx:
            found = signals_after(tx, self._floor, BATCH)
        now = self._clock()
        fresh = [signal for signal in found if signal.seq not in self._passed]
        self._passed |= {signal.seq: now for signal in fresh}
        settled = [seq for seq, at in self._passed.items() if now - at > SETTLED_AFTER_SECONDS]
        if len(found) == BATCH:  # a flood: what lies below it will not be looked for again
            settled = list(self._passed)
        if settled:
            self._floor = max(self._floor, *settled)
            self._passed = {seq: at for seq, at in self._passed.items() if seq > self._floor}
        return fresh


class Relay:
    """Passes signals on as long as the process lives."""

    def __init__(
        self,
        database: Database,
        emit: Emit,
        seen: Callable[[Signal], None] = lambda _signal: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._emit = emit
        self._seen = seen
        self._sleep = sleep
        self._follower = Follower(database)

    def run(self) -> None:
        """Never returns; a database that is away for a while only delays."""
        wakeup = wakeup_for(self._database, self._sleep)
        while True:
            self.wait_and_pass_on(wakeup)

    def wait_and_pass_on(self, wakeup: Wakeup) -> None:
        """One turn: wait for a commit, then pass on what it brought."""
        try:
            wakeup.wait(LOOK_EVERY_SECONDS)
            self.pass_on()
        except Exception as error:  # noqa: BLE001  # it must outlive whatever a turn meets: SQLite's own errors too
            log.warning("relay_failed", kind=type(error).__name__)
            self._sleep(PAUSE_AFTER_FAILURE_SECONDS)

    def pass_on(self) -> None:
        """Tell the rooms what is new."""
        for signal in self._follower.new_signals():
            payload = {"id": None, "count": None, **signal.payload, "topic": signal.topic}
            self._emit(EVENT, payload, to=signal.room)
            self._seen(signal)
