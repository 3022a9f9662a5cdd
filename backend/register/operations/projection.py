"""The segments of postings as rows, and what a change of them means for the holders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, update

from backend.core.transaction import Tx
from backend.register.errors import PersonAlreadyPosted
from backend.register.ledger import Entry, Measure, occupied
from backend.register.models import Posting
from backend.register.models.marks import table_of
from backend.register.operations.rows import insert_rows
from backend.register.segments import Place, Segment
from backend.register.values import HolderKey

_POSTINGS = table_of(Posting)
PLACE_COLUMNS = ("organization_id", "division_id", "quota_type", "post_title", "rank")


def place_columns(place: Place) -> dict[str, Any]:
    return {
        "organization_id": place.organization_id,
        "division_id": place.division_id,
        "quota_type": place.quota_type,
        "post_title": place.post_title,
        "rank": place.rank,
    }


def first_segment(row: Mapping[str, Any]) -> dict[str, Any]:
    copied = ("id", "posting_id", "person_id", *PLACE_COLUMNS)
    return {name: row[name] for name in copied} | {
        "started_on": row["effective_on"],
        "ended_on": None,
        "last_event_id": row["id"],
    }


def segment_row(posting_id: str, person_id: str, segment: Segment) -> dict[str, Any]:
    """The projection's row of a segment; ``verify`` compares against the same."""
    return {
        "id": segment.opened_by,
        "posting_id": posting_id,
        "person_id": person_id,
        **place_columns(segment.place),
        "started_on": segment.started_on,
        "ended_on": segment.ended_on,
        "last_event_id": segment.closed_by or segment.opened_by,
    }


def difference(before: Sequence[Segment], after: Sequence[Segment]) -> dict[HolderKey, list[Entry]]:
    """The filled heads to add so that the holders of ``before`` stand as ``after`` says."""
    heads: Counter[tuple[HolderKey, date]] = Counter()
    for segments, sign in ((before, -1), (after, 1)):
        for segment in segments:
            for entry in occupied(segment.started_on, segment.ended_on, Measure.FILLED, sign):
                heads[HolderKey(segment.place.organization_id, segment.place.quota_type), entry.day] += entry.delta
    entries: dict[HolderKey, list[Entry]] = defaultdict(list)
    for (key, day), delta in sorted(heads.items()):
        if delta:
            entries[key].append(Entry(Measure.FILLED, day, delta))
    return dict(entries)


def ensure_alone(tx: Tx, posting_id: str, person_id: str, after: Sequence[Segment]) -> None:
    """No other posting of the person shares a day with these segments. Raises :class:`PersonAlreadyPosted`."""
    for segment in after:
        overlap = select(Posting.id).where(
            Posting.person_id == person_id,
            Posting.posting_id != posting_id,
            or_(Posting.ended_on.is_(None), Posting.ended_on > segment.started_on),
        )
        if segment.ended_on is not None:
            overlap = overlap.where(Posting.started_on < segment.ended_on)
        if tx.session.scalar(overlap.limit(1)) is not None:
            raise PersonAlreadyPosted(person_id=person_id)


def project(tx: Tx, posting_id: str, person_id: str, before: Sequence[Segment], after: Sequence[Segment]) -> None:
    """Rewrite the segments of one posting: closed ones first, so that no two are open at a time."""
    kept = {segment.opened_by for segment in after}
    gone = [segment.opened_by for segment in before if segment.opened_by not in kept]
    if gone:
        tx.connection.execute(delete(_POSTINGS).where(_POSTINGS.c.id.in_(gone)))
    known = {segment.opened_by: segment for segment in before}
    for segment in sorted(after, key=lambda segment: segment.ended_on is None):
        row = segment_row(posting_id, person_id, segment)
        if segment.opened_by not in known:
            insert_rows(tx, _POSTINGS, [row])
        elif known[segment.opened_by] != segment:
            tx.connection.execute(update(_POSTINGS).where(_POSTINGS.c.id == segment.opened_by).values(row))
