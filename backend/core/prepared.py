"""Statements that are compiled once and then given to the driver as they are.

Building and compiling a statement costs SQLAlchemy several times what the database needs to answer it, and hot
reads would spend most of their time there. Here a statement is compiled for its dialect when
it is first asked for; afterwards only values are put in. Rows come as the driver gives them: on SQLite a date is
its ISO text, a truth value 0 or 1 and JSON a text; ``moment_of``, ``day_of`` and ``json_of`` read both.

A statement with the scope of its reader is compiled for a *pattern* of grants: the roles with stand-ins for their
nodes. The scope itself is still written by the one scope builder of identity; the real nodes take the place of the
stand-ins when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Executable
from sqlalchemy.engine import Dialect

from backend.core.actor import Actor, GrantRef
from backend.core.bounded import Bounded

_STAND_IN = "\x00node"


def moment_of(value: str | datetime) -> datetime:
    """A column of moments, in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value + "+00:00")  # a quarter of the time that adding the zone takes
    return value.astimezone(UTC)


def day_of(value: str | date) -> date:
    """A column of days."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def json_of(value: Any) -> Any:
    """A column of JSON."""
    return orjson.loads(value) if isinstance(value, str) else value


class Prepared:
    """One compiled statement with the values it was compiled with."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled = statement.compile(  # type: ignore[attr-defined]  # every select and union has it
            dialect=dialect, compile_kwargs={"render_postcompile": True}
        )
        self._sql: str = compiled.string
        self._defaults: dict[str, Any] = dict(compiled.params)
        self._order: Sequence[str] | None = compiled.positiontup if compiled.positional else None

    def run(
        self, connection: Connection, values: Mapping[str, Any], nodes: Sequence[str | int] = ()
    ) -> Sequence[Any]:
        """All rows, with ``values`` by name and ``nodes`` for the stand-ins."""
        return connection.exec_driver_sql(self._sql, self._given(values, nodes)).fetchall()

    def change(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Run a statement that answers no rows; values are as the driver takes them, JSON as text."""
        connection.exec_driver_sql(self._sql, self._given(values, ()))

    def change_all(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """The same for many rows, each with all its values: an import has a hundred thousand."""
        if rows:
            connection.exec_driver_sql(self._sql, [self._given(row, ()) for row in rows])

    def _given(self, values: Mapping[str, Any], nodes: Sequence[str | int]) -> Any:
        bound = {**self._defaults, **values}
        if nodes:
            stand_ins = {f"{_STAND_IN}{position}": node for position, node in enumerate(nodes)}
            bound = {name: stand_ins.get(value, value) for name, value in bound.items()}
        return bound if self._order is None else tuple(bound[name] for name in self._order)


class PreparedOnce:
    """A statement without scope, compiled once per dialect."""

    def __init__(self, build: Callable[[], Executable]) -> None:
        self._build = build
        self._compiled: dict[str, Prepared] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """All rows."""
        return self._prepared(connection).run(connection, values)

    def change(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Run a statement that answers no rows, see :meth:`Prepared.change`."""
        self._prepared(connection).change(connection, values)

    def change_all(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for many rows, see :meth:`Prepared.change`."""
        self._prepared(connection).change_all(connection, rows)

    def _prepared(self, connection: Connection) -> Prepared:
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = Prepared(self._build(), connection.dialect)
        return self._compiled[name]


class PreparedForActor:
    """A statement that holds the scope of its reader, compiled once per dialect and pattern of grants.

    ``build`` gets an actor whose nodes are stand-ins.
    """

    def __init__(self, build: Callable[[Actor], Executable]) -> None:
        self._build = build
        self._compiled: Bounded[tuple[object, ...], Prepared] = Bounded(512)

    def run(self, connection: Connection, actor: Actor, values: Mapping[str, Any]) -> Sequence[Any]:
        """All rows that ``actor`` gets."""
        nodes = list(dict.fromkeys(grant.node_id for grant in actor.grants if grant.node_id is not None))
        places = {node: position for position, node in enumerate(nodes)}
        pattern = tuple((grant.role, places.get(grant.node_id or "")) for grant in actor.grants)
        key = (connection.dialect.name, actor.is_system, actor.permissions, pattern)
        prepared = self._compiled.get(key)
        if prepared is None:
            prepared = Prepared(self._build(_with_stand_ins(actor, places)), connection.dialect)
            self._compiled.put(key, prepared)
        return prepared.run(connection, values, nodes)


def _with_stand_ins(actor: Actor, places: Mapping[str, int]) -> Actor:
    grants = tuple(
        GrantRef(grant.role, None if grant.node_id is None else f"{_STAND_IN}{places[grant.node_id]}", "")
        for grant in actor.grants
    )
    return replace(actor, grants=grants)


class PreparedForIds:
    """A statement over a few ids or numbers, compiled once per dialect and size of list.

    ``build`` gets stand-ins.
    """

    def __init__(self, build: Callable[[Sequence[str]], Executable], sizes: Sequence[int]) -> None:
        self._build = build
        self._sizes = sizes
        self._compiled: dict[tuple[str, int], Prepared] = {}

    def run(self, connection: Connection, ids: Sequence[str | int]) -> Sequence[Any]:
        """All rows of ``ids``, of which there are at most as many as the largest size."""
        if not ids:
            return ()
        size = next(size for size in self._sizes if size >= len(ids))
        key = (connection.dialect.name, size)
        if key not in self._compiled:
            stand_ins = [f"{_STAND_IN}{position}" for position in range(size)]
            self._compiled[key] = Prepared(self._build(stand_ins), connection.dialect)
        filled = [*ids, *([ids[-1]] * (size - len(ids)))]
        return self._compiled[key].run(connection, {}, filled)
