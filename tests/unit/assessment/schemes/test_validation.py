"""A sound scheme passes; every fault that is planted is named at its place, all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.evidence.public import DOCUMENT, FORBIDDEN
from backend.assessment.schemes.definition import SCHEME_CATEGORIES, data_of, indicator_of
from backend.assessment.schemes.errors import SchemeInvalid, SourceForbidden
from backend.assessment.schemes.suggestions import suggested
from backend.assessment.schemes.validation import ensure_nothing_forbidden, problems_of, validate
from tests.unit.assessment.schemes.strategies import scheme_of, sound_indicators

Json = dict[str, Any]
#: a fault, where it is named, and as what
Fault = tuple[Callable[[Json], None], str, str]


def _put(**values: Any) -> Callable[[Json], None]:
    return lambda indicator: indicator.update(values)


FAULTS: list[Fault] = [
    (_put(key="Not a key"), ".key", "key_wrong"),
    (_put(title_zh=" "), ".title_zh", "title_missing"),
    (_put(title_en="x" * 61), ".title_en", "title_too_long"),
    (_put(dimension="luck"), ".dimension", "unknown_value"),
    (_put(weight=0), ".weight", "weight_zero"),
    (_put(weight=10_001), ".weight", "weight_too_large"),
    (_put(source="moon_phase"), ".source", "source_unknown"),
    (_put(source="unit_data_true"), ".source", "wrong_subject"),
    (_put(source="practice_count"), ".source", "source_forbidden"),
    (_put(base="median"), ".base", "unknown_value"),
    (_put(marked_by="superior"), ".marked_by", "marked_by_wrong"),
    (_put(source="rating.virtue", marked_by="raters", dimension="integrity"), ".dimension", "dimension_wrong"),
    (_put(source="routine_check", missing="zero"), ".missing", "empty_is_no_minus"),
    (_put(focus="political", dimension="integrity"), ".focus", "focus_wrong"),
    (_put(shape={"kind": "spline"}), ".shape", "shape_unknown"),
    (_put(shape={"kind": "linear", "zero_at": 50, "full_at": 50}), ".shape.full_at", "divides_by_zero"),
    (_put(shape={"kind": "linear", "zero_at": -1, "full_at": 50}), ".shape.zero_at", "value_out_of_range"),
    (_put(shape={"kind": "step", "steps": []}), ".shape.steps", "steps_missing"),
    (
        _put(shape={"kind": "step", "steps": [{"from_value": 9, "percent": 1}, {"from_value": 9, "percent": 2}]}),
        ".shape.steps[1].from_value",
        "step_not_rising",
    ),
    (_put(base="share", shape={"kind": "cap", "each": 1, "cap": 1}), ".shape", "cap_needs_sum"),
    (_put(base="sum", weight=5, shape={"kind": "cap", "each": 1, "cap": 6}), ".shape.cap", "cap_over_weight"),
]


@settings(max_examples=50)
@given(sound_indicators())
def test_a_sound_scheme_passes_and_is_read_back_as_it_was(indicators: list[Json]) -> None:
    read = validate("civil_servant", indicators)
    assert [data_of(indicator) for indicator in read] == indicators
    assert read == scheme_of(indicators).indicators


@settings(max_examples=80)
@given(sound_indicators(), st.lists(st.sampled_from(FAULTS), min_size=2, max_size=4, unique_by=id), st.randoms())
def test_each_planted_fault_is_named_at_its_place(
    indicators: list[Json], faults: list[Fault], random: Any
) -> None:
    places = random.sample(range(len(indicators)), min(len(faults), len(indicators)))
    for place, (plant, _, _) in zip(places, faults, strict=False):
        plant(indicators[place])
    with pytest.raises(SchemeInvalid):
        validate("civil_servant", indicators)
    named = {(each.path, each.problem) for each in problems_of("civil_servant", indicators)}
    wanted = {
        (f"indicators[{place}]{path}", problem) for place, (_, path, problem) in zip(places, faults, strict=False)
    }
    assert wanted <= named


@pytest.mark.parametrize("category", SCHEME_CATEGORIES)
def test_what_the_product_suggests_is_sound(category: str) -> None:
    assert [data_of(indicator_of(each)) for each in suggested(category)] == suggested(category)
    assert problems_of(category, suggested(category)) == []


def test_weights_that_do_not_sum_are_named_with_what_is_missing_or_too_much() -> None:
    indicators = suggested("institution_staff")
    indicators[0]["weight"] -= 150
    [short] = problems_of("institution_staff", indicators)
    assert (short.problem, short.facts) == ("weights_do_not_sum", {"sum": 9850, "missing": 150})
    indicators[0]["weight"] += 400
    [over] = problems_of("institution_staff", indicators)
    assert (over.problem, over.facts) == ("weights_do_not_sum", {"sum": 10_250, "too_much": 250})


def test_a_whole_scheme_lacks_a_side_its_main_weight_or_everything() -> None:
    indicators = suggested("civil_servant")
    for indicator in indicators:
        indicator["focus"] = None if indicator["dimension"] == "virtue" else indicator["focus"]
        indicator["dimension"] = "ability" if indicator["source"] == "routine_check" else indicator["dimension"]
    kept = [each for each in indicators if each["source"] != "superior_mark.diligence"]
    named = {(each.problem, each.facts.get("dimension")) for each in problems_of("civil_servant", kept)}
    assert named == {
        ("weights_do_not_sum", None),
        ("dimension_unused", "diligence"),
        ("main_weight_missing", None),
    }
    assert [each.problem for each in problems_of("unit", [])] == ["indicators_missing"]


def test_a_source_or_a_key_stands_once() -> None:
    indicators = suggested("unit")
    indicators[3] |= {"key": indicators[0]["key"], "source": indicators[0]["source"]}
    found = {each.path: (each.problem, each.facts["first"]) for each in problems_of("unit", indicators)}
    assert found == {"indicators[3].key": ("key_twice", 1), "indicators[3].source": ("source_twice", 1)}


@pytest.mark.parametrize("source", sorted(FORBIDDEN))
def test_what_the_document_forbids_is_refused_by_its_name(source: str) -> None:
    indicators = suggested("organ_worker")
    indicators[2]["source"] = source
    with pytest.raises(SourceForbidden) as refusal:
        ensure_nothing_forbidden(indicators)
    assert refusal.value.facts["document"] == DOCUMENT == "国办函〔2026〕12号"
    assert refusal.value.facts["places"] == [{"path": "indicators[2].source", "source": source}]
