"""Placing regions in the tree."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import NewNode, place_nodes, record_audit
from backend.register.errors import RegionExists, RegionNotFound
from backend.register.models import Region
from backend.register.models.marks import table_of
from backend.register.operations.rows import chunks, insert_rows
from backend.register.values import NewRegion

_REGIONS = table_of(Region)


def place_region(tx: Tx, actor: Actor, new: NewRegion) -> str:
    """Place a region with its scope node; returns the node. Raises what :func:`place_regions` raises."""
    return place_regions(tx, actor, [new])[new.code]


def place_regions(tx: Tx, actor: Actor, regions: Sequence[NewRegion]) -> dict[str, str]:
    """Place regions, each with a scope node below its parent's. Returns nodes by code.

    Raises :class:`RegionExists` and, for a parent that is not placed, :class:`RegionNotFound`.
    """
    nodes = region_nodes(tx, {new.code for new in regions} | {new.parent_code for new in regions} - {None})
    for new in regions:
        if new.code in nodes:
            raise RegionExists(region_code=new.code)
    placed: dict[str, str] = {}
    waiting = list(regions)
    while waiting:  # one round a level of the tree, however many regions a level has
        ready = [new for new in waiting if new.parent_code is None or new.parent_code in nodes]
        if not ready:
            raise RegionNotFound(region_code=waiting[0].parent_code)
        children = [NewNode("region", new.code, new.name, nodes.get(new.parent_code or "")) for new in ready]
        for new, node_id in zip(ready, place_nodes(tx, children), strict=True):
            nodes[new.code] = placed[new.code] = node_id
        waiting = [new for new in waiting if new.code not in placed]
    insert_rows(tx, _REGIONS, [_region_row(new, placed[new.code]) for new in regions])
    if regions:
        facts = {"count": len(regions)}
        record_audit(tx, actor, "register:region:place", "region", regions[0].code, facts=facts)
    return placed


def region_nodes(tx: Tx, codes: Collection[str | None]) -> dict[str, str]:
    """Scope nodes of the regions of ``codes`` that are placed."""
    return {
        row.code: row.node_id
        for chunk in chunks([code for code in codes if code])
        for row in tx.session.execute(select(Region.code, Region.node_id).where(Region.code.in_(chunk)))
    }


def _region_row(new: NewRegion, node_id: str) -> dict[str, Any]:
    return {
        "code": new.code,
        "name": new.name,
        "level": new.level,
        "parent_code": new.parent_code,
        "node_id": node_id,
        "has_institution_rows": new.has_institution_rows,
    }
