"""What happened to a unit, latest first, with the document and the cause of each entry."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    String,
    bindparam,
    case,
    cast,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, moment_of_key, page
from backend.identity.public import Permission
from backend.register.errors import UnitNotFound
from backend.register.models import (
    Organization,
    OrganizationVersion,
    Posting,
    PostingEvent,
    QuotaEntry,
    QuotaException,
    Reservation,
)
from backend.register.queries.references import document_references
from backend.register.queries.scope_flags import scope_flags

_UNIT: Any = bindparam("unit_id")
_NO_TEXT = cast(null(), String)
_NO_HEADS = cast(null(), Integer)
_SORT = ("recorded_at", "id")


def unit_history(tx: Tx, actor: Actor, unit_id: str, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of entries of all kinds (quota, posting, name, exception, reservation), the latest recorded first.

    ``person_id`` is given to those who may read the unit's people. Raises :class:`UnitNotFound`.
    """
    people = _may_read_people(tx, actor, unit_id)
    rows = _rows(tx, unit_id, decode_cursor(cursor, len(_SORT)), limit)
    known = document_references(tx, {row["document_id"] for row in rows})
    items = [_item(row, known, people=people) for row in rows]
    return page(items, limit, _SORT)


def _may_read_people(tx: Tx, actor: Actor, unit_id: str) -> bool:
    flags = scope_flags(actor, (Permission.REGISTER_READ, Permission.PEOPLE_READ), Organization.node_id)
    row = tx.session.execute(select(*flags).where(Organization.id == unit_id)).first()
    if row is None or not row[0]:
        raise UnitNotFound(unit_id=unit_id)
    return bool(row[1])


def _rows(tx: Tx, unit_id: str, after: Sequence[Any] | None, limit: int) -> list[dict[str, Any]]:
    entries = _entries().subquery()
    statement = select(entries).order_by(entries.c.recorded_at.desc(), entries.c.id.desc()).limit(limit + 1)
    if after is not None:
        place = moment_of_key(after[0]), after[1]
        statement = statement.where(tuple_(entries.c.recorded_at, entries.c.id) < place)
    return [dict(row) for row in tx.session.execute(statement, {"unit_id": unit_id}).mappings()]


def _item(row: dict[str, Any], known: dict[str, dict[str, Any]], *, people: bool) -> dict[str, Any]:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "effective_on": row["effective_on"] and row["effective_on"].isoformat(),
        "recorded_at": row["recorded_at"].isoformat(),
        "quota_type": row["quota_type"],
        "delta": row["delta"],
        "person_id": row["person_id"] if people else None,
        "document": known.get(row["document_id"]),
        "cause": {"kind": row["cause_kind"], "id": row["cause_id"]},
        "reverses_id": row["reverses_id"],
    }


@cache
def _entries() -> CompoundSelect[Any]:
    return union_all(_quotas(), _postings(), _versions(), _exceptions(), _reservations())


def _quotas() -> Any:
    return select(
        QuotaEntry.id,
        literal("quota").label("kind"),
        QuotaEntry.effective_on,
        QuotaEntry.recorded_at,
        QuotaEntry.quota_type,
        QuotaEntry.delta,
        _NO_TEXT.label("person_id"),
        QuotaEntry.document_id,
        QuotaEntry.cause_kind,
        QuotaEntry.cause_id,
        QuotaEntry.reverses_id,
    ).where(QuotaEntry.holder_kind == "organization", QuotaEntry.holder_id == _UNIT)


def _postings() -> Any:
    """Events at the unit, and those that ended a stretch at it (a move to another unit)."""
    here = PostingEvent.organization_id == _UNIT
    ended_here = select(Posting.last_event_id).where(Posting.organization_id == _UNIT)
    delta = case(
        (PostingEvent.kind == "entered", 1),
        (PostingEvent.kind == "left", -1),
        ((PostingEvent.kind == "moved") & ~here, -1),
        else_=None,
    )
    return select(
        PostingEvent.id,
        literal("posting"),
        PostingEvent.effective_on,
        PostingEvent.recorded_at,
        PostingEvent.quota_type,
        delta,
        PostingEvent.person_id,
        PostingEvent.document_id,
        PostingEvent.cause_kind,
        PostingEvent.cause_id,
        PostingEvent.reverses_id,
    ).where(or_(here, PostingEvent.id.in_(ended_here)))


def _versions() -> Any:
    return select(
        OrganizationVersion.id,
        literal("name"),
        OrganizationVersion.valid_from,
        OrganizationVersion.recorded_at,
        _NO_TEXT,
        _NO_HEADS,
        _NO_TEXT,
        OrganizationVersion.document_id,
        OrganizationVersion.cause_kind,
        OrganizationVersion.cause_id,
        _NO_TEXT,
    ).where(OrganizationVersion.organization_id == _UNIT)


def _exceptions() -> Any:
    return select(
        QuotaException.id,
        literal("exception"),
        QuotaException.effective_on,
        QuotaException.recorded_at,
        QuotaException.quota_type,
        QuotaException.heads,
        _NO_TEXT,
        QuotaException.document_id,
        QuotaException.cause_kind,
        QuotaException.cause_id,
        QuotaException.reverses_id,
    ).where(QuotaException.organization_id == _UNIT)


def _reservations() -> Any:
    return select(
        Reservation.id,
        literal("reservation"),
        Reservation.opened_on,
        Reservation.opened_at,
        Reservation.quota_type,
        Reservation.heads,
        _NO_TEXT,
        _NO_TEXT,
        literal("matter"),
        Reservation.matter_id,
        _NO_TEXT,
    ).where(Reservation.organization_id == _UNIT)
