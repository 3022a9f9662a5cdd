"""A mark is nobody's to see while it can still be given; other evidence is, all year."""

from __future__ import annotations

from datetime import date

import pytest

from backend.assessment.rounds.public import Parameters, Round, RoundState, Window
from backend.assessment.schemes.year import may_be_seen
from backend.assessment.terms import Evidence, Period, SubjectKind

LAST = date(2026, 12, 12)
AFTER = date(2026, 12, 13)


def piece(source: str) -> Evidence:
    return Evidence(SubjectKind.PERSON, "0" * 32, source, "1", LAST, 9000, 10_000)


def held(state: RoundState, *windows: Window) -> Round:
    days = {window: (date(2026, 12, 1), LAST) for window in windows}
    period = Period.of_year(2026)
    return Round(
        id="1" * 32,
        year=2026,
        node_id="2" * 32,
        title="二〇二六年度考核",
        state=state,
        period=period,
        windows=days,
        parameters=Parameters(),
        revision=1,
        version=1,
        investigation_keeper=None,
    )


@pytest.mark.parametrize(
    ("source", "window"),
    [("superior_mark.virtue", Window.SUPERIOR_MARK), ("rating.integrity", Window.RATING)],
)
def test_marks_are_seen_after_their_own_window_alone(source: str, window: Window) -> None:
    [other] = {Window.SUPERIOR_MARK, Window.RATING} - {window}
    opened = held(RoundState.OPEN, window)
    assert not may_be_seen(piece(source), None, AFTER)
    assert not may_be_seen(piece(source), opened, LAST)
    assert not may_be_seen(piece(source), held(RoundState.PREPARING, window), AFTER)
    assert not may_be_seen(piece(source), held(RoundState.OPEN, other), AFTER)
    assert may_be_seen(piece(source), opened, AFTER)


def test_what_happened_is_seen_at_once() -> None:
    assert may_be_seen(piece("special_assessment"), None, date(2026, 3, 2))
