"""Postings folded again from their events, and one posting per person on every day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any

from sqlalchemy import exists, select

from backend.core.findings import Finding
from backend.core.transaction import Tx
from backend.register.models import Posting, PostingEvent
from backend.register.models.marks import table_of
from backend.register.operations.projection import segment_row
from backend.register.segments import BrokenHistory, facts_of, fold

_EVENTS = table_of(PostingEvent)
_POSTINGS = table_of(Posting)
_TABLE = "register_posting"
_BATCH = 400


def check_postings(tx: Tx) -> Iterator[Finding]:
    """The projection has exactly the segments that the events give."""
    rows = tx.session.execute(
        select(_EVENTS).order_by(_EVENTS.c.posting_id, _EVENTS.c.sequence).execution_options(yield_per=2000)
    ).mappings()
    histories = groupby(rows, key=lambda row: row["posting_id"])
    while batch := [(posting_id, list(events)) for posting_id, events in islice(histories, _BATCH)]:
        yield from _check_batch(tx, batch)
    nothing = select(_POSTINGS.c.id).where(~exists().where(_EVENTS.c.posting_id == _POSTINGS.c.posting_id))
    for row_id in tx.session.scalars(nothing):
        yield Finding("register_posting", _TABLE, row_id, "no event opened this posting")


def _check_batch(tx: Tx, batch: Sequence[tuple[str, list[Any]]]) -> Iterator[Finding]:
    stored: dict[str, dict[str, dict[str, Any]]] = {}
    statement = select(_POSTINGS).where(_POSTINGS.c.posting_id.in_([posting_id for posting_id, _ in batch]))
    for row in tx.session.execute(statement).mappings():
        stored.setdefault(row["posting_id"], {})[row["id"]] = dict(row)
    for posting_id, events in batch:
        try:
            segments = fold(facts_of(events))
        except BrokenHistory as broken:
            yield Finding("register_posting", "register_posting_event", str(broken), "does not fit the posting")
            continue
        person_id = events[0]["person_id"]
        expected = {one.opened_by: segment_row(posting_id, person_id, one) for one in segments}
        yield from _compare(expected, stored.get(posting_id, {}))


def _compare(expected: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    for row_id in expected.keys() | found.keys():
        should, does = expected.get(row_id), found.get(row_id)
        if should != does:
            wrong = sorted(
                name for name in should or does or {} if (should or {}).get(name) != (does or {}).get(name)
            )
            yield Finding(
                "register_posting",
                _TABLE,
                row_id,
                f"is not what its events say ({', '.join(wrong)})",
                _text(should, wrong),
                _text(does, wrong),
            )


def _text(row: dict[str, Any] | None, names: Sequence[str]) -> str:
    return "no row" if row is None else ", ".join(str(row[name]) for name in names)


def check_one_posting_each(tx: Tx) -> Iterator[Finding]:
    """Nobody holds two postings on one day (domain rule 4)."""
    rows = tx.session.execute(
        select(Posting.person_id, Posting.id, Posting.started_on, Posting.ended_on)
        .order_by(Posting.person_id, Posting.started_on)
        .execution_options(yield_per=2000)
    )
    for _person_id, stretches in groupby(rows, key=lambda row: row.person_id):
        until = date.min
        for row in stretches:
            if row.started_on < until:
                yield Finding("register_one_posting", _TABLE, row.id, "the person holds another posting then")
            until = max(until, row.ended_on or date.max)
