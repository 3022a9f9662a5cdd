"""Finding units by what a table calls them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, exists, select, tuple_

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import in_scope
from backend.register.models import Organization, OrganizationVersion, Posting
from backend.register.operations.rows import chunks


@dataclass(frozen=True, slots=True)
class UnitKey:
    """What tells a unit: its id, unified social credit code (if it has one) and present name."""

    id: str
    code: str | None
    name: str


def _units() -> Select[str, str | None, str]:
    return select(Organization.id, Organization.code, OrganizationVersion.name).join(
        OrganizationVersion, OrganizationVersion.id == Organization.current_version_id
    )


def units_named(tx: Tx, names: Collection[str]) -> dict[str, list[str]]:
    """Ids of the units not dissolved that have exactly one of these names today."""
    found: dict[str, list[str]] = defaultdict(list)
    for chunk in chunks(names):
        condition = OrganizationVersion.name.in_(chunk) & Organization.dissolved_on.is_(None)
        for row in tx.session.execute(_units().where(condition)):
            found[row.name].append(row.id)
    return dict(found)


def units_like(tx: Tx, text: str, limit: int) -> list[UnitKey]:
    """The first units not dissolved, by name, whose name contains ``text``, anywhere in the register."""
    wanted = OrganizationVersion.name.contains(text, autoescape=True) & Organization.dissolved_on.is_(None)
    rows = tx.session.execute(
        _units().where(wanted).order_by(OrganizationVersion.name, Organization.id).limit(limit)
    )
    return [UnitKey(row.id, row.code, row.name) for row in rows]


def staffed_units(
    tx: Tx, actor: Actor, permission: str, *, text: str = "", after: tuple[str, str] = ("", ""), limit: int
) -> list[UnitKey]:
    """The first units by name, after ``(name, id)``, in which somebody is posted today.

    Only those in whose name ``text`` is, and where ``actor`` has ``permission``. One statement.
    """
    staffed = exists().where(Posting.organization_id == Organization.id, Posting.ended_on.is_(None))
    wanted = _units().where(
        staffed,
        in_scope(actor, permission, Organization.node_id),
        tuple_(OrganizationVersion.name, Organization.id) > after,
    )
    if text:
        wanted = wanted.where(OrganizationVersion.name.contains(text, autoescape=True))
    rows = tx.session.execute(wanted.order_by(OrganizationVersion.name, Organization.id).limit(limit))
    return [UnitKey(row.id, row.code, row.name) for row in rows]


def units_coded(tx: Tx, codes: Collection[str]) -> dict[str, str]:
    """Ids of units by unified social credit code."""
    return {
        row.code: row.id
        for chunk in chunks(codes)
        for row in tx.session.execute(_units().where(Organization.code.in_(chunk)))
        if row.code is not None
    }


def units_in_region(tx: Tx, region_code: str) -> list[UnitKey]:
    """The units not dissolved of a region and all regions in it, by region and name."""
    rows = tx.session.execute(
        _units()
        .where(Organization.region_code.startswith(region_code), Organization.dissolved_on.is_(None))
        .order_by(Organization.region_code, OrganizationVersion.name)
    )
    return [UnitKey(row.id, row.code, row.name) for row in rows]
