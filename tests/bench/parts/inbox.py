"""The list of what waits for somebody, against a route that does nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from typing import Any

from tests.bench.house import EMPTY_ROUTE, Browser, House, house
from tests.bench.measure import ROUNDS, Budget, Clock, Figure, Work, asked_of, side_by_side
from tests.bench.served import served
from tests.bench.sizes import Size
from tests.support.world import play_entry

PART = "inbox"
_LIST = "/api/v1/approvals/tasks?list=todo&limit={limit}"
_BUDGET = 3.0
_TIMES = 100
_DAYS = 60


def measure(size: Size) -> Iterator[Figure]:
    """A page of 50 of the clerk of an office whose units have filed ``size.tasks`` matters."""
    with house(size.units, 0, vacancies=5) as built:
        matter_id = play_entry(built.runtime, built.world, 1, until="office_clerk")
        _multiply(built, matter_id, size.tasks - 1)
        browser = Browser.of(built.app(), "officer")
        of_10, of_50 = (_statements(built, browser.reading(_LIST.format(limit=limit))) for limit in (10, 50))
        what = f"statements of 50 of {size.tasks} (reference: of 10)"
        yield Figure(PART, what, of_50, "", of_10, of_50 / of_10, Budget(1))
        yield _compared("application alone", browser.reading, size, time.process_time, budget=None)
        with served(built.runtime, browser.token) as server:
            yield _compared("in the server", server.reading, size, server.clock, budget=_BUDGET)


def _statements(built: House, read: Work) -> int:
    read(0)
    with asked_of(built.runtime.database.engine) as asked:
        read(0)
    return asked.count


def _compared(
    where: str, reading: Callable[..., Work], size: Size, clock: Clock, *, budget: float | None
) -> Figure:
    read, empty = reading(_LIST.format(limit=50)), reading(EMPTY_ROUTE)
    times = size.times(_TIMES)
    for number in range(times):
        read(number)
        empty(number)
    pair = side_by_side(read, empty, times=times, rounds=2 * ROUNDS, clock=clock)
    return pair.figure(PART, f"50 tasks of {size.tasks}, {where}", budget)


def _multiply(built: House, matter_id: str, number: int) -> None:
    """Copy a filed matter with its form, open task and reach, each for another unit and another day."""
    with closing(sqlite3.connect(str(built.runtime.database.url.database), isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("BEGIN IMMEDIATE")
        matter = _rows(connection, "approvals_matter", "id", matter_id)[0]
        [form] = _rows(connection, "approvals_form_revision", "matter_id", matter_id)
        [task] = [
            row for row in _rows(connection, "approvals_task", "matter_id", matter_id) if row["state"] == "open"
        ]
        reach = _rows(connection, "approvals_task_reach", "task_id", task["id"])
        for copy in range(number):
            new_matter, new_task = f"01bench{copy:025x}", f"02bench{copy:025x}"
            due = (date.fromisoformat(task["due_on"]) + timedelta(days=copy % _DAYS)).isoformat()
            subject = built.unit_ids[copy % len(built.unit_ids)]
            changed = {"id": new_matter, "subject_id": subject, "exclusive_key": None}
            _insert(connection, "approvals_matter", [{**matter, **changed}])
            _insert(connection, "approvals_form_revision", [{**form, "matter_id": new_matter}])
            _insert(
                connection, "approvals_task", [{**task, "id": new_task, "matter_id": new_matter, "due_on": due}]
            )
            _insert(
                connection, "approvals_task_reach", [{**row, "task_id": new_task, "due_on": due} for row in reach]
            )
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rows(connection: sqlite3.Connection, table: str, column: str, value: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))]


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(rows[0])
    marks = ", ".join(f":{name}" for name in names)
    connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
