"""Search as you type, against the bare SQL of the same search, on registers of growing size."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import pairwise

from backend.core.actor import Actor
from backend.core.search_tokens import normalize, readings
from backend.identity.public import actor_of_account
from backend.register.queries.units import find_units
from tests.bench.fill import town_code, unit_code, unit_name
from tests.bench.house import OVERSEER, House, house
from tests.bench.measure import ROUNDS, Asked, Budget, Figure, Work, asked_of, side_by_side
from tests.bench.sizes import PEOPLE_PER_UNIT, Size

PART = "search"
_LIMIT = 20
_REPEATS = 6
_BUDGET, _GROWTH, _STATEMENTS = 2.5, 1.3, 3


def measure(size: Size) -> Iterator[Figure]:
    """By name, pinyin and code in the largest register; then how the cost grows from one to the next."""
    with ExitStack() as stack:
        rungs = [_Rung.of(stack, people) for people in size.ladder]
        largest = rungs[-1]
        for kind in QUERIES:
            pair = side_by_side(largest.ours(kind), largest.bare(kind), times=_times(kind), rounds=2 * ROUNDS)
            yield pair.figure(PART, f"by {kind}, {largest.size}", _BUDGET)
        most = max(asked.count for kind in QUERIES for asked in largest.asked(kind))
        yield Figure(PART, "statements of a search, most", most, "", budget=Budget(_STATEMENTS, of_value=True))
        for smaller, larger in pairwise(rungs):
            for kind in QUERIES:
                pair = side_by_side(larger.ours(kind), smaller.ours(kind), times=_times(kind), rounds=2 * ROUNDS)
                yield pair.figure(PART, f"growth by {kind}, {smaller.size} → {larger.size}", _GROWTH)


def _names(position: int) -> list[str]:
    """What somebody types who looks for this unit: two characters of the place, of the body, all of it."""
    name = unit_name(position)
    return [name[3:5], name[-3:], name[3:8], name]


def _pinyin(position: int) -> list[str]:
    """Initials from the start, initials of the body, the place in full."""
    syllables = readings(normalize(unit_name(position)))[0]
    return [
        "".join(one[0] for one in syllables[:6]),
        "".join(one[0] for one in syllables[-4:]),
        "".join(syllables[:3]),
    ]


def _codes(position: int) -> list[str]:
    """A code, its beginning, the code of the place."""
    return [unit_code(position), unit_code(position)[:14], town_code(position)]


QUERIES = {"name": _names, "pinyin": _pinyin, "code": _codes}
_SOUGHT = (7, 61, 123, 3)


def _times(kind: str) -> int:
    return _REPEATS * len(_queries(kind))


def _queries(kind: str) -> list[str]:
    return [query for position in _SOUGHT for query in QUERIES[kind](position)]


@dataclass(slots=True)
class _Rung:
    """A register of one size with somebody who sees all of it, and a connection of the bare driver."""

    built: House
    actor: Actor
    people: int
    connection: sqlite3.Connection

    @classmethod
    def of(cls, stack: ExitStack, people: int) -> _Rung:
        built = stack.enter_context(house(people // PEOPLE_PER_UNIT, people))
        with built.runtime.database.read() as tx:
            actor = actor_of_account(tx, built.world.accounts[OVERSEER])
        assert actor is not None
        connection = sqlite3.connect(str(built.runtime.database.url.database), isolation_level=None)
        connection.execute("PRAGMA cache_size=-65536")
        rung = cls(built, actor, people, stack.enter_context(closing(connection)))
        for kind in QUERIES:
            rung.asked(kind)
        return rung

    @property
    def size(self) -> str:
        return f"{self.people // PEOPLE_PER_UNIT} units and {self.people} people"

    def ours(self, kind: str) -> Work:
        queries = _queries(kind)

        def search(number: int) -> None:
            with self.built.runtime.database.read() as tx:
                find_units(tx, self.actor, queries[number % len(queries)], limit=_LIMIT)

        return search

    def asked(self, kind: str) -> Sequence[Asked]:
        """The statements of each query; each must find something."""
        database = self.built.runtime.database
        kept = []
        for query in _queries(kind):
            with asked_of(database.engine) as asked, database.read() as tx:
                assert find_units(tx, self.actor, query, limit=_LIMIT)["items"], query
            kept.append(asked)
        return kept

    def bare(self, kind: str) -> Work:
        """The same statements, given to the driver as they are."""
        kept = [asked.asking for asked in self.asked(kind)]

        def run(number: int) -> None:
            self.connection.execute("BEGIN")
            for statement, values, _ in kept[number % len(kept)]:
                self.connection.execute(statement, values).fetchall()
            self.connection.execute("ROLLBACK")

        return run
