"""Which body supervises which (主管部门)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from backend.core.transaction import Tx
from backend.register.models import Organization, OrganizationVersion
from backend.register.operations.rows import chunks


def supervisors_of(tx: Tx, organization_ids: Collection[str]) -> dict[str, str]:
    """The supervising body of each of these units, and of those bodies, up to the last; who has none is left out.

    One statement per step upward and 500 units.
    """
    found: dict[str, str] = {}
    asked: set[str] = set()
    wanted = set(organization_ids)
    while wanted:
        asked |= wanted
        step = {
            row.id: row.supervising_id
            for chunk in chunks(wanted)
            for row in tx.session.execute(
                select(Organization.id, OrganizationVersion.supervising_id)
                .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
                .where(Organization.id.in_(chunk), OrganizationVersion.supervising_id.is_not(None))
            )
        }
        found |= step
        wanted = set(step.values()) - asked
    return found


def supervised_by(tx: Tx, organization_ids: Collection[str]) -> set[str]:
    """The units that these bodies supervise, and those that they supervise in turn."""
    found: set[str] = set()
    wanted = set(organization_ids)
    while wanted:
        step = {
            unit_id
            for chunk in chunks(wanted)
            for unit_id in tx.session.scalars(
                select(Organization.id)
                .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
                .where(OrganizationVersion.supervising_id.in_(chunk))
            )
        }
        wanted = step - found - set(organization_ids)
        found |= wanted
    return found
