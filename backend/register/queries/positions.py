"""What is recorded of a notice, for comparing it with a newer table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from backend.core.transaction import Tx
from backend.register.models import RecruitmentItem


@dataclass(frozen=True, slots=True)
class RecordedPosition:
    """A recruitment item as it stands; exactly one of the two owners is set."""

    id: str
    organization_id: str | None
    undecided_name_id: str | None
    title: str
    heads: int
    details: Mapping[str, Any]
    vanished: bool


def recorded_positions(tx: Tx, source: str) -> dict[str, RecordedPosition]:
    """All items of ``source`` by position code, vanished ones among them."""
    items = tx.session.scalars(select(RecruitmentItem).where(RecruitmentItem.source == source))
    return {
        item.position_code: RecordedPosition(
            item.id,
            item.organization_id,
            item.undecided_name_id,
            item.title,
            item.heads,
            item.details,
            item.vanished_at is not None,
        )
        for item in items
    }


def waiting_positions(tx: Tx, undecided_name_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Positions and posts that wait with each undecided name; names without any are left out."""
    rows = tx.session.execute(
        select(RecruitmentItem.undecided_name_id, func.count(), func.sum(RecruitmentItem.heads))
        .where(RecruitmentItem.undecided_name_id.in_(undecided_name_ids), RecruitmentItem.vanished_at.is_(None))
        .group_by(RecruitmentItem.undecided_name_id)
    )
    return {name_id: (positions, posts) for name_id, positions, posts in rows if name_id is not None}
