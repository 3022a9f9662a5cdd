"""The people of a unit: names for those who may see them, never a number, never a full date of birth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, tuple_

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission
from backend.register.errors import UnitNotFound
from backend.register.id_numbers import mask_name
from backend.register.models import InternalDivision, Organization, Person, Posting, PostingEvent
from backend.register.operations.rows import chunks
from backend.register.policies import ensure_not_future
from backend.register.queries.past import segments_known_at, standing_on
from backend.register.queries.scope_flags import scope_flags
from backend.register.segments import Segment

_SORT = ("pinyin", "posting_id")


def unit_people(
    tx: Tx,
    actor: Actor,
    unit_id: str,
    *,
    cursor: str | None,
    limit: int,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[str, Any]:
    """A page of the people in place on ``as_of`` (today), by name, as known at ``known_at`` (now).

    Raises :class:`UnitNotFound` for a unit whose people the actor may not read, :class:`DateInFuture`.
    """
    names = _may_see_names(tx, actor, unit_id)
    day = as_of or tx.today()
    ensure_not_future(tx.today(), day)
    after = decode_cursor(cursor, len(_SORT))
    if known_at is None:
        rows = _rows_on(tx, unit_id, day, after, limit)
    else:
        rows = _rows_known_at(tx, unit_id, day, known_at, after)[: limit + 1]
    answer = page(rows, limit, _SORT)
    answer["items"] = [_item(row, names=names) for row in answer["items"]]
    return answer


def _may_see_names(tx: Tx, actor: Actor, unit_id: str) -> bool:
    flags = scope_flags(actor, (Permission.PEOPLE_READ, Permission.PERSON_NAME), Organization.node_id)
    row = tx.session.execute(select(*flags).where(Organization.id == unit_id)).first()
    if row is None or not row[0]:
        raise UnitNotFound(unit_id=unit_id)
    return bool(row[1])


def _people() -> Any:
    return select(
        Person.id,
        Person.name,
        Person.pinyin,
        Person.sex,
        Person.birth_month,
    )


def _rows_on(tx: Tx, unit_id: str, day: date, after: Sequence[Any] | None, limit: int) -> list[dict[str, Any]]:
    statement = (
        _people()
        .add_columns(
            Posting.id.label("posting_id"),
            Posting.post_title,
            Posting.rank,
            Posting.quota_type,
            Posting.started_on,
            InternalDivision.name.label("division"),
        )
        .join(Posting, Posting.person_id == Person.id)
        .outerjoin(InternalDivision, InternalDivision.id == Posting.division_id)
        .where(
            Posting.organization_id == unit_id,
            Posting.started_on <= day,
            Posting.ended_on.is_(None) | (Posting.ended_on > day),
        )
        .order_by(Person.pinyin, Posting.id)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(Person.pinyin, Posting.id) > tuple(after))
    return [dict(row) for row in tx.session.execute(statement).mappings()]


def _rows_known_at(
    tx: Tx, unit_id: str, day: date, known_at: datetime, after: Sequence[Any] | None
) -> list[dict[str, Any]]:
    """The same from the events, since the projection only knows the present knowledge."""
    standing = {
        segment.opened_by: segment
        for segments in segments_known_at(tx, unit_id, known_at).values()
        if (segment := standing_on(segments, day)) is not None
    }
    people = _people_of_events(tx, list(standing))
    divisions = division_names(tx, unit_id)
    rows = [
        people[event_id] | _place(segment, divisions) | {"posting_id": event_id}
        for event_id, segment in standing.items()
    ]
    rows.sort(key=lambda row: (row["pinyin"], row["posting_id"]))
    return [row for row in rows if after is None or [row["pinyin"], row["posting_id"]] > list(after)]


def _people_of_events(tx: Tx, event_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for chunk in chunks(event_ids):
        statement = _people().add_columns(PostingEvent.id.label("event_id"))
        rows = tx.session.execute(
            statement.join(PostingEvent, PostingEvent.person_id == Person.id).where(PostingEvent.id.in_(chunk))
        ).mappings()
        found |= {row["event_id"]: {k: v for k, v in row.items() if k != "event_id"} for row in rows}
    return found


def division_names(tx: Tx, unit_id: str) -> dict[str, str]:
    """The divisions of a unit by id."""
    rows = tx.session.execute(
        select(InternalDivision.id, InternalDivision.name).where(InternalDivision.organization_id == unit_id)
    )
    return {row.id: row.name for row in rows}


def _place(segment: Segment, divisions: dict[str, str]) -> dict[str, Any]:
    place = segment.place
    return {
        "post_title": place.post_title,
        "rank": place.rank,
        "quota_type": place.quota_type,
        "started_on": segment.started_on,
        "division": divisions.get(place.division_id or ""),
    }


def _item(row: dict[str, Any], *, names: bool) -> dict[str, Any]:
    masked = mask_name(row["name"])
    shown = {name: value for name, value in row.items() if name not in _SORT}
    return shown | {"name": row["name"] if names else masked, "masked_name": masked}
