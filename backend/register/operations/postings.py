"""Postings: entry onto the quota, moves and promotions, exit, and reversal of a mistake.

Every operation adds events, folds the events of the posting into its segments (see ``segments``), and moves the
balances of the holders by the difference between the segments before and after. Locks: holders by id, then people
by id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import end_person_access, record_audit
from backend.register.errors import (
    AlreadyReversed,
    EntryNotFound,
    PersonAlreadyPosted,
    PersonNotFound,
    PostingHistoryBroken,
    PostingNotFound,
)
from backend.register.events import PostingEnded, PostingMoved, PostingsOpened
from backend.register.ledger import Entry, Measure
from backend.register.models import Person, Posting, PostingEvent
from backend.register.models.marks import table_of
from backend.register.operations.holders import apply_entries, lock_holders
from backend.register.operations.projection import (
    PLACE_COLUMNS,
    difference,
    ensure_alone,
    first_segment,
    place_columns,
    project,
)
from backend.register.operations.rows import (
    chunks,
    insert_marked,
    insert_rows,
    load_divisions,
    load_units,
    touch_units,
)
from backend.register.policies import (
    ensure_code,
    ensure_division,
    ensure_effective,
    ensure_not_future,
    ensure_quota_type,
    ensure_rank,
)
from backend.register.segments import BrokenHistory, EventKind, Place, facts_of, fold
from backend.register.values import Cause, HolderKey, NewPosting, PostingMove

_EVENTS = table_of(PostingEvent)
_PEOPLE = table_of(Person)
_POSTINGS = table_of(Posting)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_LOCKED_PEOPLE = select(_PEOPLE.c.id).where(_PEOPLE.c.id.in_(_IDS)).order_by(_PEOPLE.c.id).with_for_update()
_STRETCHES = select(_POSTINGS.c.person_id, _POSTINGS.c.ended_on).where(_POSTINGS.c.person_id.in_(_IDS))


def open_posting(tx: Tx, actor: Actor, new: NewPosting, cause: Cause) -> str:
    """Enter one person onto the quota; returns the posting's id. Raises what :func:`open_postings` raises."""
    return open_postings(tx, actor, [new], cause)[0]


def open_postings(tx: Tx, actor: Actor, postings: Sequence[NewPosting], cause: Cause) -> list[str]:
    """Enter people onto the quota, thousands at once under the same rules; returns the ids in order.

    Raises :class:`UnitNotFound`, :class:`PersonNotFound`, the date errors, :class:`UnknownCode`,
    :class:`DivisionNotInUnit`, :class:`PersonAlreadyPosted` and the refusals of the ledger.
    """
    _ensure_places(tx, postings)
    for reason in {new.reason for new in postings}:
        ensure_code("entry_reason", reason)
    entries: dict[HolderKey, list[Entry]] = defaultdict(list)
    for (key, day), heads in Counter((_holder(new), new.effective_on) for new in postings).items():
        entries[key].append(Entry(Measure.FILLED, day, heads))
    held = lock_holders(tx, entries)
    _lock_people(tx, [new.person_id for new in postings])
    _ensure_free(tx, postings)
    apply_entries(tx, held, entries)
    rows = [_entered_row(tx, new, cause) for new in postings]
    insert_marked(tx, _EVENTS, rows)
    insert_rows(tx, _POSTINGS, [first_segment(row) for row in rows])
    touch_units(tx, {new.organization_id for new in postings})
    ids = [str(row["posting_id"]) for row in rows]
    facts: dict[str, Any] = {"cause": [cause.kind, cause.id], "count": len(ids)}
    subject = ("posting", ids[0]) if len(ids) == 1 else (cause.kind, cause.id)
    record_audit(tx, actor, "register:posting:open", *subject, facts=facts)
    tx.publish(PostingsOpened(tuple(ids)))
    return ids


def move_posting(tx: Tx, actor: Actor, move: PostingMove, cause: Cause) -> None:
    """Give a posting another place: −1 and +1 in one transaction. Rights held at the former unit end with it.

    Raises :class:`PostingNotFound`, :class:`PostingHistoryBroken`, the date and code errors and the refusals of
    the ledger.
    """
    _ensure_places(tx, [move])
    ensure_code("entry_reason", move.reason)
    place = Place(move.organization_id, move.division_id, move.quota_type, move.post_title, move.rank)
    kind = EventKind.PROMOTED if move.promotion else EventKind.MOVED
    row = _event_row(tx, kind, place, move.effective_on, move.reason, move.document_id, cause)
    person_id, left_unit = _add_event(tx, move.posting_id, row)
    if left_unit:
        end_person_access(tx, actor, person_id, "transferred")
    facts = {"cause": [cause.kind, cause.id], "organization_id": move.organization_id}
    record_audit(tx, actor, f"register:posting:{kind.value}", "posting", move.posting_id, facts=facts)
    tx.publish(PostingMoved(move.posting_id, person_id))


def end_posting(
    tx: Tx,
    actor: Actor,
    posting_id: str,
    effective_on: date,
    reason: str,
    cause: Cause,
    document_id: str | None = None,
) -> None:
    """Take a person off the quota (出编); ``effective_on`` is the first day out, ``reason`` of exit_reason.

    The person's grants end in the same transaction.
    Raises :class:`PostingNotFound`, :class:`PostingHistoryBroken`, :class:`DateInFuture`, :class:`UnknownCode`.
    """
    ensure_not_future(tx.today(), effective_on)
    ensure_code("exit_reason", reason)
    row = _event_row(tx, EventKind.LEFT, None, effective_on, reason, document_id, cause)
    person_id, _left_unit = _add_event(tx, posting_id, row)
    end_person_access(tx, actor, person_id, reason)
    facts = {"cause": [cause.kind, cause.id], "reason": reason}
    record_audit(tx, actor, "register:posting:left", "posting", posting_id, facts=facts)
    tx.publish(PostingEnded(posting_id, person_id))


