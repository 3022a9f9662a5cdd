"""Inserting rows that may be there already, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from backend.core.db import Base
from backend.core.transaction import Tx

#: by dialect: an INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``
INSERT_OF: dict[str, Callable[[Any], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_for(tx: Tx, model: type[Base]) -> Any:
    """The one of this transaction's database, for ``model``."""
    return INSERT_OF[tx.dialect](model)
