"""The mark that every ledger row carries.

``mac`` is an HMAC-SM3, under a key outside the database, over all columns of the row, among them its place in the
chain of its holder. Triggers refuse changes of a ledger; whoever drops them still cannot edit, insert or remove a
row without ``verify`` naming it: an edit or a foreign row has no valid mark, a removed row leaves a gap in its
chain or a chain that is shorter than its holder says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

import orjson
from sqlalchemy import RowMapping, Table

from backend.core.crypto import Keyring
from backend.core.db import Base


def table_of(model: type[Base]) -> Table:
    """The table of ``model``, typed: ledgers are written and read as plain rows."""
    return cast("Table", model.__table__)


def row_content(table: str, values: Mapping[str, Any]) -> bytes:
    """What the mark of a row covers: its table and every column but the mark itself, in one fixed form."""
    fixed = {name: _plain(value) for name, value in values.items() if name != "mac"}
    return b"zb-register-row\n" + table.encode() + b"\n" + orjson.dumps(fixed, option=orjson.OPT_SORT_KEYS)


def marked(keyring: Keyring, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The whole row of ``table``: ``values``, empty for the columns not given, and the mark."""
    row = {column.name: values.get(column.name) for column in table.columns}
    row["mac"] = keyring.mac(row_content(table.name, row))
    return row


def mark_holds(keyring: Keyring, table: str, row: RowMapping) -> bool:
    """Whether ``row`` is as the product wrote it."""
    return keyring.verify_mac(row_content(table, dict(row)), row["mac"])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