def reverse_event(tx: Tx, actor: Actor, event_id: str, cause: Cause) -> None:
    """Take one posting event back by a new event that names it.

    Raises :class:`EntryNotFound`, :class:`AlreadyReversed`, :class:`PostingHistoryBroken` and the refusals of the
    ledger.
    """
    found = tx.session.execute(select(_EVENTS).where(_EVENTS.c.id == event_id)).mappings().first()
    if found is None or found["kind"] == EventKind.REVERSED:
        raise EntryNotFound(entry_id=event_id)
    if tx.session.scalar(select(_EVENTS.c.id).where(_EVENTS.c.reverses_id == event_id)) is not None:
        raise AlreadyReversed(entry_id=event_id)
    row = _event_row(tx, EventKind.REVERSED, None, found["effective_on"], None, found["document_id"], cause)
    _add_event(tx, found["posting_id"], row | {"reverses_id": event_id})
    facts = {"cause": [cause.kind, cause.id], "event_id": event_id}
    record_audit(tx, actor, "register:posting:reverse", "posting", found["posting_id"], facts=facts)


def _holder(place: NewPosting | PostingMove | Place) -> HolderKey:
    return HolderKey(place.organization_id, place.quota_type)


def _ensure_places(tx: Tx, places: Sequence[NewPosting | PostingMove]) -> None:
    today = tx.today()
    units = load_units(tx, {place.organization_id for place in places})
    divisions = load_divisions(tx, {place.division_id for place in places if place.division_id})
    for quota_type in {place.quota_type for place in places}:
        ensure_quota_type(quota_type)
    for rank in {place.rank for place in places}:
        ensure_rank(rank)
    for place in places:
        ensure_effective(today, units[place.organization_id], place.effective_on)
        if place.division_id is not None:
            ensure_division(divisions.get(place.division_id), place.organization_id, place.effective_on)


def _lock_people(tx: Tx, person_ids: Collection[str]) -> None:
    found: set[str] = set()
    for chunk in chunks(person_ids):
        found.update(tx.session.scalars(_LOCKED_PEOPLE, {"ids": chunk}))
    for person_id in person_ids:
        if person_id not in found:
            raise PersonNotFound(person_id=person_id)


def _ensure_free(tx: Tx, postings: Sequence[NewPosting]) -> None:
    """Nobody holds another posting on or after the day of entry (domain rule 4, on every date)."""
    starts = {new.person_id: new.effective_on for new in postings}
    if len(starts) < len(postings):
        raise PersonAlreadyPosted
    for chunk in chunks(list(starts)):
        for person_id, ended_on in tx.session.execute(_STRETCHES, {"ids": chunk}):
            if ended_on is None or ended_on > starts[person_id]:
                raise PersonAlreadyPosted(person_id=person_id)


def _entered_row(tx: Tx, new: NewPosting, cause: Cause) -> dict[str, Any]:
    place = Place(new.organization_id, new.division_id, new.quota_type, new.post_title, new.rank)
    row = _event_row(tx, EventKind.ENTERED, place, new.effective_on, new.reason, new.document_id, cause)
    return row | {"posting_id": row["id"], "person_id": new.person_id, "sequence": 1}


def _event_row(
    tx: Tx,
    kind: EventKind,
    place: Place | None,
    effective_on: date,
    reason: str | None,
    document_id: str | None,
    cause: Cause,
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": new_id(),
        "kind": kind.value,
        "reason": reason,
        "effective_on": effective_on,
        "recorded_at": tx.now(),
        "document_id": document_id,
        "cause_kind": cause.kind,
        "cause_id": cause.id,
        "reverses_id": None,
    }
    return row if place is None else row | place_columns(place)


def _add_event(tx: Tx, posting_id: str, row: dict[str, Any]) -> tuple[str, bool]:
    """Add ``row`` to the posting's events and bring segments and balances after it.

    Returns the person's id, and whether ``row`` takes the person to another unit.
    """
    events = _locked_events(tx, posting_id, row)
    person_id = str(events[0]["person_id"])
    before = fold(facts_of(events))
    # An exit or a reversal happens where the person was last.
    last = place_columns(before[-1].place) if before else {name: events[-1][name] for name in PLACE_COLUMNS}
    row = last | row | {"posting_id": posting_id, "person_id": person_id, "sequence": len(events) + 1}
    try:
        after = fold(facts_of([*events, row]))
    except BrokenHistory as error:
        raise PostingHistoryBroken(posting_id=posting_id) from error
    ensure_alone(tx, posting_id, person_id, after)
    entries = difference(before, after)
    if entries:
        apply_entries(tx, lock_holders(tx, entries), entries)
    insert_marked(tx, _EVENTS, [row])
    project(tx, posting_id, person_id, before, after)
    touch_units(tx, {segment.place.organization_id for segment in (*before, *after)})
    return person_id, row["organization_id"] != last["organization_id"]


def _locked_events(tx: Tx, posting_id: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The events of a posting, with the holders that ``row`` may touch and the person locked."""
    statement = select(_EVENTS).where(_EVENTS.c.posting_id == posting_id).order_by(_EVENTS.c.sequence)
    seen = [dict(event) for event in tx.session.execute(statement).mappings()]
    if not seen:
        raise PostingNotFound(posting_id=posting_id)
    places = [event for event in (*seen, row) if "organization_id" in event]
    lock_holders(tx, {HolderKey(place["organization_id"], place["quota_type"]) for place in places})
    _lock_people(tx, [seen[0]["person_id"]])
    return [dict(event) for event in tx.session.execute(statement).mappings()]
