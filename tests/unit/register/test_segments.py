"""Posting events folded into segments, against a walk over every day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.register.segments import BrokenHistory, EventKind, Place, PostingFact, fold

FIRST = date(2026, 1, 1)


def place(unit: str) -> Place:
    return Place(unit, None, "institution", "科员", None)


def fact(
    sequence: int, kind: EventKind, offset: int, unit: str | None = None, reverses: str | None = None
) -> PostingFact:
    there = place(unit) if unit else None
    return PostingFact(f"e{sequence}", kind, FIRST + timedelta(days=offset), sequence, there, reverses)


@st.composite
def histories(draw: st.DrawFn) -> list[PostingFact]:
    """An entry, some moves at any later day (recorded in any order), perhaps an exit after all of them."""
    start = draw(st.integers(0, 5))
    moves = draw(st.lists(st.integers(start, 20), max_size=6))
    facts = [fact(1, EventKind.ENTERED, start, "u1")]
    for sequence, offset in enumerate(moves, 2):
        kind = draw(st.sampled_from([EventKind.MOVED, EventKind.PROMOTED]))
        facts.append(fact(sequence, kind, offset, f"u{sequence}"))
    if draw(st.booleans()):
        facts.append(fact(len(facts) + 1, EventKind.LEFT, draw(st.integers(20, 25))))
    return facts


def whereabouts(facts: list[PostingFact], day: date) -> str | None:
    """Where the person is on one day: the last fact by then decides."""
    until = [f for f in facts if f.effective_on <= day]
    if not until:
        return None
    last = max(until, key=lambda f: (f.effective_on, f.sequence))
    return last.place.organization_id if last.place else None


@given(histories())
def test_segments_say_of_every_day_what_the_events_say(facts: list[PostingFact]) -> None:
    segments = fold(facts)
    for offset in range(28):
        day = FIRST + timedelta(days=offset)
        there = [
            s.place.organization_id
            for s in segments
            if s.started_on <= day and (s.ended_on is None or day < s.ended_on)
        ]
        expected = whereabouts(facts, day)
        assert there == ([expected] if expected else [])


@given(histories())
def test_segments_follow_each_other_without_overlap(facts: list[PostingFact]) -> None:
    segments = fold(facts)
    for earlier, later in pairwise(segments):
        assert earlier.ended_on == later.started_on
    assert all(s.ended_on is None or s.ended_on > s.started_on for s in segments)


@given(histories())
def test_reversing_the_last_fact_gives_the_segments_without_it(facts: list[PostingFact]) -> None:
    last = max(facts, key=lambda f: f.sequence)
    if last.kind is EventKind.ENTERED:
        return
    undone = fact(len(facts) + 1, EventKind.REVERSED, 20, reverses=last.event_id)
    assert fold([*facts, undone]) == fold([f for f in facts if f is not last])


def test_a_reversed_entry_leaves_nothing() -> None:
    entered = fact(1, EventKind.ENTERED, 0, "u1")
    assert fold([entered, fact(2, EventKind.REVERSED, 0, reverses="e1")]) == []


@pytest.mark.parametrize(
    "facts",
    [
        [fact(1, EventKind.MOVED, 0, "u1")],
        [fact(1, EventKind.ENTERED, 0, "u1"), fact(2, EventKind.ENTERED, 1, "u2")],
        [fact(1, EventKind.ENTERED, 0, "u1"), fact(2, EventKind.LEFT, 1), fact(3, EventKind.MOVED, 2, "u2")],
        [fact(1, EventKind.ENTERED, 0, "u1"), fact(2, EventKind.LEFT, 1), fact(3, EventKind.LEFT, 2)],
        [fact(1, EventKind.ENTERED, 0, "u1"), fact(2, EventKind.LEFT, 1), fact(3, EventKind.ENTERED, 2, "u2")],
        [fact(1, EventKind.ENTERED, 5, "u1"), fact(2, EventKind.LEFT, 1)],
    ],
)
def test_events_that_tell_no_story_are_refused(facts: list[PostingFact]) -> None:
    with pytest.raises(BrokenHistory):
        fold(facts)
