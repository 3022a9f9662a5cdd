"""What is recorded of a notice, for comparing it with a newer table a part at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from backend.core.transaction import Tx
from backend.register.models import RecruitmentItem

_ITEM = RecruitmentItem
_RECORDED = select(
    _ITEM.position_code,
    _ITEM.id,
    _ITEM.organization_id,
    _ITEM.undecided_name_id,
    _ITEM.title,
    _ITEM.heads,
    _ITEM.details,
    _ITEM.vanished_at,
).where(_ITEM.source == bindparam("source"), _ITEM.position_code.in_(bindparam("codes", expanding=True)))
_STANDING = (
    select(_ITEM.position_code, _ITEM.id)
    .where(
        _ITEM.source == bindparam("source"),
        _ITEM.position_code > bindparam("after"),
        _ITEM.vanished_at.is_(None),
    )
    .order_by(_ITEM.position_code)
    .limit(bindparam("at_most"))
)


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


def recorded_positions(tx: Tx, source: str, codes: Collection[str]) -> dict[str, RecordedPosition]:
    """Items of ``source`` by position code, vanished ones among them: those of a few hundred ``codes``."""
    items = tx.session.execute(_RECORDED, {"source": source, "codes": list(codes)})
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


def standing_positions(tx: Tx, source: str, at_once: int) -> Iterator[dict[str, str]]:
    """The items of ``source`` that did not vanish as code → id, ``at_once`` at a time, in order of code."""
    after = ""
    while True:
        values = {"source": source, "after": after, "at_most": at_once}
        rows = tx.session.execute(_STANDING, values).all()
        if rows:
            yield {row.position_code: row.id for row in rows}
        if len(rows) < at_once:
            return
        after = rows[-1].position_code


def waiting_positions(tx: Tx, undecided_name_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Positions and posts that wait with each undecided name; names without any are left out."""
    rows = tx.session.execute(
        select(RecruitmentItem.undecided_name_id, func.count(), func.sum(RecruitmentItem.heads))
        .where(RecruitmentItem.undecided_name_id.in_(undecided_name_ids), RecruitmentItem.vanished_at.is_(None))
        .group_by(RecruitmentItem.undecided_name_id)
    )
    return {name_id: (positions, posts) for name_id, positions, posts in rows if name_id is not None}
