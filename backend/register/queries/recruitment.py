"""The positions of recruitment notices beside a unit's record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, in_scope
from backend.register.errors import UnitNotFound
from backend.register.models import Organization, RecruitmentItem

#: what an item is evidence of: 招录公告, 非核定编制
SOURCE_LABEL = "recruitment_notice"


def unit_recruitment(tx: Tx, actor: Actor, unit_id: str, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of standing positions by code. Raises :class:`UnitNotFound`."""
    scope = in_scope(actor, Permission.REGISTER_READ, Organization.node_id)
    if tx.session.scalar(select(Organization.id).where(Organization.id == unit_id, scope)) is None:
        raise UnitNotFound(unit_id=unit_id)
    statement = (
        select(
            RecruitmentItem.id,
            RecruitmentItem.position_code,
            RecruitmentItem.title,
            RecruitmentItem.heads,
            RecruitmentItem.details,
        )
        .where(RecruitmentItem.organization_id == unit_id, RecruitmentItem.vanished_at.is_(None))
        .order_by(RecruitmentItem.position_code)
        .limit(limit + 1)
    )
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(RecruitmentItem.position_code > after[0])
    rows = [dict(row) | {"source_label": SOURCE_LABEL} for row in tx.session.execute(statement).mappings()]
    return page(rows, limit, ("position_code",))
