"""Positions of recruitment notices (招录公告): reference items beside the ledger, never approved quota."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import RowMapping, bindparam, insert, select, update

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.prepared import PreparedOnce
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.register.models import RecruitmentItem
from backend.register.models.marks import table_of
from backend.register.operations.rows import CHUNK, chunks, load_units, touch_units
from backend.register.values import NewRecruitmentItem

_ITEMS = table_of(RecruitmentItem)
_COMPARED = ("organization_id", "undecided_name_id", "title", "heads", "details")
_OF_CODES = select(_ITEMS).where(
    _ITEMS.c.source == bindparam("source"), _ITEMS.c.position_code.in_(bindparam("codes", expanding=True))
)
_ADD = PreparedOnce(lambda: insert(_ITEMS))


def record_recruitment_items(
    tx: Tx, actor: Actor, items: Iterable[NewRecruitmentItem], batch_id: str
) -> dict[str, int]:
    """Record positions by their code: new ones are added, changed ones renewed, vanished ones that came back
    stand again. However many come, a few hundred are in memory.

    Returns ``{"added", "changed", "unchanged"}``. Raises :class:`UnitNotFound`.
    """
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    found: set[str] = set()
    touched: set[str] = set()
    waiting = iter(items)
    while part := list(islice(waiting, CHUNK)):
        units = {item.organization_id for item in part if item.organization_id} - found
        found |= load_units(tx, units).keys()
        added, changed = _sorted_out(tx, part, batch_id)
        _ADD.change_all(tx.connection, added)
        _renew(tx, changed)
        touched |= {row["organization_id"] for row in (*added, *changed) if row["organization_id"]}
        counts["added"] += len(added)
        counts["changed"] += len(changed)
        counts["unchanged"] += len(part) - len(added) - len(changed)
    touch_units(tx, touched)
    if counts["added"] or counts["changed"]:
        record_audit(tx, actor, "register:recruitment:record", "import", batch_id, facts=dict(counts))
    return counts


def _sorted_out(
    tx: Tx, items: Sequence[NewRecruitmentItem], batch_id: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of new items, as the driver takes them, and those of changed ones with their ``row_id``."""
    known = _known(tx, items)
    added, changed = [], []
    for item in items:
        before = known.get((item.source, item.position_code))
        row = _row(item, batch_id)
        if before is None:
            added.append(row | {"id": new_id(), "details": orjson.dumps(row["details"]).decode()})
        elif before["vanished_at"] is not None or any(before[name] != row[name] for name in _COMPARED):
            changed.append(row | {"row_id": before["id"]})
    return added, changed


def mark_vanished(tx: Tx, actor: Actor, item_ids: Collection[str], batch_id: str) -> None:
    """Positions that the newer file no longer has: they stay, marked, and can no longer be named as a reason."""
    for chunk in chunks(item_ids):
        tx.connection.execute(update(_ITEMS).where(_ITEMS.c.id.in_(chunk)).values(vanished_at=tx.now()))
        units = tx.session.scalars(select(_ITEMS.c.organization_id).where(_ITEMS.c.id.in_(chunk)).distinct())
        touch_units(tx, {unit_id for unit_id in units if unit_id})
    if item_ids:
        facts = {"count": len(item_ids)}
        record_audit(tx, actor, "register:recruitment:vanish", "import", batch_id, facts=facts)


def place_recruitment_items(tx: Tx, actor: Actor, undecided_name_id: str, organization_id: str) -> int:
    """Give the items that wait with an undecided name to the organization it became; returns how many."""
    load_units(tx, [organization_id])
    result = tx.connection.execute(
        update(_ITEMS)
        .where(_ITEMS.c.undecided_name_id == undecided_name_id)
        .values(organization_id=organization_id, undecided_name_id=None)
    )
    touch_units(tx, [organization_id])
    facts = {"count": result.rowcount}
    record_audit(tx, actor, "register:recruitment:place", "organization", organization_id, facts=facts)
    return result.rowcount


def _row(item: NewRecruitmentItem, batch_id: str) -> dict[str, Any]:
    return {
        "organization_id": item.organization_id,
        "undecided_name_id": item.undecided_name_id,
        "source": item.source,
        "position_code": item.position_code,
        "title": item.title,
        "heads": item.heads,
        "details": dict(item.details),
        "batch_id": batch_id,
        "vanished_at": None,
    }


def _known(tx: Tx, items: Sequence[NewRecruitmentItem]) -> dict[tuple[str, str], RowMapping]:
    found: dict[tuple[str, str], RowMapping] = {}
    for source in {item.source for item in items}:
        codes = [item.position_code for item in items if item.source == source]
        rows = tx.session.execute(_OF_CODES, {"source": source, "codes": codes}).mappings()
        found |= {(source, row["position_code"]): row for row in rows}
    return found


def _renew(tx: Tx, changed: list[dict[str, Any]]) -> None:
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "row_id"}
        tx.connection.execute(update(_ITEMS).where(_ITEMS.c.id == bindparam("row_id")).values(values), changed)
