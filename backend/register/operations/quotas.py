"""The quota ledger of units: approved posts, named exceptions, and reversals of either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.register.errors import AlreadyReversed, EntryNotFound
from backend.register.events import QuotaRecorded
from backend.register.ledger import Entry, Measure
from backend.register.models import QuotaEntry, QuotaException
from backend.register.models.marks import table_of
from backend.register.operations.ceilings import allocate
from backend.register.operations.holders import Held, apply_entries, lock_holders
from backend.register.operations.rows import insert_marked, load_units, touch_units
from backend.register.policies import UnitFacts, ensure_effective, ensure_quota_type
from backend.register.values import Cause, HolderKey, NewException, QuotaMove

_ENTRIES = table_of(QuotaEntry)
_EXCEPTIONS = table_of(QuotaException)


def record_quota(tx: Tx, actor: Actor, move: QuotaMove, cause: Cause) -> None:
    """Change the approved posts of one organization. Raises what :func:`record_quotas` raises."""
    record_quotas(tx, actor, [move], [], cause)


def record_exception(tx: Tx, actor: Actor, new: NewException, cause: Cause) -> None:
    """Record a named exception (超编). Raises what :func:`record_quotas` raises."""
    record_quotas(tx, actor, [], [new], cause)


def record_quotas(
    tx: Tx, actor: Actor, moves: Sequence[QuotaMove], exceptions: Sequence[NewException], cause: Cause
) -> None:
    """Change approved posts and record exceptions, of many organizations at once.

    What belongs to one holder is checked together, so that a smaller quota and the exception that covers it may
    come in one matter. A move of nought is an entry, too: a document that confirms a number, or says it is nil.
    Raises :class:`UnitNotFound`, the date errors, :class:`UnknownCode`, :class:`CeilingExceeded` and the refusals
    of :func:`apply_entries`.
    """
    units = _checked_units(tx, [*moves, *exceptions])
    entries = _ledger_entries(moves, exceptions)
    held = lock_holders(tx, entries)
    apply_entries(tx, held, entries)
    _write_entries(tx, units, held, [(move, None) for move in moves], cause)
    _write_exceptions(tx, held, [(new, None) for new in exceptions], cause)
    allocate(tx, [(units[move.organization_id].region_code, move) for move in moves], cause)
    _announce(tx, actor, "register:quota:record", units, [*moves, *exceptions], cause)


def reverse_quota(tx: Tx, actor: Actor, entry_id: str, cause: Cause) -> None:
    """Take one entry of an organization back by a new entry that names it, from the same day on.

    Raises :class:`EntryNotFound`, :class:`AlreadyReversed` and the refusals of the ledger.
    """
    row = _reversible(tx, _ENTRIES, entry_id, _ENTRIES.c.holder_kind == "organization")
    move = QuotaMove(row["holder_id"], row["quota_type"], -row["delta"], row["effective_on"], row["document_id"])
    units = _checked_units(tx, [move])
    held = lock_holders(tx, [_key(move)])
    apply_entries(tx, held, _ledger_entries([move], []))
    _write_entries(tx, units, held, [(move, entry_id)], cause)
    allocate(tx, [(units[move.organization_id].region_code, move)], cause)
    _announce(tx, actor, "register:quota:reverse", units, [move], cause)


def end_exception(tx: Tx, actor: Actor, exception_id: str, ended_on: date, cause: Cause) -> None:
    """End a standing exception from ``ended_on`` on, by a row that names it.

    Raises :class:`EntryNotFound`, :class:`AlreadyReversed`, and :class:`OverQuota` while it is still needed.
    """
    row = _reversible(tx, _EXCEPTIONS, exception_id, _EXCEPTIONS.c.heads > 0)
    ending = NewException(
        row["organization_id"], row["quota_type"], -row["heads"], row["reason"], ended_on, row["document_id"]
    )
    units = _checked_units(tx, [ending])
    held = lock_holders(tx, [_key(ending)])
    apply_entries(tx, held, _ledger_entries([], [ending]))
    _write_exceptions(tx, held, [(ending, exception_id)], cause)
    _announce(tx, actor, "register:exception:end", units, [ending], cause)


def _key(item: QuotaMove | NewException) -> HolderKey:
    return HolderKey(item.organization_id, item.quota_type)


def _checked_units(tx: Tx, items: Sequence[QuotaMove | NewException]) -> dict[str, UnitFacts]:
    units = load_units(tx, {item.organization_id for item in items})
    for item in items:
        ensure_quota_type(item.quota_type)
        ensure_effective(tx.today(), units[item.organization_id], item.effective_on)
    return units


def _ledger_entries(
    moves: Sequence[QuotaMove], exceptions: Sequence[NewException]
) -> dict[HolderKey, list[Entry]]:
    entries: dict[HolderKey, list[Entry]] = defaultdict(list)
    for move in moves:
        entries[_key(move)].append(Entry(Measure.APPROVED, move.effective_on, move.delta))
    for new in exceptions:
        entries[_key(new)].append(Entry(Measure.EXCEPTION, new.effective_on, new.heads))
    return entries


def _write_entries(
    tx: Tx,
    units: Mapping[str, UnitFacts],
    held: Mapping[HolderKey, Held],
    moves: Sequence[tuple[QuotaMove, str | None]],
    cause: Cause,
) -> None:
    counts = {key: holder.entry_count for key, holder in held.items()}
    rows: list[dict[str, Any]] = []
    for move, reverses_id in moves:
        counts[_key(move)] += 1
        rows.append(
            {
                "id": new_id(),
                "holder_kind": "organization",
                "holder_id": move.organization_id,
                "region_code": units[move.organization_id].region_code,
                "quota_type": move.quota_type,
                "sequence": counts[_key(move)],
                "delta": move.delta,
                "effective_on": move.effective_on,
                "recorded_at": tx.now(),
                "document_id": move.document_id,
                "cause_kind": cause.kind,
                "cause_id": cause.id,
                "reverses_id": reverses_id,
            }
        )
    insert_marked(tx, _ENTRIES, rows)


def _write_exceptions(
    tx: Tx,
    held: Mapping[HolderKey, Held],
    exceptions: Sequence[tuple[NewException, str | None]],
    cause: Cause,
) -> None:
    counts = {key: holder.exception_count for key, holder in held.items()}
    rows: list[dict[str, Any]] = []
    for new, reverses_id in exceptions:
        counts[_key(new)] += 1
        rows.append(
            {
                "id": new_id(),
                "organization_id": new.organization_id,
                "quota_type": new.quota_type,
                "sequence": counts[_key(new)],
                "heads": new.heads,
                "reason": new.reason,
                "effective_on": new.effective_on,
                "recorded_at": tx.now(),
                "document_id": new.document_id,
                "cause_kind": cause.kind,
                "cause_id": cause.id,
                "reverses_id": reverses_id,
            }
        )
    insert_marked(tx, _EXCEPTIONS, rows)


def _reversible(tx: Tx, table: Table, row_id: str, condition: Any) -> dict[str, Any]:
    row = tx.session.execute(select(table).where(table.c.id == row_id, condition)).mappings().first()
    if row is None or row["reverses_id"] is not None:
        raise EntryNotFound(entry_id=row_id)
    if tx.session.scalar(select(table.c.id).where(table.c.reverses_id == row_id)) is not None:
        raise AlreadyReversed(entry_id=row_id)
    return dict(row)


def _announce(
    tx: Tx,
    actor: Actor,
    action: str,
    units: Mapping[str, UnitFacts],
    items: Sequence[QuotaMove | NewException],
    cause: Cause,
) -> None:
    touch_units(tx, list(units))
    facts: dict[str, Any] = {"cause": [cause.kind, cause.id], "entries": len(items)}
    if len(units) == 1:
        unit = next(iter(units.values()))
        facts["rows"] = [_audited(item) for item in items]
        record_audit(tx, actor, action, "organization", unit.id, node_id=unit.node_id, facts=facts)
    elif units:
        record_audit(tx, actor, action, cause.kind, cause.id, facts=facts | {"units": len(units)})
    tx.publish(QuotaRecorded(tuple(sorted(units))))


def _audited(item: QuotaMove | NewException) -> dict[str, Any]:
    heads = {"delta": item.delta} if isinstance(item, QuotaMove) else {"exception": item.heads}
    return {"quota_type": item.quota_type, "effective_on": item.effective_on.isoformat(), **heads}
