"""The scope tree and its closure, kept together in the transaction that changes the tree.

The closure holds every (ancestor, descendant) pair, so that "in my subtree" is one index look-up. Placing a node
copies its parent's ancestors; moving one cuts its subtree from the old ancestors and joins it to the new.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, tuple_
from sqlalchemy.orm import aliased

from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.errors import NodeEnded, NodeExists, NodeLoop, NodeNotFound
from backend.identity.events import NodeMoved
from backend.identity.models import ScopeClosure, ScopeNode

_LOCK_KEY = 0x7A62_7EEE
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class NewNode:
    """A thing to be put into the tree: ``kind`` region, organization or division, ``ref`` its own id."""

    kind: str
    ref: str
    name: str
    parent_id: str | None


def place_node(tx: Tx, kind: str, ref: str, name: str, parent_id: str | None) -> str:
    """Put one thing into the tree and return its node. Raises what :func:`place_nodes` raises."""
    return place_nodes(tx, [NewNode(kind, ref, name, parent_id)])[0]


def place_nodes(tx: Tx, nodes: Sequence[NewNode]) -> list[str]:
    """Put things into the tree, below nodes that are in it already; returns their nodes in order.

    A handful of statements per 500 nodes. Raises :class:`NodeExists`, :class:`NodeNotFound` or :class:`NodeEnded`
    (of a parent).
    """
    _lock_tree(tx, moving=False)
    placed: list[str] = []
    for start in range(0, len(nodes), _CHUNK):
        placed += _place_chunk(tx, nodes[start : start + _CHUNK])
    return placed


def _place_chunk(tx: Tx, nodes: Sequence[NewNode]) -> list[str]:
    taken = select(ScopeNode.id).where(
        tuple_(ScopeNode.kind, ScopeNode.ref).in_([(node.kind, node.ref) for node in nodes])
    )
    if tx.session.scalar(taken.limit(1)) is not None:
        raise NodeExists
    above = _ancestors(tx, {node.parent_id for node in nodes if node.parent_id is not None})
    ids = [new_id() for _ in nodes]
    rows = [
        {"id": node_id, "kind": node.kind, "ref": node.ref, "name": node.name, "parent_id": node.parent_id}
        for node_id, node in zip(ids, nodes, strict=True)
    ]
    pairs = [{"ancestor_id": node_id, "descendant_id": node_id, "depth": 0} for node_id in ids]
    pairs += [
        {"ancestor_id": ancestor, "descendant_id": node_id, "depth": depth + 1}
        for node_id, node in zip(ids, nodes, strict=True)
        for ancestor, depth in above.get(node.parent_id or "", ())
    ]
    tx.session.execute(insert(ScopeNode), rows)
    tx.session.execute(insert(ScopeClosure), pairs)
    return ids


def _ancestors(tx: Tx, parent_ids: Collection[str]) -> dict[str, list[tuple[str, int]]]:
    """Ancestors with their depth, the node itself among them, of parents that take new nodes."""
    nodes = {node.id: node for node in tx.session.scalars(select(ScopeNode).where(ScopeNode.id.in_(parent_ids)))}
    for parent_id in parent_ids:
        if parent_id not in nodes:
            raise NodeNotFound
        if nodes[parent_id].ended_at is not None:
            raise NodeEnded
    found: dict[str, list[tuple[str, int]]] = {parent_id: [] for parent_id in parent_ids}
    closure = select(ScopeClosure.descendant_id, ScopeClosure.ancestor_id, ScopeClosure.depth)
    for descendant, ancestor, depth in tx.session.execute(
        closure.where(ScopeClosure.descendant_id.in_(parent_ids))
    ):
        found[descendant].append((ancestor, depth))
    return found


def rename_node(tx: Tx, node_id: str, name: str) -> None:
    """Give a node the present name of its thing. Raises :class:`NodeNotFound`."""
    _node(tx, node_id).name = name
    tx.session.flush()


def move_node(tx: Tx, node_id: str, parent_id: str | None) -> None:
    """Hang a node with all below it elsewhere; rights follow at once.

    Raises :class:`NodeNotFound`, :class:`NodeLoop` or :class:`NodeEnded` (of the new parent).
    """
    _lock_tree(tx, moving=True)
    node = _node(tx, node_id)
    if parent_id is not None:
        if _node(tx, parent_id).ended_at is not None:
            raise NodeEnded
        if tx.session.get(ScopeClosure, (node_id, parent_id)) is not None:
            raise NodeLoop
    node.parent_id = parent_id
    tx.session.flush()
    _cut(tx, node_id)
    if parent_id is not None:
        _join(tx, node_id, parent_id)
    tx.session.expire_all()  # closure rows were changed behind the session's back
    tx.publish(NodeMoved(node_id))


def end_node(tx: Tx, node_id: str) -> None:
    """Close a node: it keeps its place for the past, and takes nothing new. Raises :class:`NodeNotFound`."""
    _node(tx, node_id).ended_at = tx.now()
    tx.session.flush()


def _node(tx: Tx, node_id: str) -> ScopeNode:
    node = tx.session.get(ScopeNode, node_id)
    if node is None:
        raise NodeNotFound
    return node


def _lock_tree(tx: Tx, *, moving: bool) -> None:
    """On PostgreSQL, placements run side by side and a move runs alone; SQLite's writers are alone anyway.

    Two moves at once could make a loop that neither sees, and a placement below a moving node would copy
    ancestors that are about to change.
    """
    if tx.dialect == "postgresql":
        lock = func.pg_advisory_xact_lock if moving else func.pg_advisory_xact_lock_shared
        tx.session.execute(select(lock(_LOCK_KEY)))


def _cut(tx: Tx, node_id: str) -> None:
    """Remove the pairs between what is above the subtree and what is in it."""
    subtree = select(ScopeClosure.descendant_id).where(ScopeClosure.ancestor_id == node_id)
    tx.session.execute(
        delete(ScopeClosure)
        .where(ScopeClosure.descendant_id.in_(subtree), ScopeClosure.ancestor_id.not_in(subtree))
        .execution_options(synchronize_session=False)
    )


def _join(tx: Tx, node_id: str, parent_id: str) -> None:
    """Add the pairs between the new parent's ancestors and the subtree."""
    above, below = aliased(ScopeClosure), aliased(ScopeClosure)
    pairs = (
        select(above.ancestor_id, below.descendant_id, above.depth + below.depth + 1)
        .select_from(above)
        .join(below, below.ancestor_id == node_id)
        .where(above.descendant_id == parent_id)
    )
    tx.session.execute(insert(ScopeClosure).from_select(["ancestor_id", "descendant_id", "depth"], pairs))
