"""Points are exact, bounded, explained by their parts, and the same however they are computed."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.schemes.scoring import FULL, Cap, Linear, Shape, Step, Total, points_of, prepare, score
from backend.assessment.schemes.suggestions import suggested
from tests.unit.assessment.schemes.strategies import scheme_of, sound_indicators, totals_for

Json = dict[str, Any]
values = st.integers(-2_000_000, 2_000_000)


@st.composite
def schemes_and_totals(draw: st.DrawFn) -> tuple[list[Json], dict[str, Total]]:
    indicators = draw(sound_indicators())
    return indicators, draw(totals_for(indicators))


@settings(max_examples=80)
@given(schemes_and_totals())
def test_a_score_is_bounded_summed_and_the_same_in_both_forms(case: tuple[list[Json], dict[str, Total]]) -> None:
    indicators, totals = case
    scheme = scheme_of(indicators)
    found = score(scheme, totals)
    assert 0 <= found.total <= FULL
    assert all(0 <= part.points <= part.weight for part in found.parts)
    earned, used = sum(part.points for part in found.parts), found.used_weight
    assert found.total == (earned * FULL // used if used else 0)
    if used == FULL:
        assert found.total == earned
    again = score(scheme_of(indicators), dict(reversed(totals.items())))
    assert pickle.dumps(again) == pickle.dumps(found)
    prepared = prepare(scheme)
    row = [(totals[name].amount, totals[name].out_of) if name in totals else None for name in prepared.sources]
    parts = [part.points if part.used else None for part in found.parts]
    assert prepared.score_row(row) == (found.total, parts)


@settings(max_examples=80)
@given(schemes_and_totals(), st.data())
def test_what_is_left_out_never_lowers_a_total(
    case: tuple[list[Json], dict[str, Total]], data: st.DataObject
) -> None:
    indicators, totals = case
    number = data.draw(st.integers(0, len(indicators) - 1))
    unknown = {name: total for name, total in totals.items() if name != indicators[number]["source"]}
    left_out = [each | ({"missing": "left_out"} if at == number else {}) for at, each in enumerate(indicators)]
    as_zero = [each | ({"missing": "zero"} if at == number else {}) for at, each in enumerate(indicators)]
    assert score(scheme_of(left_out), unknown).total >= score(scheme_of(as_zero), unknown).total


@settings(max_examples=150)
@given(st.integers(1, FULL), st.lists(st.integers(0, FULL), min_size=2, max_size=2, unique=True), values, values)
def test_a_line_rises_or_falls_and_never_turns(weight: int, ends: list[int], one: int, other: int) -> None:
    shape = Linear(*ends)
    low, high = sorted((one, other))
    rising = ends[1] > ends[0]
    before, after = points_of(weight, shape, low), points_of(weight, shape, high)
    assert before <= after if rising else before >= after
    assert points_of(weight, shape, ends[0]) == 0
    assert points_of(weight, shape, ends[1]) == weight


@settings(max_examples=100)
@given(st.integers(1, FULL), st.integers(1, 500), st.integers(1, FULL), values, values)
def test_a_cap_rises_to_its_cap_and_no_further(weight: int, each: int, cap: int, one: int, other: int) -> None:
    low, high = sorted((one, other))
    shape = Cap(each, cap)
    assert points_of(weight, shape, low) <= points_of(weight, shape, high) <= min(cap, weight)


@pytest.mark.parametrize(
    ("shape", "value", "points"),
    [
        (Linear(5000, 10_000), 7500, 500),
        (Linear(5000, 10_000), 5001, 0),
        (Linear(5000, 10_000), 9999, 999),
        (Linear(300, 0), 100, 666),
        (Step(((5000, 6000), (9000, 10_000))), 8999, 600),
        (Cap(150, 400), 100, 150),
        (Cap(150, 400), 250, 375),
        (Cap(150, 400), 300, 400),
    ],
)
def test_points_are_those_of_the_written_examples(shape: Shape, value: int, points: int) -> None:
    assert points_of(1000, shape, value) == points


def test_a_total_is_of_the_weight_that_is_known() -> None:
    indicators = [
        one | {"weight": weight, "source": source, "shape": {"kind": "linear", "zero_at": 0, "full_at": FULL}}
        for one, weight, source in zip(
            suggested("unit"), (2000, 1000, 7000), ("goal", "ordered_exam", "data_current"), strict=False
        )
    ]
    found = score(scheme_of(indicators), {"goal": Total(75, 100, 1), "ordered_exam": Total(100, 100, 1)})
    assert (found.total, found.used_weight) == (8333, 3000)


@pytest.mark.parametrize(
    ("value", "points"), [(0, 0), (4999, 0), (5000, 500), (8999, 500), (9000, 1000), (10_000, 1000)]
)
def test_steps_count_from_their_value_on(value: int, points: int) -> None:
    assert points_of(1000, Step(((5000, 5000), (9000, 10_000))), value) == points


def test_nothing_known_is_no_zero_and_a_share_of_nothing_is_nothing_known() -> None:
    scheme = scheme_of(suggested("civil_servant"))
    named = [each.source for each in scheme.indicators if each.missing == "left_out"]
    empty = score(scheme, {name: Total(0, 0, 3) for name in named if name != "goal"} | {"goal": Total(75, 100, 1)})
    assert [part.key for part in empty.parts if part.used] == ["goal", "commendation"]  # the bonus counts as zero
    assert empty.total == 1500 * FULL // 2200
