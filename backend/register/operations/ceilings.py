"""Ceilings of regions (编制总额) and the reserves that are left under them.

Where a ceiling document is recorded for a region and quota type, allocations + reserve = ceiling on every day from
the ceiling's first day on: each move of a unit of that region has its counter-entry in the region's reserve.
Where none is recorded, ceiling and reserve are unknown and nothing is checked. A ceiling covers the units placed
in the region itself (本级); the regions below have ceilings of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.register.errors import CeilingExceeded, RegionNotFound
from backend.register.models import QuotaEntry, Region, RegionQuota
from backend.register.models.marks import table_of
from backend.register.operations.rows import insert_marked
from backend.register.policies import ensure_not_future, ensure_quota_type
from backend.register.values import Cause, QuotaMove

_REGIONS = table_of(RegionQuota)
_ENTRIES = table_of(QuotaEntry)


class RegionKey(NamedTuple):
    """One region with one quota type."""

    region_code: str
    quota_type: str


class _Line(NamedTuple):
    day: date
    delta: int
    document_id: str | None


def allocate(tx: Tx, moves: Sequence[tuple[str, QuotaMove]], cause: Cause) -> None:
    """Count moves of units (with their region) in their regions, and take them out of the reserves.

    Raises :class:`CeilingExceeded`.
    """
    by_region: dict[RegionKey, list[QuotaMove]] = defaultdict(list)
    for region_code, move in moves:
        by_region[RegionKey(region_code, move.quota_type)].append(move)
    for key in sorted(by_region):
        row = _locked(tx, key)
        allocated = sum(move.delta for move in by_region[key])
        values: dict[str, Any] = {"allocated": row["allocated"] + allocated}
        if row["ceiling_from"] is not None:
            lines = [
                _Line(max(move.effective_on, row["ceiling_from"]), -move.delta, move.document_id)
                for move in by_region[key]
                if move.delta
            ]
            _ensure_reserve(tx, key, lines)
            _write(tx, key, "region_reserve", lines, row["reserve_count"], cause)
            values["reserve"] = row["reserve"] - allocated
            values["reserve_count"] = row["reserve_count"] + len(lines)
        _update(tx, key, values)


def record_ceiling(
    tx: Tx,
    actor: Actor,
    region_code: str,
    quota_type: str,
    ceiling: int,
    effective_on: date,
    document_id: str,
    cause: Cause,
) -> None:
    """Record the ceiling of a region's own level from ``effective_on`` on, by its document.

    The first ceiling also opens the reserve: what the allocations of each day left of it. Raises
    :class:`RegionNotFound`, :class:`DateInFuture`, :class:`UnknownCode`, :class:`CeilingExceeded`.
    """
    node_id = tx.session.scalar(select(Region.node_id).where(Region.code == region_code))
    if node_id is None:
        raise RegionNotFound(region_code=region_code)
    ensure_quota_type(quota_type)
    ensure_not_future(tx.today(), effective_on)
    key = RegionKey(region_code, quota_type)
    row = _locked(tx, key)
    delta = ceiling - (row["ceiling"] or 0)
    if row["ceiling_from"] is None:
        lines = _opening_reserve(tx, key, ceiling, effective_on, document_id)
    else:
        effective_on = max(effective_on, row["ceiling_from"])
        lines = [_Line(effective_on, delta, document_id)]
    _ensure_reserve(tx, key, lines)
    _write(tx, key, "region_ceiling", [_Line(effective_on, delta, document_id)], row["ceiling_count"], cause)
    _write(tx, key, "region_reserve", lines, row["reserve_count"], cause)
    values = {
        "ceiling": ceiling,
        "ceiling_from": row["ceiling_from"] or effective_on,
        "reserve": ceiling - row["allocated"],
        "ceiling_count": row["ceiling_count"] + 1,
        "reserve_count": row["reserve_count"] + len(lines),
    }
    _update(tx, key, values)
    facts = {"quota_type": quota_type, "ceiling": ceiling, "cause": [cause.kind, cause.id]}
    record_audit(tx, actor, "register:ceiling:record", "region", region_code, node_id=node_id, facts=facts)


def _locked(tx: Tx, key: RegionKey) -> RowMapping:
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    tx.session.execute(
        insert(_REGIONS).on_conflict_do_nothing(),
        [{**key._asdict(), "allocated": 0, "ceiling_count": 0, "reserve_count": 0}],
    )
    return tx.session.execute(select(_REGIONS).where(*_is(key)).with_for_update()).mappings().one()


def _is(key: RegionKey) -> tuple[Any, Any]:
    return _REGIONS.c.region_code == key.region_code, _REGIONS.c.quota_type == key.quota_type


def _update(tx: Tx, key: RegionKey, values: dict[str, Any]) -> None:
    tx.connection.execute(update(_REGIONS).where(*_is(key)).values(values))


def _opening_reserve(tx: Tx, key: RegionKey, ceiling: int, effective_on: date, document_id: str) -> list[_Line]:
    by_day = _sums(tx, key, "organization", _ENTRIES.c.region_code)
    allocated = sum(delta for day, delta in by_day.items() if day <= effective_on)
    later = [_Line(day, -delta, document_id) for day, delta in by_day.items() if day > effective_on and delta]
    return [_Line(effective_on, ceiling - allocated, document_id), *later]


def _ensure_reserve(tx: Tx, key: RegionKey, lines: Sequence[_Line]) -> None:
    """The reserve stays at nought or above on every day."""
    by_day = _sums(tx, key, "region_reserve", _ENTRIES.c.holder_id)
    before = sum(by_day.values())
    for line in lines:
        by_day[line.day] = by_day.get(line.day, 0) + line.delta
    days = sorted(by_day)
    for day, left in zip(days, accumulate(by_day[day] for day in days), strict=True):
        if left < 0:
            raise CeilingExceeded(**key._asdict(), day=day.isoformat(), reserve=before, wanted=before - left)


def _sums(tx: Tx, key: RegionKey, holder_kind: str, holder: Any) -> dict[date, int]:
    rows = tx.session.execute(
        select(_ENTRIES.c.effective_on, func.sum(_ENTRIES.c.delta))
        .where(
            holder == key.region_code,
            _ENTRIES.c.quota_type == key.quota_type,
            _ENTRIES.c.holder_kind == holder_kind,
        )
        .group_by(_ENTRIES.c.effective_on)
    )
    return {day: int(delta) for day, delta in rows}


def _write(tx: Tx, key: RegionKey, holder_kind: str, lines: Sequence[_Line], count: int, cause: Cause) -> None:
    insert_marked(
        tx,
        _ENTRIES,
        [
            {
                "id": new_id(),
                "holder_kind": holder_kind,
                "holder_id": key.region_code,
                "region_code": key.region_code,
                "quota_type": key.quota_type,
                "sequence": count + position,
                "delta": line.delta,
                "effective_on": line.day,
                "recorded_at": tx.now(),
                "document_id": line.document_id,
                "cause_kind": cause.kind,
                "cause_id": cause.id,
                "reverses_id": None,
            }
            for position, line in enumerate(lines, 1)
        ],
    )
