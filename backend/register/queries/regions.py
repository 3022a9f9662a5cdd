"""The tree of what one may see, and the ceilings of regions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import (
    Permission,
    ensure_in_scope,
    in_scope,
    sees_everything,
    tree_nodes,
    visible_nodes,
)
from backend.register.errors import RegionNotFound
from backend.register.models import Region, RegionQuota
from backend.register.policies import LEDGER_TYPES


def register_tree(tx: Tx, actor: Actor, parent: str | None) -> list[dict[str, Any]]:
    """``{node_id, kind, ref, name, children}`` below ``parent``, or the tops of the actor's scope.

    Raises :class:`NodeNotFound` for a node outside the scope.
    """
    if parent is not None:
        ensure_in_scope(tx, actor, Permission.REGISTER_READ, parent)
        return [asdict(node) for node in tree_nodes(tx, parent_id=parent)]
    if sees_everything(actor, Permission.REGISTER_READ):
        return [asdict(node) for node in tree_nodes(tx)]
    nodes = visible_nodes(actor, Permission.REGISTER_READ)
    return [asdict(node) for node in tree_nodes(tx, ids=nodes)] if nodes else []


def region_record(tx: Tx, actor: Actor, code: str) -> dict[str, Any]:
    """``{code, name, rows: [{quota_type, ceiling, allocated, reserve}]}`` of a region's own level today.

    Ceiling and reserve are ``None`` where no ceiling document is recorded. Raises :class:`RegionNotFound`.
    """
    name = tx.session.scalar(
        select(Region.name).where(Region.code == code, in_scope(actor, Permission.REGION_READ, Region.node_id))
    )
    if name is None:
        raise RegionNotFound(region_code=code)
    rows = tx.session.execute(
        select(RegionQuota.quota_type, RegionQuota.ceiling, RegionQuota.allocated, RegionQuota.reserve).where(
            RegionQuota.region_code == code
        )
    ).mappings()
    by_type = {row["quota_type"]: dict(row) for row in rows}
    return {"code": code, "name": name, "rows": [by_type[name] for name in LEDGER_TYPES if name in by_type]}
