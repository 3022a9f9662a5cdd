"""A decision with its effect, audit and notices, against the same rows written by plain SQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from backend.approvals.public import (
    DecisionCommand,
    DocumentReference,
    IssueDetails,
    issue_task,
    open_tasks,
    reading_of,
)
from backend.core.db import new_id
from tests.bench.house import House, house
from tests.bench.measure import Figure, asked_of, pair_of
from tests.bench.sizes import Size
from tests.support.world import play_entry

PART = "decision"
_BUDGET = 4.0
_WARM_UP = 2

Sample = tuple[float, float]


def measure(size: Size) -> Iterator[Figure]:
    """The issue of an entry onto the quota: document, posting, balances, audit, notices, number."""
    number = size.decisions + _WARM_UP
    with house(size.units, size.people, vacancies=number) as built:
        matters = [play_entry(built.runtime, built.world, one, until="issue") for one in range(1, number + 1)]
        with closing(_copy(built)) as copy:
            measured = [_decide(built, copy, matter_id, one) for one, matter_id in enumerate(matters)][_WARM_UP:]
    statements, rows = measured[-1][2:]
    yield Figure(PART, "statements (reference: those that write)", statements, "", rows)
    yield pair_of([cpu for cpu, *_ in measured]).figure(PART, "processor time", _BUDGET)
    yield pair_of([wall for _, wall, *_ in measured]).figure(PART, "time, with the wait for the disk", _BUDGET)


def _copy(built: House) -> sqlite3.Connection:
    """The database as it is before the decisions, opened with the same care for what is committed."""
    source = Path(str(built.runtime.database.url.database))
    connection = sqlite3.connect(source.with_name("copy.db"), isolation_level=None)
    with closing(sqlite3.connect(source)) as original:
        original.backup(connection)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _decide(
    built: House, copy: sqlite3.Connection, matter_id: str, number: int
) -> tuple[Sample, Sample, int, int]:
    """Decide, then write the same rows; (processor, wall) seconds of both and the numbers of statements."""
    database = built.runtime.database
    with database.read() as tx:
        actor = built.world.actor(tx, "officer")
        [task] = open_tasks(tx, matter_id)
        revision, digest = reading_of(tx, actor, task.id)
        document = DocumentReference(f"清编办〔2026〕{number}号", "关于人员入编的通知", "清溪县编办", tx.today())
    command = DecisionCommand(new_id(), "issue", revision, digest, "")
    with asked_of(database.engine) as asked:
        cpu, wall = time.process_time(), time.perf_counter()
        with database.write() as writing, writing.savepoint():
            issue_task(writing, actor, task.id, command, IssueDetails(document))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    changes = asked.changes
    plain_cpu, plain_wall = time.process_time(), time.perf_counter()
    _write(copy, changes)
    plain_cpu, plain_wall = time.process_time() - plain_cpu, time.perf_counter() - plain_wall
    return (cpu, plain_cpu), (wall, plain_wall), asked.count, len(changes)


def _write(connection: sqlite3.Connection, changes: Sequence[tuple[str, Any, bool]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement, values, many in changes:
        if many:
            connection.executemany(statement, values)
        else:
            connection.execute(statement, values)
    connection.execute("COMMIT")
