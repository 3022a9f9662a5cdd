"""Inserting rows that may be there already, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from backend.core.db import Base
from backend.core.transaction import Tx

_INSERT: dict[str, Callable[[type[Base]], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_for(tx: Tx, model: type[Base]) -> Any:
    """An INSERT of ``model`` that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return _INSERT[tx.dialect](model)
