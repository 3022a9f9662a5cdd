"""Reading what an operation needs and writing rows as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, insert, select, update

from backend.core.transaction import Tx
from backend.register.errors import UnitNotFound
from backend.register.models import InternalDivision, Organization
from backend.register.models.marks import marked, table_of
from backend.register.policies import DivisionFacts, UnitFacts

#: how many ids one statement takes
CHUNK = 500
_ORGANIZATIONS = table_of(Organization).c
#: built once: making a statement costs more than running it
_UNITS = select(
    _ORGANIZATIONS.id,
    _ORGANIZATIONS.node_id,
    _ORGANIZATIONS.region_code,
    _ORGANIZATIONS.founded_on,
    _ORGANIZATIONS.dissolved_on,
).where(_ORGANIZATIONS.id.in_(bindparam("ids", expanding=True)))
_TOUCH = (
    update(table_of(Organization))
    .where(_ORGANIZATIONS.id.in_(bindparam("ids", expanding=True)))
    .values(version=_ORGANIZATIONS.version + 1)
)


def chunks(ids: Collection[str]) -> Iterable[list[str]]:
    """``ids`` sorted, in lists short enough for one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def load_units(tx: Tx, ids: Collection[str]) -> dict[str, UnitFacts]:
    """The organizations of ``ids``. Raises :class:`UnitNotFound`."""
    units: dict[str, UnitFacts] = {}
    for chunk in chunks(ids):
        for row in tx.session.execute(_UNITS, {"ids": chunk}):
            units[row.id] = UnitFacts(*row)
    for unit_id in ids:
        if unit_id not in units:
            raise UnitNotFound(unit_id=unit_id)
    return units


def load_divisions(tx: Tx, ids: Collection[str]) -> dict[str, DivisionFacts]:
    """The internal divisions of ``ids``; unknown ones are left out."""
    columns = (
        InternalDivision.id,
        InternalDivision.organization_id,
        InternalDivision.valid_from,
        InternalDivision.valid_to,
    )
    return {
        row.id: DivisionFacts(*row)
        for chunk in chunks(ids)
        for row in tx.session.execute(select(*columns).where(InternalDivision.id.in_(chunk)))
    }


def insert_rows(tx: Tx, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows in one go."""
    if rows:
        tx.connection.execute(_insert_into(table), list(rows))


def insert_marked(tx: Tx, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add ledger rows, each with its mark."""
    insert_rows(tx, table, [marked(tx.keyring, table, row) for row in rows])


def rewrite_marked(tx: Tx, table: Table, row: Mapping[str, Any]) -> None:
    """Change a row that may change (a reservation, a person) and renew its mark; ``row`` is the whole row."""
    fresh = marked(tx.keyring, table, row)
    tx.connection.execute(_rewrite(table), {f"new_{name}": value for name, value in fresh.items()})


@cache
def _insert_into(table: Table) -> Insert:
    return insert(table)


@cache
def _rewrite(table: Table) -> Update:
    fresh: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in table.columns}
    return update(table).where(table.c.id == fresh.pop("id")).values(fresh)


def touch_units(tx: Tx, ids: Collection[str]) -> None:
    """Count a visible change of these organizations: their records get a new version (and a new ETag)."""
    for chunk in chunks(ids):
        tx.connection.execute(_TOUCH, {"ids": chunk})
