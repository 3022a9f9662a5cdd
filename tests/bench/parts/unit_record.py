"""A unit's record, asked for by somebody signed in, against a route that does nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from backend.core.actor import Actor
from backend.records.public import NewDocument, record_document
from backend.register.public import (
    Cause,
    NewDivision,
    QuotaMove,
    add_divisions,
    record_import,
    record_quotas,
)
from tests.bench.house import EMPTY_ROUTE, OVERSEER, Browser, House, house
from tests.bench.measure import ROUNDS, Clock, Figure, Work, asked_of, side_by_side
from tests.bench.served import served
from tests.bench.sizes import Size

PART = "record"
_SYSTEM = Actor.system("bench")
_TYPES = (
    *("administrative", "political_legal", "worker", "institution"),
    *("headcount_control", "outside_quota_control"),
)
_DIVISIONS = 10
_OPENING = date(2026, 1, 1)
_BUDGET = 2.5
_SPARE = 10
_AGAIN = 200


def measure(size: Size) -> Iterator[Figure]:
    """First when each record is read anew, then when the same ones are asked for again."""
    with house(size.units + size.full_units, size.people) as built:
        paths = [f"/api/v1/register/units/{unit_id}" for unit_id in built.unit_ids[: size.full_units]]
        _fill(built, built.unit_ids[: size.full_units])
        browser = Browser.of(built.app(), OVERSEER)
        yield from _counted(built, browser, paths[0])
        yield from _compared("application alone", browser.reading, paths, time.process_time, size, budget=None)
        with served(built.runtime, browser.token) as server:
            yield from _compared("in the server", server.reading, paths, server.clock, size, budget=_BUDGET)


def _counted(built: House, browser: Browser, path: str) -> Iterator[Figure]:
    for what in ("anew", "again"):
        with asked_of(built.runtime.database.engine) as asked:
            browser.reading(path)(0)
        yield Figure(PART, f"statements, read {what}", asked.count, "")


def _compared(
    where: str,
    reading: Callable[..., Work],
    paths: Sequence[str],
    clock: Clock,
    size: Size,
    *,
    budget: float | None,
) -> Iterator[Figure]:
    """The records of ``paths``, each read once, and then a few of them again and again."""
    spare, rest = paths[:_SPARE], paths[_SPARE:]
    read, empty = reading(*spare), reading(EMPTY_ROUTE)
    repeated = size.times(_AGAIN)
    for number in range(repeated):
        read(number)
        empty(number)
    anew = side_by_side(reading(*rest), empty, times=len(rest) // ROUNDS, clock=clock)
    yield anew.figure(PART, f"6 quota types, 10 divisions, read anew, {where}", budget)
    again = side_by_side(read, empty, times=repeated, rounds=2 * ROUNDS, clock=clock)
    yield again.figure(PART, f"the same, asked for again, {where}", budget)


def _fill(built: House, unit_ids: list[str]) -> None:
    """Give units an opening balance of each type, by a document, and ten divisions."""
    with built.runtime.database.write() as tx:
        cause = Cause("import", record_import(tx, _SYSTEM, "bench", "sm3:record", {}))
        number = NewDocument(
            "云编〔2026〕1号", "关于核定编制的批复", "云川市委编委", _OPENING, "bench", cause.kind, cause.id
        )
        document = record_document(tx, _SYSTEM, number)
        moves = [QuotaMove(unit_id, name, 30, _OPENING, document) for unit_id in unit_ids for name in _TYPES]
        record_quotas(tx, _SYSTEM, moves, [], cause)
        divisions = [
            NewDivision(unit_id, f"第{number}科", _OPENING, number)
            for unit_id in unit_ids
            for number in range(_DIVISIONS)
        ]
        add_divisions(tx, _SYSTEM, divisions, cause)
