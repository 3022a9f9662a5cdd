"""Whether an actor has certain permissions at the rows of a query, as columns of that query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Label

from backend.core.actor import Actor
from backend.identity.public import in_scope, sees_everything, visible_nodes


def scope_flags(
    actor: Actor, permissions: Sequence[str], node_column: Any
) -> tuple[list[Label[bool]], dict[str, str]]:
    """Columns, and which of them answers for which permission.

    Permissions that come from the same grants share a column: most people have one grant, so that the tree is
    asked once.
    """
    columns: dict[tuple[object, ...], Label[bool]] = {}
    names: dict[str, str] = {}
    for permission in permissions:
        grants = (sees_everything(actor, permission), actor.may(permission), visible_nodes(actor, permission))
        if grants not in columns:
            condition: ColumnElement[bool] = in_scope(actor, permission, node_column)
            columns[grants] = condition.label(f"scope_{len(columns)}")
        names[permission] = columns[grants].name
    return list(columns.values()), names
