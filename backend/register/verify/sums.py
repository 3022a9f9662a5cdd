"""The sums: balances and region quotas recomputed from the ledgers, and the rules of every day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from backend.core.findings import Finding
from backend.core.transaction import Tx
from backend.register.ledger import Balance, Entry, balance_at, first_breach
from backend.register.models import Organization, QuotaBalance, QuotaEntry, RegionQuota
from backend.register.models.marks import table_of
from backend.register.operations.holders import CHUNK, entries_of
from backend.register.policies import LEDGER_TYPES
from backend.register.values import HolderKey

_BALANCES = table_of(QuotaBalance)
_REGIONS = table_of(RegionQuota)


def check_balances(tx: Tx) -> Iterator[Finding]:
    """Each balance is the sum of its ledger, its postings and its reservations."""
    stored = {HolderKey(row.organization_id, row.quota_type): row for row in tx.session.execute(select(_BALANCES))}
    for key, entries in _all_entries(tx):
        yield from differences_of_sum(tx, key, entries, stored.pop(key, None))
    for key in stored:
        yield _difference("register_balance", key, "belongs to no unit or type", None, None)


def differences_of_sum(tx: Tx, key: HolderKey, entries: list[Entry], row: Any) -> Iterator[Finding]:
    """Where the balance ``row`` of one holder, or its absence (None), is not the sum of its ``entries``."""
    if row is None and not entries:
        return
    expected = balance_at(entries, tx.today())
    found = Balance(row.approved, row.filled, row.reserved, row.exception) if row is not None else Balance()
    if found != expected:
        yield _difference("register_balance", key, "is not the sum of its entries", expected, found)
    latest = max((entry.day for entry in entries), default=None)
    if row is not None and latest is not None and (row.changed_on is None or row.changed_on < latest):
        yield _difference("register_balance", key, "changed later than it says", latest, row.changed_on)


def check_rules(tx: Tx) -> Iterator[Finding]:
    """Filled and reserved fit approved on every day up to today (domain rules 1 and 2)."""
    for key, entries in _all_entries(tx):
        yield from breaches_of_rules(tx, key, entries)


def breaches_of_rules(tx: Tx, key: HolderKey, entries: list[Entry]) -> Iterator[Finding]:
    """The first day, if any, on which the entries of one holder break a rule."""
    breach = first_breach(entries, tx.today())
    if breach is not None:
        message = f"breaks {breach.rule.value} on {breach.day.isoformat()}"
        yield _difference("register_rule", key, message, None, breach.balance)


def check_regions(tx: Tx) -> Iterator[Finding]:
    """Allocations + reserve = ceiling, today and on every day since the ceiling is known."""
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    rows = tx.session.execute(
        select(
            QuotaEntry.region_code, QuotaEntry.quota_type, QuotaEntry.holder_kind, func.sum(QuotaEntry.delta)
        ).group_by(QuotaEntry.region_code, QuotaEntry.quota_type, QuotaEntry.holder_kind)
    )
    for region_code, quota_type, holder_kind, delta in rows:
        sums[region_code, quota_type][holder_kind] = int(delta)
    for row in tx.session.execute(select(_REGIONS)).all():
        own = sums.pop((row.region_code, row.quota_type), {})
        expected = (own.get("region_ceiling"), own.get("organization", 0), own.get("region_reserve"))
        found = (row.ceiling, row.allocated, row.reserve)
        if found != expected:
            yield _region(row.region_code, row.quota_type, expected, found)
        if row.ceiling_from is not None:
            yield from _reserve_of_every_day(tx, row)
    for (region_code, quota_type), own in sums.items():
        yield _region(region_code, quota_type, own, None)


def _reserve_of_every_day(tx: Tx, row: Any) -> Iterator[Finding]:
    entries = tx.session.execute(
        select(QuotaEntry.holder_kind, QuotaEntry.effective_on, QuotaEntry.delta)
        .where(QuotaEntry.region_code == row.region_code, QuotaEntry.quota_type == row.quota_type)
        .order_by(QuotaEntry.effective_on)
    ).all()
    for day in sorted({entry.effective_on for entry in entries if entry.effective_on >= row.ceiling_from}):
        then: dict[str, int] = defaultdict(int)
        for entry in entries:
            if entry.effective_on <= day:
                then[entry.holder_kind] += entry.delta
        if then["organization"] + then["region_reserve"] != then["region_ceiling"] or then["region_reserve"] < 0:
            yield _region(row.region_code, row.quota_type, day.isoformat(), dict(then))


def _all_entries(tx: Tx) -> Iterator[tuple[HolderKey, list[Entry]]]:
    ids = list(tx.session.scalars(select(Organization.id).order_by(Organization.id)))
    step = CHUNK // len(LEDGER_TYPES)
    for start in range(0, len(ids), step):
        keys = [HolderKey(unit_id, name) for unit_id in ids[start : start + step] for name in LEDGER_TYPES]
        yield from entries_of(tx, keys).items()


def _difference(check: str, key: HolderKey, message: str, expected: object, found: object) -> Finding:
    row_id = f"{key.organization_id}/{key.quota_type}"
    return Finding(check, "register_balance", row_id, message, _text(expected), _text(found))


def _region(region_code: str, quota_type: str, expected: object, found: object) -> Finding:
    return Finding(
        "register_region",
        "register_region_quota",
        f"{region_code}/{quota_type}",
        "ceiling, allocations and reserve do not agree with the ledger",
        _text(expected),
        _text(found),
    )


def _text(value: object) -> str:
    if isinstance(value, Balance):
        numbers = (value.approved, value.filled, value.reserved, value.exception)
        return "approved {}, filled {}, reserved {}, exception {}".format(*numbers)
    return "" if value is None else str(value)
