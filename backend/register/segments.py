"""From posting events to the dated segments of a posting.

Events are the truth and are only ever added: *entered* opens a posting, *moved* and *promoted* change where or
as what the person is, *left* closes it, *reversed* takes one earlier event back by naming it. A segment is a
stretch of days with one place; its identity is the event that opened it. The projection in the database is
exactly what :func:`fold` gives, which is how ``verify`` knows.

Pure functions; no database, no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """What happened to a posting."""

    ENTERED = "entered"
    MOVED = "moved"
    PROMOTED = "promoted"
    LEFT = "left"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where and as what a person is on the quota. ``quota_type`` and ``organization_id`` name the holder."""

    organization_id: str
    division_id: str | None
    quota_type: str
    post_title: str
    rank: str | None


@dataclass(frozen=True, slots=True)
class PostingFact:
    """One event of one posting; ``place`` is empty for *left* and *reversed*."""

    event_id: str
    kind: EventKind
    effective_on: date
    sequence: int
    place: Place | None = None
    reverses_id: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """From ``started_on`` until the day before ``ended_on`` (``None``: still) at ``place``."""

    opened_by: str
    place: Place
    started_on: date
    ended_on: date | None = None
    closed_by: str | None = None


class BrokenHistory(ValueError):
    """The events do not tell one story: the second of two entries, a move of somebody who is not there."""


def fold(facts: Iterable[PostingFact]) -> list[Segment]:
    """The segments of one posting, in order. Raises :class:`BrokenHistory`.

    Facts of one day apply in the order in which they were recorded; a place held for no whole day leaves no
    segment.
    """
    known = sorted(facts, key=lambda fact: (fact.effective_on, fact.sequence))
    undone = {fact.reverses_id for fact in known if fact.kind is EventKind.REVERSED}
    segments: list[Segment] = []
    current: Segment | None = None
    begun = False
    for fact in known:
        if fact.kind is EventKind.REVERSED or fact.event_id in undone:
            continue
        if (fact.kind is EventKind.ENTERED) is begun or (begun and current is None):
            raise BrokenHistory(fact.event_id)
        begun = True
        if current is not None:
            _close(segments, current, fact)
        current = _opened(fact)
    if current is not None:
        segments.append(current)
    return segments


def facts_of(rows: Collection[Mapping[str, Any]]) -> list[PostingFact]:
    """Event rows as the pure fold takes them."""
    return [
        PostingFact(
            row["id"],
            EventKind(row["kind"]),
            row["effective_on"],
            row["sequence"],
            None
            if row["kind"] in (EventKind.LEFT, EventKind.REVERSED)
            else Place(
                row["organization_id"],
                row["division_id"],
                row["quota_type"],
                row["post_title"],
                row["rank"],
            ),
            row["reverses_id"],
        )
        for row in rows
    ]


def _opened(fact: PostingFact) -> Segment | None:
    if fact.kind is EventKind.LEFT:
        return None
    if fact.place is None:
        raise BrokenHistory(fact.event_id)
    return Segment(fact.event_id, fact.place, fact.effective_on)


def _close(segments: list[Segment], current: Segment, fact: PostingFact) -> None:
    if fact.effective_on > current.started_on:
        segments.append(
            Segment(current.opened_by, current.place, current.started_on, fact.effective_on, fact.event_id)
        )
