"""The one place where a holder's numbers change.

A writer locks the balance rows of all holders it touches, in the order of their ids, adds its dated entries, and
has the rules asked of every day up to today. The rows of the ledger themselves are written by the caller in the
same transaction; the balance is only their sum.

Most effects are dated on or after the last change of their holder. Then the balance alone says how the future of
that day looks; only an effect dated further back needs the whole timeline out of the ledgers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal, select, tuple_, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.errors import Refused
from backend.core.transaction import Tx
from backend.register.errors import ApprovedUnknown, NegativeQuota, NoVacancy, OverQuota
from backend.register.ledger import (
    Balance,
    Breach,
    Entry,
    Measure,
    Rule,
    balance_at,
    first_breach,
    timeline,
)
from backend.register.models import Posting, QuotaBalance, QuotaEntry, QuotaException, Reservation
from backend.register.models.marks import table_of
from backend.register.values import HolderKey

CHUNK = 400
_BALANCE = table_of(QuotaBalance)
_READ = (
    select(_BALANCE)
    .where(tuple_(_BALANCE.c.organization_id, _BALANCE.c.quota_type).in_(bindparam("keys", expanding=True)))
    .order_by(_BALANCE.c.organization_id, _BALANCE.c.quota_type)
)
_LOCKED = _READ.with_for_update()
_NUMBERS = ("approved", "filled", "reserved", "exception", "changed_on", "entry_count", "exception_count")
_WRITE = (
    update(_BALANCE)
    .where(
        _BALANCE.c.organization_id == bindparam("key_organization"),
        _BALANCE.c.quota_type == bindparam("key_type"),
    )
    .values({name: bindparam(name) for name in _NUMBERS})
)


@dataclass(frozen=True, slots=True)
class Held:
    """A locked balance row."""

    balance: Balance
    changed_on: date | None
    entry_count: int
    exception_count: int


def lock_holders(tx: Tx, keys: Collection[HolderKey]) -> dict[HolderKey, Held]:
    """Lock the balances of ``keys``, making the rows that do not exist yet. In the order of ids."""
    ordered = sorted(set(keys))
    held: dict[HolderKey, Held] = {}
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        held |= _locked(tx, chunk)
        missing = [key for key in chunk if key not in held]
        if missing:
            _make_rows(tx, missing)
            held |= _locked(tx, missing)
    return held


def _locked(tx: Tx, keys: Sequence[HolderKey], *, locked: bool = True) -> dict[HolderKey, Held]:
    rows = tx.session.execute(_LOCKED if locked else _READ, {"keys": list(keys)})
    return {
        HolderKey(row.organization_id, row.quota_type): Held(
            Balance(row.approved, row.filled, row.reserved, row.exception),
            row.changed_on,
            row.entry_count,
            row.exception_count,
        )
        for row in rows
    }


def _make_rows(tx: Tx, keys: Sequence[HolderKey]) -> None:
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    nought = {"filled": 0, "reserved": 0, "exception": 0, "entry_count": 0, "exception_count": 0}
    tx.session.execute(
        insert(_BALANCE).on_conflict_do_nothing(),
        [{"organization_id": key.organization_id, "quota_type": key.quota_type, **nought} for key in keys],
    )


def apply_entries(
    tx: Tx,
    held: Mapping[HolderKey, Held],
    entries: Mapping[HolderKey, Sequence[Entry]],
) -> None:
    """Check ``entries`` against every day up to today and move the locked balances by them.

    Each approved or exception entry stands for one ledger row, which the caller writes afterwards: no row behind
    ``entries`` may be in the ledgers yet. Raises :class:`OverQuota`, :class:`NoVacancy`,
    :class:`ApprovedUnknown` or :class:`NegativeQuota` with the numbers of the first day that fails.
    """
    ensure_fits(tx, held, entries)
    _write(tx, [_new_row(key, held[key], added) for key, added in entries.items()])


def ensure_fits(tx: Tx, held: Mapping[HolderKey, Held], entries: Mapping[HolderKey, Sequence[Entry]]) -> None:
    """Ask the rules of every day up to today with ``entries`` added, and write nothing.

    Raises what :func:`apply_entries` raises.
    """
    past = entries_of(tx, [key for key in entries if _reaches_back(held[key], entries[key])])
    for key, added in entries.items():
        known = past.get(key)
        start = None if known is not None else held[key].balance
        breach = first_breach([*(known or ()), *added], tx.today(), start)
        if breach is not None:
            raise _refusal(key, breach, balance_at(known, breach.day) if known else held[key].balance, added)


def held_now(tx: Tx, keys: Collection[HolderKey]) -> dict[HolderKey, Held]:
    """The balances of ``keys``: locked when the transaction writes, else as they are read; nothing is made."""
    found = _locked(tx, sorted(set(keys)), locked=tx.writes)
    return {key: found.get(key, Held(Balance(), None, 0, 0)) for key in keys}


def _reaches_back(held: Held, added: Sequence[Entry]) -> bool:
    return held.changed_on is not None and min(entry.day for entry in added) < held.changed_on


def _new_row(key: HolderKey, before: Held, added: Sequence[Entry]) -> dict[str, Any]:
    last = timeline(added, before.balance)[-1]
    after, measures = last.balance, [entry.measure for entry in added]
    return {
        "key_organization": key.organization_id,
        "key_type": key.quota_type,
        "approved": after.approved,
        "filled": after.filled,
        "reserved": after.reserved,
        "exception": after.exception,
        "changed_on": max(last.day, before.changed_on or last.day),
        "entry_count": before.entry_count + measures.count(Measure.APPROVED),
        "exception_count": before.exception_count + measures.count(Measure.EXCEPTION),
    }


def _write(tx: Tx, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    tx.connection.execute(_WRITE, rows)


def entries_of(tx: Tx, keys: Collection[HolderKey]) -> dict[HolderKey, list[Entry]]:
    """Everything that ever moved the numbers of ``keys``, summed by day, in one statement per 400 holders."""
    found: dict[HolderKey, list[Entry]] = {key: [] for key in keys}
    ordered = sorted(found)
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        ids = sorted({key.organization_id for key in chunk})
        for row in tx.session.execute(_ALL_ENTRIES, {"ids": ids}):
            key = HolderKey(row.organization_id, row.quota_type)
            if key in found:
                found[key].append(Entry(Measure(row.measure), row.day, int(row.heads)))
    return found


def _sums(measure: Measure, organization: Any, quota_type: Any, day: Any, heads: Any, *where: Any) -> Any:
    return (
        select(
            literal(measure.value).label("measure"),
            organization.label("organization_id"),
            quota_type.label("quota_type"),
            day.label("day"),
            func.sum(heads).label("heads"),
        )
        .where(organization.in_(bindparam("ids", expanding=True)), *where)
        .group_by(organization, quota_type, day)
    )


# A reservation whose effect was dated before its filing never stood on any day.
_LASTED = Reservation.ended_on.is_(None) | (Reservation.ended_on > Reservation.opened_on)
_ALL_ENTRIES = union_all(
    _sums(
        Measure.APPROVED,
        QuotaEntry.holder_id,
        QuotaEntry.quota_type,
        QuotaEntry.effective_on,
        QuotaEntry.delta,
        QuotaEntry.holder_kind == "organization",
    ),
    _sums(
        Measure.EXCEPTION,
        QuotaException.organization_id,
        QuotaException.quota_type,
        QuotaException.effective_on,
        QuotaException.heads,
    ),
    _sums(Measure.FILLED, Posting.organization_id, Posting.quota_type, Posting.started_on, literal(1)),
    _sums(
        Measure.FILLED,
        Posting.organization_id,
        Posting.quota_type,
        Posting.ended_on,
        literal(-1),
        Posting.ended_on.is_not(None),
    ),
    _sums(
        Measure.RESERVED,
        Reservation.organization_id,
        Reservation.quota_type,
        Reservation.opened_on,
        Reservation.heads,
        _LASTED,
    ),
    _sums(
        Measure.RESERVED,
        Reservation.organization_id,
        Reservation.quota_type,
        Reservation.ended_on,
        -Reservation.heads,
        _LASTED,
        Reservation.ended_on.is_not(None),
    ),
)

_REFUSALS: dict[Rule, type[Refused]] = {
    Rule.OVER_QUOTA: OverQuota,
    Rule.NO_VACANCY: NoVacancy,
    Rule.UNKNOWN: ApprovedUnknown,
    Rule.NEGATIVE: NegativeQuota,
}


def _refusal(key: HolderKey, breach: Breach, before: Balance, added: Sequence[Entry]) -> Refused:
    wanted: dict[str, int] = defaultdict(int)
    for entry in added:
        wanted[entry.measure.value] += entry.delta
    return _REFUSALS[breach.rule](
        organization_id=key.organization_id,
        quota_type=key.quota_type,
        day=breach.day.isoformat(),
        approved=before.approved,
        filled=before.filled,
        reserved=before.reserved,
        exception=before.exception,
        vacant=before.vacant,
        wanted=dict(wanted),
    )
