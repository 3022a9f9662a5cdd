"""The follower reads each signal once, also those that commit late; waiting ends with a commit."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any

import pytest

from backend.core.db import Database
from backend.core.signals import SignalRow, send_signal
from notifications.relay import SETTLED_AFTER_SECONDS, Follower, Relay
from notifications.wakeups import wakeup_for
from tests.support.waiting import PATIENCE_SECONDS

ROOM = "account:a"


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _send(database: Database, topic: str, seq: int | None = None) -> None:
    with database.write() as tx:
        if seq is None:
            send_signal(tx, ROOM, topic, {"id": topic})
        else:
            tx.session.add(SignalRow(seq=seq, room=ROOM, topic=topic, payload={}, created_at=tx.now()))


def test_what_was_before_the_start_is_not_news(database: Database) -> None:
    _send(database, "old")
    assert Follower(database).new_signals() == []


def test_each_signal_is_read_once(database: Database) -> None:
    follower = Follower(database)
    _send(database, "a")
    _send(database, "b")
    assert [signal.topic for signal in follower.new_signals()] == ["a", "b"]
    assert follower.new_signals() == []


def test_a_signal_that_commits_after_a_younger_one_is_not_lost(database: Database) -> None:
    clock = Clock()
    follower = Follower(database, clock)
    _send(database, "younger", seq=7)
    assert [signal.topic for signal in follower.new_signals()] == ["younger"]
    _send(database, "late", seq=6)
    assert [signal.topic for signal in follower.new_signals()] == ["late"]
    clock.seconds += SETTLED_AFTER_SECONDS + 1
    assert follower.new_signals() == []
    _send(database, "next", seq=8)
    assert [signal.topic for signal in follower.new_signals()] == ["next"]


class StumblingWakeup:
    """Fails as the driver itself does, once."""

    def __init__(self) -> None:
        self.failures = [sqlite3.OperationalError("database is locked")]

    def wait(self, seconds: float) -> None:
        if self.failures:
            raise self.failures.pop()

    def close(self) -> None: ...


def test_the_relay_outlives_a_failure_of_the_driver(database: Database) -> None:
    told: list[str] = []

    def emit(event: str, *args: Any, to: str) -> None:
        told.append(f"{event} {to} {args[0]['topic']}")

    relay = Relay(database, emit, sleep=lambda _seconds: None)
    wakeup = StumblingWakeup()
    _send(database, "a")
    relay.wait_and_pass_on(wakeup)
    assert told == []
    relay.wait_and_pass_on(wakeup)
    assert told == [f"signal {ROOM} a"]


def test_a_commit_ends_the_wait(database: Database) -> None:
    wakeup = wakeup_for(database)
    wakeup.wait(0.05)  # begins to listen, on PostgreSQL
    began = time.monotonic()
    writer = threading.Thread(target=_send, args=(database, "a"))
    writer.start()
    wakeup.wait(PATIENCE_SECONDS)
    writer.join()
    wakeup.close()
    assert time.monotonic() - began < PATIENCE_SECONDS


@pytest.mark.parametrize("seconds", [0.1])
def test_without_a_commit_the_wait_ends_by_itself(database: Database, seconds: float) -> None:
    wakeup = wakeup_for(database)
    began = time.monotonic()
    wakeup.wait(seconds)
    wakeup.close()
    assert time.monotonic() - began >= seconds
