"""Short facts about units for other domains: names, nodes, today's and past numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from backend.core.prepared import PreparedForIds
from backend.core.transaction import Tx
from backend.register.errors import RegionNotFound, UnitNotFound
from backend.register.ledger import Balance, Light, balance_at, worst_light
from backend.register.models import Organization, OrganizationVersion, QuotaBalance, RecruitmentItem, Region
from backend.register.models.marks import table_of
from backend.register.operations.holders import entries_of
from backend.register.operations.rows import CHUNK, chunks
from backend.register.policies import LEDGER_TYPES, QUOTA_TYPES
from backend.register.values import HolderKey

_BALANCE = table_of(QuotaBalance)
_BALANCES = select(_BALANCE).where(_BALANCE.c.organization_id.in_(bindparam("ids", expanding=True)))
#: Digits of a county's code; those of a township begin with them (GB/T 2260, GB/T 10114).
COUNTY_DIGITS = 6
#: 事业单位 in org_nature
PUBLIC_INSTITUTION = "5"


@dataclass(frozen=True, slots=True)
class UnitBrief:
    """What a card shows of a unit today."""

    id: str
    name: str
    short_name: str | None
    region_code: str
    region_name: str
    node_id: str
    light: Light | None


def unit_places(tx: Tx, briefs: Collection[UnitBrief]) -> dict[str, str]:
    """Where each unit is, by its id, with the county before a township: towns of one name are common."""
    counties = {one.region_code[:COUNTY_DIGITS] for one in briefs}
    rows = tx.session.execute(select(Region.code, Region.name).where(Region.code.in_(counties)))
    above = {row.code: row.name for row in rows}
    found = {}
    for one in briefs:
        county = above.get(one.region_code[:COUNTY_DIGITS], "")
        found[one.id] = one.region_name if len(one.region_code) <= COUNTY_DIGITS else f"{county}{one.region_name}"
    return found


def unit_brief(tx: Tx, ids: Collection[str]) -> dict[str, UnitBrief]:
    """Briefs of the units of ``ids`` by id, in one statement per 500; unknown ids are left out."""
    facts: dict[str, Any] = {}
    balances: dict[str, dict[str, Balance]] = {}
    for chunk in chunks(ids):
        for row in _BRIEFS.run(tx.connection, chunk):
            facts[row.id] = row
            if row.quota_type is not None:
                balance = Balance(row.approved, row.filled, row.reserved, row.exception)
                balances.setdefault(row.id, {})[row.quota_type] = balance
    return {
        unit_id: UnitBrief(
            unit_id,
            row.name,
            row.short_name,
            row.region_code,
            row.region_name,
            row.node_id,
            worst_light(counted(balances.get(unit_id, {}))),
        )
        for unit_id, row in facts.items()
    }


def _briefs(ids: Sequence[str]) -> Any:
    """Facts of a brief, a row per quota type."""
    return (
        select(
            Organization.id,
            OrganizationVersion.name,
            OrganizationVersion.short_name,
            Organization.region_code,
            Region.name.label("region_name"),
            Organization.node_id,
            QuotaBalance.quota_type,
            QuotaBalance.approved,
            QuotaBalance.filled,
            QuotaBalance.reserved,
            QuotaBalance.exception,
        )
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .join(Region, Region.code == Organization.region_code)
        .outerjoin(QuotaBalance, QuotaBalance.organization_id == Organization.id)
        .where(Organization.id.in_(ids))
    )


_BRIEFS = PreparedForIds(_briefs, sizes=(1, 10, 60, CHUNK))


def balances_of(tx: Tx, ids: Collection[str]) -> dict[str, dict[str, Balance]]:
    """Today's balances by unit and quota type."""
    found: dict[str, dict[str, Balance]] = {}
    for chunk in chunks(ids):
        for row in tx.session.execute(_BALANCES, {"ids": chunk}):
            balance = Balance(row.approved, row.filled, row.reserved, row.exception)
            found.setdefault(row.organization_id, {})[row.quota_type] = balance
    return found


def counted(balances: Mapping[str, Balance]) -> list[Balance]:
    """The balances that are 编制 proper, without the controls that are counted apart."""
    return [balance for quota_type, balance in balances.items() if quota_type in QUOTA_TYPES]


def node_of_organization(tx: Tx, organization_id: str) -> str:
    """The scope node of a unit. Raises :class:`UnitNotFound`."""
    node_id = tx.session.scalar(select(Organization.node_id).where(Organization.id == organization_id))
    if node_id is None:
        raise UnitNotFound(unit_id=organization_id)
    return node_id


def region_node(tx: Tx, region_code: str) -> str:
    """The scope node of a region. Raises :class:`RegionNotFound`."""
    node_id = tx.session.scalar(select(Region.node_id).where(Region.code == region_code))
    if node_id is None:
        raise RegionNotFound(region_code=region_code)
    return node_id


def institution_with_positions(tx: Tx) -> str | None:
    """The first imported public institution by name that recruits for two positions or more, if there is one."""
    positions = (
        select(RecruitmentItem.organization_id)
        .where(RecruitmentItem.vanished_at.is_(None))
        .group_by(RecruitmentItem.organization_id)
        .having(func.count() >= 2)
    )
    return tx.session.scalar(
        select(Organization.id)
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .where(
            Organization.source == "import",
            OrganizationVersion.nature == PUBLIC_INSTITUTION,
            Organization.id.in_(positions),
        )
        .order_by(OrganizationVersion.name)
        .limit(1)
    )


def numbers(tx: Tx, organization_id: str, as_of: date | None = None) -> dict[str, Balance]:
    """A unit's balance by quota type, today or at the end of ``as_of`` as known now; only types with entries."""
    if as_of is None or as_of == tx.today():
        return balances_of(tx, [organization_id]).get(organization_id, {})
    keys = [HolderKey(organization_id, quota_type) for quota_type in LEDGER_TYPES]
    return {key.quota_type: balance_at(entries, as_of) for key, entries in entries_of(tx, keys).items() if entries}
