"""What people wrote to each other lies encrypted in the database, each value bound to its column and row."""

from __future__ import annotations

from backend.core.transaction import Tx


def sealed(tx: Tx, column: str, row: str, text: str) -> str:
    """``text`` as it is stored; ``column`` is ``table:column``, ``row`` whatever names the row for good."""
    return tx.keyring.encrypt(text, f"{column}:{row}")


def opened(tx: Tx, column: str, row: str, value: str) -> str:
    """The text behind a stored value. Raises ``Undecryptable`` for one that was moved or changed."""
    return tx.keyring.decrypt(value, f"{column}:{row}")
