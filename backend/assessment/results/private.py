"""Texts about people as they lie in the database: encrypted, and bound to their table, column and row."""

from __future__ import annotations

from backend.core.transaction import Tx


def _place(table: str, column: str, row_id: str) -> str:
    return f"{table}:{column}:{row_id}"


def close_text(tx: Tx, table: str, column: str, row_id: str, text: str) -> str:
    """``text`` for storing in one place only."""
    return tx.keyring.encrypt(text, _place(table, column, row_id))


def open_text(tx: Tx, table: str, column: str, row_id: str, stored: str) -> str:
    """What was stored there. Raises :class:`~backend.core.crypto.Undecryptable`."""
    return tx.keyring.decrypt(stored, _place(table, column, row_id))


def open_optional(tx: Tx, table: str, column: str, row_id: str, stored: str | None) -> str | None:
    """What was stored there, if anything was."""
    return None if stored is None else open_text(tx, table, column, row_id, stored)
