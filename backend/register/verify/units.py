"""The part of the proof that speaks of single units: their marks, sums and rules, for a few units at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select

from backend.core.findings import Finding
from backend.core.transaction import Tx
from backend.register.models import OrganizationVersion, PostingEvent, QuotaBalance, QuotaEntry, QuotaException
from backend.register.models.marks import mark_holds, table_of
from backend.register.operations.holders import CHUNK, entries_of
from backend.register.policies import LEDGER_TYPES
from backend.register.values import HolderKey
from backend.register.verify.sums import breaches_of_rules, differences_of_sum

_BALANCES = table_of(QuotaBalance)
#: marked rows, with the column that names their unit
_MARKED = (
    (table_of(OrganizationVersion), "organization_id"),
    (table_of(QuotaEntry), "holder_id"),
    (table_of(QuotaException), "organization_id"),
    (table_of(PostingEvent), "organization_id"),
)


def findings_of_units(tx: Tx, organization_ids: Collection[str]) -> dict[str, int]:
    """How many differences the record of each unit shows today; units without any are left out.

    Regions, chains and documents are proved as a whole by ``verify`` and name no single unit.
    """
    counts: dict[str, int] = {}
    ordered = sorted(set(organization_ids))
    step = CHUNK // len(LEDGER_TYPES)
    for start in range(0, len(ordered), step):
        for unit_id, _finding in _findings(tx, ordered[start : start + step]):
            counts[unit_id] = counts.get(unit_id, 0) + 1
    return counts


def _findings(tx: Tx, unit_ids: list[str]) -> Iterator[tuple[str, Finding]]:
    rows = tx.session.execute(select(_BALANCES).where(_BALANCES.c.organization_id.in_(unit_ids)))
    stored = {HolderKey(row.organization_id, row.quota_type): row for row in rows}
    keys = [HolderKey(unit_id, name) for unit_id in unit_ids for name in LEDGER_TYPES]
    for key, entries in entries_of(tx, keys).items():
        for finding in (
            *differences_of_sum(tx, key, entries, stored.get(key)),
            *breaches_of_rules(tx, key, entries),
        ):
            yield key.organization_id, finding
    for table, unit in _MARKED:
        for row in tx.session.execute(select(table).where(table.c[unit].in_(unit_ids))).mappings():
            if not mark_holds(tx.keyring, table.name, row):
                yield row[unit], Finding("register_mark", table.name, row["id"], "changed past the product")
