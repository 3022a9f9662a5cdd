"""What a page says of a year is the sum of the rows that it opens to, to the last hundredth."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.rounds.public import RoundState
from backend.assessment.schemes.scoring import FULL, points_of
from backend.assessment.schemes.year import standing
from backend.assessment.terms import ONE, Evidence, SubjectKind
from tests.support.rounds import round_of
from tests.unit.assessment.schemes.strategies import scheme_of, sound_indicators

Json = dict[str, Any]
DAY = date(2026, 6, 1)


def piece(source: str, number: int, amount: int, out_of: int) -> Evidence:
    return Evidence(SubjectKind.PERSON, "0" * 32, source, str(number), DAY, amount, out_of)


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Json], list[Evidence]]:
    """A scheme, and rows of some of its sources and of one it does not name; thirds and sevenths among them."""
    indicators = draw(sound_indicators())
    sources = [*(one["source"] for one in indicators), "superior_mark.virtue"]
    drawn = draw(st.lists(st.tuples(st.sampled_from(sources), st.integers(0, 700), st.sampled_from((1, 3, 7)))))
    rows = [
        piece(source, number, min(amount, wholes * ONE), wholes * ONE)
        for number, (source, amount, wholes) in enumerate(drawn)
    ]
    return indicators, rows


@settings(max_examples=80)
@given(years())
def test_each_point_leads_to_rows_whose_sum_it_is(year: tuple[list[Json], list[Evidence]]) -> None:
    indicators, rows = year
    scheme = scheme_of(indicators)
    stands = standing(scheme, rows, None)
    for indicator, part in zip(scheme.indicators, stands["parts"], strict=True):
        own = [row for row in rows if row.source == indicator.source]
        amount, out_of = sum(row.amount for row in own), sum(row.out_of for row in own)
        assert (part["amount"], part["out_of"], part["count"]) == (amount, out_of, len(own))
        assert part["used"] is bool(own)
        if own:
            value = amount if indicator.base == "sum" else amount * FULL // out_of
            assert part["value"] == value
            assert part["points"] == points_of(indicator.weight, indicator.shape, value)
            shares_lost = value * out_of if indicator.base == "share" else amount
            assert indicator.base == "sum" or 0 <= amount * FULL - shares_lost < out_of, (
                "rounded down, by under one"
            )
        else:
            assert (part["points"], part["value"]) == (0, 0)
    used = [part for part in stands["parts"] if part["used"]]
    assert stands["points"] == sum(part["points"] for part in used)
    assert stands["known_weight"] == sum(part["weight"] for part in used)
    assert stands["total"] is None, "only once it is frozen"


@settings(max_examples=40)
@given(years())
def test_frozen_it_says_what_the_result_says(year: tuple[list[Json], list[Evidence]]) -> None:
    indicators, rows = year
    live, frozen = (standing(scheme_of(indicators), rows, held) for held in (None, round_of(RoundState.FROZEN)))
    for before, after in zip(live["parts"], frozen["parts"], strict=True):
        counts_as_zero = not before["used"] and before["missing"] == "zero"
        assert after["used"] is (before["used"] or counts_as_zero)
        assert after["points"] == before["points"]
    known, points = frozen["known_weight"], frozen["points"]
    has_any = any(part["count"] for part in frozen["parts"])
    assert frozen["total"] == (points * FULL // known if has_any else None)


def test_without_a_scheme_there_are_no_points() -> None:
    stands = standing(None, [piece("goal", 1, 100, 100)], None)
    assert (stands["parts"], stands["points"], stands["total"]) == ([], 0, None)
