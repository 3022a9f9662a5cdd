"""A unit's record of a past day, or as it was known at a past moment.

Two times run through the register: the day on which something holds, and the moment at which it was recorded. "As
of" a day asks the first with today's knowledge; "as known at" a moment leaves out everything recorded later, a
reversal of what was then believed included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import case, or_, select
from sqlalchemy.orm import aliased

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.register.ledger import Entry, Measure, balance_at, occupied
from backend.register.models import (
    InternalDivision,
    Organization,
    PostingEvent,
    QuotaEntry,
    QuotaException,
    Region,
    Reservation,
)
from backend.register.models.marks import table_of
from backend.register.policies import UnitFacts, ensure_effective
from backend.register.queries.record import RecordAnswer, head_facts, quota_rows
from backend.register.queries.references import document_references
from backend.register.queries.standing import read_standing
from backend.register.queries.versions import known_by, version_on
from backend.register.segments import Segment, facts_of, fold

_EVENTS = table_of(PostingEvent)
_UNITS = table_of(Organization)


def unit_record_then(
    tx: Tx, actor: Actor, unit_id: str, as_of: date, known_at: datetime | None = None
) -> RecordAnswer:
    """The record at the end of ``as_of`` as known at ``known_at`` (now without one).

    Raises :class:`UnitNotFound`, :class:`DateInFuture`, :class:`DateBeforeFounding`, :class:`NotRecordedThen`.
    """
    standing = read_standing(tx, actor, unit_id)
    facts = _head_then(tx, unit_id, as_of, known_at)
    segments = segments_known_at(tx, unit_id, known_at)
    quotas = _quota_entries(tx, unit_id, known_at)
    exceptions = _exceptions(tx, unit_id, as_of, known_at)
    latest = {row.quota_type: row.document_id for row in quotas if row.effective_on <= as_of}
    known = document_references(tx, {*latest.values(), *(row.document_id for row in exceptions)})
    entries = _entries(quotas, exceptions, _reservations(tx, unit_id, known_at), segments)
    balances = {name: balance_at(own, as_of) for name, own in entries.items()}
    record = facts | {
        "as_of": as_of,
        "known_at": known_at,
        "is_today": False,
        "version": standing.version,
        "quotas": quota_rows(
            facts["nature"], balances, {name: known.get(document_id or "") for name, document_id in latest.items()}
        ),
        "divisions": _divisions(tx, unit_id, as_of, segments),
        "recruitment": None,
        "exceptions": [_exception_line(row, known) for row in exceptions],
        "can": standing.can | {"file": []},
    }
    moment = f"{known_at:%Y%m%dT%H%M%S%fZ}" if known_at else "now"
    return RecordAnswer(
        orjson.dumps(record), f"{unit_id}-{standing.version}-{as_of:%Y%m%d}-{moment}-{standing.mark}"
    )


def segments_known_at(tx: Tx, unit_id: str, known_at: datetime | None) -> dict[str, list[Segment]]:
    """The segments at a unit by posting, folded from the events recorded by ``known_at``."""
    touching = select(PostingEvent.posting_id).where(PostingEvent.organization_id == unit_id)
    events: dict[str, list[Any]] = {}
    statement = select(_EVENTS).where(
        _EVENTS.c.posting_id.in_(touching), known_by(_EVENTS.c.recorded_at, known_at)
    )
    for row in tx.session.execute(statement).mappings():
        events.setdefault(row["posting_id"], []).append(row)
    folded = {posting_id: fold(facts_of(rows)) for posting_id, rows in events.items()}
    return {
        posting_id: [segment for segment in segments if segment.place.organization_id == unit_id]
        for posting_id, segments in folded.items()
    }


def standing_on(segments: Iterable[Segment], day: date) -> Segment | None:
    """The segment that holds ``day``, if any."""
    return next(
        (
            segment
            for segment in segments
            if segment.started_on <= day and (segment.ended_on is None or day < segment.ended_on)
        ),
        None,
    )


def _head_then(tx: Tx, unit_id: str, as_of: date, known_at: datetime | None) -> dict[str, Any]:
    unit = tx.session.execute(select(_UNITS).where(_UNITS.c.id == unit_id)).mappings().one()
    facts = UnitFacts(unit_id, unit["node_id"], unit["region_code"], unit["founded_on"], None)
    ensure_effective(tx.today(), facts, as_of)
    version = version_on(tx, unit_id, as_of, known_at)
    supervising_id = version["supervising_id"]
    supervising = version_on(tx, supervising_id, as_of, known_at)["name"] if supervising_id else None
    region = tx.session.scalar(select(Region.name).where(Region.code == version["region_code"]))
    of_then = {name: value for name, value in version.items() if name not in ("id", "mac")}
    return head_facts(dict(unit) | of_then | {"region_name": region, "supervising_name": supervising})


def _quota_entries(tx: Tx, unit_id: str, known_at: datetime | None) -> Sequence[Any]:
    return tx.session.execute(
        select(QuotaEntry.quota_type, QuotaEntry.effective_on, QuotaEntry.delta, QuotaEntry.document_id)
        .where(
            QuotaEntry.holder_kind == "organization",
            QuotaEntry.holder_id == unit_id,
            known_by(QuotaEntry.recorded_at, known_at),
        )
        .order_by(QuotaEntry.effective_on, QuotaEntry.sequence)
    ).all()


def _exceptions(tx: Tx, unit_id: str, as_of: date, known_at: datetime | None) -> Sequence[Any]:
    """The exceptions that stood on ``as_of``."""
    ended = aliased(QuotaException)
    return tx.session.execute(
        select(
            QuotaException.quota_type,
            QuotaException.heads,
            QuotaException.reason,
            QuotaException.effective_on,
            QuotaException.document_id,
        )
        .outerjoin(
            ended,
            (ended.reverses_id == QuotaException.id)
            & (ended.effective_on <= as_of)
            & known_by(ended.recorded_at, known_at),
        )
        .where(
            QuotaException.organization_id == unit_id,
            QuotaException.heads > 0,
            QuotaException.effective_on <= as_of,
            known_by(QuotaException.recorded_at, known_at),
            ended.id.is_(None),
        )
        .order_by(QuotaException.effective_on)
    ).all()


def _reservations(tx: Tx, unit_id: str, known_at: datetime | None) -> Sequence[Any]:
    return tx.session.execute(
        select(
            Reservation.quota_type,
            Reservation.heads,
            Reservation.opened_on,
            # At a moment before its end was recorded, the promise was believed to stand.
            Reservation.ended_on if known_at is None else _ended_as_known(known_at).label("ended_on"),
        ).where(Reservation.organization_id == unit_id, known_by(Reservation.opened_at, known_at))
    ).all()


def _ended_as_known(known_at: datetime) -> Any:
    return case((Reservation.ended_at <= known_at, Reservation.ended_on), else_=None)


def _entries(
    quotas: Sequence[Any],
    exceptions: Sequence[Any],
    reservations: Sequence[Any],
    segments: Mapping[str, Sequence[Segment]],
) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for row in quotas:
        entries.setdefault(row.quota_type, []).append(Entry(Measure.APPROVED, row.effective_on, row.delta))
    for row in exceptions:
        entries.setdefault(row.quota_type, []).append(Entry(Measure.EXCEPTION, row.effective_on, row.heads))
    for row in reservations:
        own = occupied(row.opened_on, row.ended_on, Measure.RESERVED, row.heads)
        entries.setdefault(row.quota_type, []).extend(own)
    for segment in (one for own in segments.values() for one in own):
        stretch = occupied(segment.started_on, segment.ended_on, Measure.FILLED)
        entries.setdefault(segment.place.quota_type, []).extend(stretch)
    return entries


def _divisions(
    tx: Tx, unit_id: str, as_of: date, segments: Mapping[str, Sequence[Segment]]
) -> list[dict[str, Any]]:
    standing = (standing_on(own, as_of) for own in segments.values())
    filled = Counter(segment.place.division_id for segment in standing if segment is not None)
    rows = tx.session.execute(
        select(InternalDivision.id, InternalDivision.name)
        .where(
            InternalDivision.organization_id == unit_id,
            or_(InternalDivision.valid_from.is_(None), InternalDivision.valid_from <= as_of),
            or_(InternalDivision.valid_to.is_(None), InternalDivision.valid_to > as_of),
        )
        .order_by(InternalDivision.sort, InternalDivision.name)
    )
    return [{"id": row.id, "name": row.name, "filled": filled[row.id]} for row in rows]


def _exception_line(row: Any, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "quota_type": row.quota_type,
        "heads": row.heads,
        "reason": row.reason,
        "effective_on": row.effective_on,
        "document": known.get(row.document_id),
    }
