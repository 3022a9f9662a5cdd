"""Marks of rows that only the server's key can make, and the words that only it can read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson

from backend.core.crypto import Keyring

#: Sets these marks apart from every other use of the same key.
_PREFIX = b"zb-assessment-evidence\n"


def marked(keyring: Keyring, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` of a whole row with its mark."""
    return {**values, "mac": keyring.mac(_content(table, values))}


def mark_holds(keyring: Keyring, table: str, values: Mapping[str, Any]) -> bool:
    """Whether a row is as it was written."""
    return keyring.verify_mac(_content(table, values), values["mac"])


def sealed_text(keyring: Keyring, table: str, column: str, row_id: str, text: str) -> str:
    """``text`` encrypted for its place."""
    return keyring.encrypt(text, f"{table}.{column}:{row_id}")


def opened_text(keyring: Keyring, table: str, column: str, row_id: str, stored: str) -> str:
    """The text behind :func:`sealed_text`. Raises ``Undecryptable``."""
    return keyring.decrypt(stored, f"{table}.{column}:{row_id}")


def _content(table: str, values: Mapping[str, Any]) -> bytes:
    fixed = {name: _plain(value) for name, value in values.items() if name != "mac"}
    return _PREFIX + table.encode() + b"\n" + orjson.dumps(fixed, option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
