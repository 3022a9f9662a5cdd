"""Which office issues a paper: the region above somebody's place."""

from __future__ import annotations

from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes, node_refs, tree_nodes

#: Stands for the office where no region has been placed yet; no scope reaches it.
_NO_OFFICE = ("installation", "")


def issuing_office(tx: Tx, node_id: str | None) -> tuple[str, str]:
    """The region that issues, as (node, name): the nearest above a place, the topmost for an unknown place."""
    above = ancestor_nodes(tx, node_id) if node_id else ()
    nodes = node_refs(tx, above)
    regions = [(node, nodes[node]["name"]) for node in above if nodes[node]["kind"] == "region"]
    roots = regions or [(node.node_id, node.name) for node in tree_nodes(tx) if node.kind == "region"]
    return next(iter(roots), _NO_OFFICE)
