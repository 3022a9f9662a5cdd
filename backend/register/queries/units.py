"""Units in lists: found by search, or all of one's own scope by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Integer, String, bindparam, select, tuple_

from backend.core.actor import Actor
from backend.core.prepared import PreparedForActor, PreparedForIds
from backend.core.transaction import Tx
from backend.core.web.pagination import MAX_LIMIT, BadCursor, decode_cursor, encode_cursor, page
from backend.identity.public import Permission, in_scope, sees_everything, tree_nodes, visible_nodes
from backend.register.ledger import Balance, worst_light
from backend.register.models import UNIT_SEARCH, Organization, OrganizationVersion, QuotaBalance, Region
from backend.register.queries.briefs import balances_of, counted

_SORT = ("name", "id")
MOST_FOUND = 200


def find_units(tx: Tx, actor: Actor, query: str, *, cursor: str | None = None, limit: int) -> dict[str, Any]:
    """A page of the units of the actor's scope that ``query`` finds, best first, each with how. Three statements.

    Nobody reads further than :data:`MOST_FOUND`: who has not found it by then types one more sign. Raises
    ``BadCursor``.
    """
    [skip] = decode_cursor(cursor, 1, int) or [0]
    if not 0 <= skip < MOST_FOUND:
        raise BadCursor
    hits = UNIT_SEARCH.search(tx.connection, query, _within(tx, actor), limit + 1, skip)
    tiers = {hit.entity_id: hit.tier.value for hit in hits[:limit]}
    found: dict[str, Sequence[Any]] = {}
    balances: dict[str, dict[str, Balance]] = {}
    for row in _FOUND.run(tx.connection, list(tiers)):
        *facts, quota_type, approved, filled, reserved, exception = row
        found[facts[0]] = facts
        if quota_type is not None:
            balances.setdefault(facts[0], {})[quota_type] = Balance(approved, filled, reserved, exception)
    items = [
        _item(found[unit_id], balances.get(unit_id, {}), match)
        for unit_id, match in tiers.items()
        if unit_id in found
    ]
    after = skip + limit
    more = len(hits) > limit and after < MOST_FOUND
    return {"items": items, "next_cursor": encode_cursor([after]) if more else None}


def own_units(tx: Tx, actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of all units in the actor's scope, by name. Two statements."""
    after = decode_cursor(cursor, len(_SORT)) or ("", "")
    values = {"name": after[0], "id": after[1], "limit": limit + 1}
    rows = [row._asdict() for row in _OWN.run(tx.connection, actor, values)]
    answer = page(rows, limit, _SORT)
    balances = balances_of(tx, [row["id"] for row in answer["items"]])
    answer["items"] = [_item(list(row.values()), balances.get(row["id"], {}), None) for row in answer["items"]]
    return answer


def _within(tx: Tx, actor: Actor) -> Sequence[str]:
    if sees_everything(actor, Permission.REGISTER_READ):
        return [node.node_id for node in tree_nodes(tx)]
    return visible_nodes(actor, Permission.REGISTER_READ)


_BALANCE = (
    QuotaBalance.quota_type,
    QuotaBalance.approved,
    QuotaBalance.filled,
    QuotaBalance.reserved,
    QuotaBalance.exception,
)


def _units() -> Any:
    return (
        select(
            Organization.id,
            OrganizationVersion.name,
            OrganizationVersion.short_name,
            Organization.region_code,
            Region.name.label("region_name"),
            OrganizationVersion.nature,
            OrganizationVersion.level,
            OrganizationVersion.system,
            Organization.source,
            Organization.dissolved_on,
        )
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .join(Region, Region.code == Organization.region_code)
    )


def _found(ids: Sequence[str]) -> Any:
    """The units of ``ids``, a row per quota type."""
    return (
        _units()
        .add_columns(*_BALANCE)
        .outerjoin(QuotaBalance, QuotaBalance.organization_id == Organization.id)
        .where(Organization.id.in_(ids))
    )


def _own(actor: Actor) -> Any:
    """The units of the actor's scope by name, after a name and id (both empty: from the first)."""
    after = tuple_(bindparam("name", "", String), bindparam("id", "", String))
    return (
        _units()
        .where(
            in_scope(actor, Permission.REGISTER_READ, Organization.node_id),
            tuple_(OrganizationVersion.name, Organization.id) > after,
        )
        .order_by(OrganizationVersion.name, Organization.id)
        .limit(bindparam("limit", MAX_LIMIT, Integer))
    )


_OWN = PreparedForActor(_own)
_FOUND = PreparedForIds(_found, sizes=(5, 20, MAX_LIMIT))


def _item(facts: Sequence[Any], balances: dict[str, Balance], match: str | None) -> dict[str, Any]:
    """A line of a list, of the columns of ``_units``."""
    unit_id, name, short_name, region_code, region_name, nature, level, system, source, dissolved_on = facts
    own = counted(balances)
    light = worst_light(own)
    return {
        "id": unit_id,
        "name": name,
        "short_name": short_name,
        "region": {"code": region_code, "name": region_name},
        "nature": nature,
        "level": level,
        "system": system,
        "source": source,
        "closed": dissolved_on is not None,
        "light": light.value if light else None,
        "match": match,
        "numbers": _sum(own),
    }


def _sum(balances: Collection[Balance]) -> dict[str, int | None] | None:
    """The four numbers over all types of 编制; ``None`` while no approved number is known."""
    known = [balance for balance in balances if balance.approved is not None]
    if not known:
        return None
    approved = filled = reserved = vacant = 0
    for balance in known:
        approved += balance.approved or 0
        filled += balance.filled
        reserved += balance.reserved
        vacant += balance.vacant or 0
    return {"approved": approved, "filled": filled, "reserved": reserved, "vacant": vacant}
