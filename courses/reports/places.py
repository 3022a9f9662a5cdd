"""The places of the tree that the training authority may name: its own, and level by level those below."""

from __future__ import annotations

from typing import Any

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, ensure_in_scope, tree_nodes, visible_nodes


def places(tx: Tx, actor: Actor, parent: str | None) -> list[dict[str, Any]]:
    """The own places, or what lies right below ``parent``. Raises ``NodeNotFound`` outside the scope."""
    if parent is None:
        own = visible_nodes(actor, Permission.TRAINING_REPORT)
        found = tree_nodes(tx, ids=own) if own else []
    else:
        ensure_in_scope(tx, actor, Permission.TRAINING_REPORT, parent)
        found = tree_nodes(tx, parent_id=parent)
    return [
        {"id": each.node_id, "kind": each.kind, "name": each.name, "children": each.children} for each in found
    ]
