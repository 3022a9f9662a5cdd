"""Which of the imported institutions the demonstration's people also act at."""

from __future__ import annotations

from sqlalchemy import func, select

from backend.core.transaction import Tx
from backend.register.models import Organization, OrganizationVersion, RecruitmentItem

PUBLIC_INSTITUTION = "5"


def institution_with_positions(tx: Tx) -> str:
    """The imported public institution with the most announced positions, the first by name among equals."""
    return tx.session.scalars(
        select(Organization.id)
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .join(RecruitmentItem, RecruitmentItem.organization_id == Organization.id)
        .where(Organization.source == "import", OrganizationVersion.nature == PUBLIC_INSTITUTION)
        .group_by(Organization.id, OrganizationVersion.name)
        .order_by(func.count().desc(), OrganizationVersion.name)
        .limit(1)
    ).one()
