"""A trial counts points and never people: who moves is told by how far, and by units of several people alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.schemes.definition import indicator_of
from backend.assessment.schemes.scoring import FULL, Scheme, Total, score
from backend.assessment.schemes.simulation import LEAST_IN_GROUP, MOST_GROUPS, Simulation, move_of
from tests.unit.assessment.schemes.strategies import scheme_of, sound_indicators, totals_for

Json = dict[str, Any]


def one_source(source: str) -> Scheme:
    """A scheme of one indicator: a share of ``source``, in proportion."""
    indicator = {
        "key": source,
        "title_zh": source,
        "title_en": source,
        "dimension": "performance",
        "weight": FULL,
        "source": source,
        "base": "share",
        "shape": {"kind": "linear", "zero_at": 0, "full_at": FULL},
        "marked_by": "evidence",
        "missing": "left_out",
        "focus": None,
    }
    return Scheme("0" * 32, 1, 2026, "institution_staff", "1" * 32, (indicator_of(indicator),))


def test_changes_are_told_by_their_size() -> None:
    changes = [-10_000, -1000, -999, -500, -499, -100, -99, 0, 99, 100, 499, 500, 999, 1000]
    assert [move_of(change) for change in changes] == [0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6]


def test_who_moves_is_told_by_unit_and_not_where_a_mean_is_somebodys_own() -> None:
    trial = Simulation(one_source("goal"), one_source("special_assessment"))
    for number in range(LEAST_IN_GROUP):
        shares = {"goal": Total(80 + number, 100, 1), "special_assessment": Total(70, 100, 1)}
        trial.add(shares, "large")
        if number:
            trial.add(shares, "small")
    trial.add({"goal": Total(10, 100, 1)}, "large")  # no score by the other scheme: moves nowhere
    compared = trial.result()["compared"]
    assert compared["groups"] == [{"id": "large", "people": 5, "before": 7000, "now": 8200}]
    assert compared["moves"] == [0, 0, 0, 0, 0, 0, 9]
    assert (compared["higher"], compared["lower"], compared["same"]) == (9, 0, 0)


def test_the_units_that_move_most_come_first_and_not_all_are_told() -> None:
    trial = Simulation(one_source("goal"), one_source("special_assessment"), least_in_group=1)
    for number in range(MOST_GROUPS + 3):
        trial.add({"goal": Total(50 - number, 100, 1), "special_assessment": Total(50, 100, 1)}, f"u{number:02}")
    told = trial.result()["compared"]["groups"]
    assert [one["id"] for one in told] == [f"u{MOST_GROUPS + 2 - place:02}" for place in range(MOST_GROUPS)]


@settings(max_examples=40)
@given(st.data())
def test_the_counts_are_those_of_the_scores_one_by_one(data: st.DataObject) -> None:
    indicators, others = data.draw(sound_indicators()), data.draw(sound_indicators())
    scheme, other = scheme_of(indicators), scheme_of(others)
    people: list[dict[str, Total]] = data.draw(st.lists(totals_for(indicators + others), max_size=12))
    trial = Simulation(scheme, other)
    changes = []
    for totals in people:
        trial.add(totals, "unit")
        if _scored(indicators, totals) and _scored(others, totals):
            changes.append(score(scheme, totals).total - score(other, totals).total)
    result = trial.result()
    compared: Json = result["compared"]
    assert result["subjects"] == len(people)
    assert result["scored"] == sum(_scored(indicators, totals) for totals in people)
    assert sum(compared["moves"]) == len(changes)
    assert compared["moves"] == [sum(move_of(one) == place for one in changes) for place in range(7)]
    assert compared["higher"] == sum(change > 0 for change in changes)


def _scored(indicators: list[Json], totals: dict[str, Total]) -> bool:
    """Whether some part of a scheme has a value."""
    return any(
        (found := totals.get(one["source"])) is not None and (one["base"] == "sum" or found.out_of > 0)
        for one in indicators
    )
