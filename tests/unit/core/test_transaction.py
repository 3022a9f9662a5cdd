"""The unit of work: what commits, what a refusal undoes, and what runs only when the rows are safe."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from backend.core import events
from backend.core.db import Database, new_id
from backend.core.errors import Refused
from backend.core.events import Event, listen
from backend.core.jobs import JobRow, enqueue
from backend.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class LampLit(Event):
    lamp_id: str


def _jobs(database: Database) -> int:
    with database.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(JobRow)) or 0


def test_write_commits_and_then_runs_callbacks(database: Database) -> None:
    seen: list[int] = []
    with database.write() as tx:
        enqueue(tx, "light", {})
        tx.on_commit(lambda _: seen.append(_jobs(database)), "lamp")
        assert seen == []
    assert seen == [1], "the callback sees the committed row"


def test_nothing_is_sent_when_the_commit_fails(database: Database) -> None:
    sent: list[str] = []
    with pytest.raises(ZeroDivisionError), database.write() as tx:
        enqueue(tx, "light", {})
        tx.on_commit(sent.append, "lamp")
        raise ZeroDivisionError
    assert (sent, _jobs(database)) == ([], 0)


def test_callbacks_refuse_models(database: Database) -> None:
    with database.write() as tx:
        row = tx.session.get(JobRow, enqueue(tx, "light", {}))
        with pytest.raises(TypeError):
            tx.on_commit(lambda _: None, row)  # type: ignore[arg-type]


def test_refusal_undoes_the_savepoint_only(database: Database) -> None:
    sent: list[str] = []
    with database.write() as tx:
        enqueue(tx, "kept", {})
        with pytest.raises(Refused), tx.savepoint():
            enqueue(tx, "undone", {})
            tx.on_commit(sent.append, "undone")
            raise Refused
    with database.read() as tx:
        kinds = list(tx.session.scalars(select(JobRow.kind)))
    assert (kinds, sent) == (["kept"], [])


def test_listeners_write_inside_the_transaction(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(events._handlers, LampLit, [])

    def note(tx: Tx, event: LampLit) -> None:
        enqueue(tx, "noted", {"lamp": event.lamp_id})

    listen(LampLit, note)
    listen(LampLit, note)  # twice is once
    with pytest.raises(ZeroDivisionError), database.write() as tx:
        tx.publish(LampLit(new_id()))
        raise ZeroDivisionError
    assert _jobs(database) == 0
    with database.write() as tx:
        tx.publish(LampLit(new_id()))
    assert _jobs(database) == 1


def test_writers_of_one_process_queue_and_lose_nothing(database: Database) -> None:
    def add(kind: str) -> None:
        for _ in range(10):
            with database.write() as tx:
                enqueue(tx, kind, {})

    writers = [threading.Thread(target=add, args=(str(number),)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert _jobs(database) == 80
