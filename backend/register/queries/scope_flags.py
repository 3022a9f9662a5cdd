"""Whether an actor has certain permissions at the rows of a query, as columns of that query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement

from backend.core.actor import Actor
from backend.identity.public import in_scope


def scope_flags(actor: Actor, permissions: Sequence[str], node_column: Any) -> list[ColumnElement[bool]]:
    """One column per permission, in their order, named ``may_0``, ``may_1`` …"""
    return [
        in_scope(actor, permission, node_column).label(f"may_{position}")
        for position, permission in enumerate(permissions)
    ]
