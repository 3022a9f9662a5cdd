"""What is shown of a year: no mark while it can still be given, and once a round is frozen, what was frozen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assessment.evidence.gathering import Piece, Ruling
from backend.assessment.evidence.shown import is_frozen, may_be_seen, merged
from backend.assessment.rounds.public import RoundState, Window
from backend.assessment.terms import Evidence, SubjectKind
from tests.support.rounds import round_of

LAST = date(2026, 12, 12)
AFTER = date(2026, 12, 13)
DAYS = (date(2026, 12, 1), LAST)


def piece(source: str, key: str = "1", amount: int = 9000) -> Evidence:
    return Evidence(SubjectKind.PERSON, "0" * 32, source, key, LAST, amount, 10_000)


@pytest.mark.parametrize(
    ("source", "window"),
    [("superior_mark.virtue", Window.SUPERIOR_MARK), ("rating.integrity", Window.RATING)],
)
def test_marks_are_seen_after_their_own_window_alone(source: str, window: Window) -> None:
    [other] = {Window.SUPERIOR_MARK, Window.RATING} - {window}
    opened = round_of(RoundState.OPEN, {window: DAYS})
    assert not may_be_seen(piece(source), None, AFTER)
    assert not may_be_seen(piece(source), opened, LAST)
    assert not may_be_seen(piece(source), round_of(RoundState.PREPARING, {window: DAYS}), AFTER)
    assert not may_be_seen(piece(source), round_of(RoundState.OPEN, {other: DAYS}), AFTER)
    assert may_be_seen(piece(source), opened, AFTER)


def test_what_happened_is_seen_at_once() -> None:
    assert may_be_seen(piece("special_assessment"), None, date(2026, 3, 2))


def test_only_a_round_that_is_past_its_opening_is_frozen() -> None:
    assert not is_frozen(None)
    assert {state for state in RoundState if not is_frozen(round_of(state))} == {
        RoundState.PREPARING,
        RoundState.OPEN,
    }


def test_what_was_frozen_stands_with_its_ruling_and_what_was_struck_out() -> None:
    ruled, struck = Ruling("2" * 32, 10_000, LAST), Ruling("3" * 32, None, LAST)
    changed = Piece(piece("goal", "changed", 0), ruled)
    out = Piece(piece("goal", "out"), struck)
    live = [changed, out, Piece(piece("goal", "moved", 10), None), Piece(piece("goal", "new"), None)]
    frozen = [piece("goal", "changed", 10_000), piece("goal", "gone", 70), piece("goal", "moved", 20)]
    shown = merged(frozen, live)
    assert [(one.evidence.key, one.counted.amount if one.counted else None) for one in shown] == [
        ("changed", 10_000),
        ("gone", 70),
        ("moved", 20),  # the fact changed afterwards: as it was frozen
        ("out", None),  # told, and not counted; what is new is not told
    ]
    assert shown[0] is changed


_KEYS = st.sampled_from("abcdef")


@given(
    st.dictionaries(_KEYS, st.integers(0, 100)),
    st.dictionaries(_KEYS, st.tuples(st.integers(0, 100), st.sampled_from(("none", "struck", "to 50")))),
)
def test_what_counts_is_exactly_what_was_frozen(was: dict[str, int], is_now: dict[str, tuple[int, str]]) -> None:
    rulings = {"none": None, "struck": Ruling("2" * 32, None, LAST), "to 50": Ruling("2" * 32, 50, LAST)}
    frozen = [piece("goal", key, amount) for key, amount in was.items()]
    live = [Piece(piece("goal", key, amount), rulings[ruled]) for key, (amount, ruled) in is_now.items()]
    counted = [one.counted for one in merged(frozen, live) if one.counted is not None]
    assert counted == sorted(frozen, key=lambda one: one.key)
