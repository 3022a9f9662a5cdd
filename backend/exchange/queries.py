"""Every read of the exchange."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, tuple_

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.exchange.models import ImportedName
from backend.identity.public import Permission, in_scope
from backend.register.public import regions_of_province, waiting_positions


def undecided_names(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of the names nobody has placed yet, in the actor's scope, by name: three statements at most."""
    columns = (
        ImportedName.id,
        ImportedName.raw_name,
        ImportedName.name,
        ImportedName.reason,
        ImportedName.province_code,
        ImportedName.region_code,
        ImportedName.suggested_quota_type,
    )
    query = select(*columns).where(
        ImportedName.placed_organization_id.is_(None),
        in_scope(actor, Permission.UNDECIDED_PLACE, ImportedName.node_id),
    )
    if (after := decode_cursor(cursor, 2)) is not None:
        query = query.where(tuple_(ImportedName.raw_name, ImportedName.id) > tuple_(*after))
    query = query.order_by(ImportedName.raw_name, ImportedName.id).limit(limit + 1)
    rows = [dict(row) for row in tx.session.execute(query).mappings()]
    waiting = waiting_positions(tx, [row["id"] for row in rows])
    for row in rows:
        names = {region.code: region.name for region in regions_of_province(row["province_code"])}
        row["region_name"] = names[row["region_code"]]
        row["positions"], row["posts"] = waiting.get(row["id"], (0, 0))
    return page(rows, limit, ("raw_name", "id"))


def suggested_quota_types(tx: Tx) -> dict[str, str]:
    """What the names of imported organizations suggest, by organization id."""
    rows = tx.session.execute(
        select(ImportedName.placed_organization_id, ImportedName.suggested_quota_type).where(
            ImportedName.placed_organization_id.is_not(None), ImportedName.suggested_quota_type.is_not(None)
        )
    )
    return {unit: quota_type for unit, quota_type in rows if unit and quota_type}
