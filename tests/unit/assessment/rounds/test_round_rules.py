"""The pure rules of rounds: states, categories, superiors, numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.rounds.categories import category_of
from backend.assessment.rounds.parameters import SPECS, Parameters, SourceMark, problems_of
from backend.assessment.rounds.states import RoundState, Step, begins_revision, step_between
from backend.assessment.rounds.superiors import Directors, SuperiorSource, superior_at, upward
from backend.assessment.terms import Category

ORDER = list(RoundState)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(RoundState, RoundState)))
def test_a_round_goes_forward_step_by_step_and_back_in_two_places(before: RoundState, after: RoundState) -> None:
    forward = ORDER.index(after) == ORDER.index(before) + 1
    back = (before, after) in {
        (RoundState.FROZEN, RoundState.OPEN),
        (RoundState.COMPILED, RoundState.FROZEN),
    }
    assert step_between(before, after) is (Step.FORWARD if forward else Step.BACK if back else None)
    assert begins_revision(before, after) == ((before, after) == (RoundState.FROZEN, RoundState.OPEN))


@pytest.mark.parametrize(
    ("quota", "identity", "nature", "managed", "category"),
    [
        ("administrative", "cadre", "1", False, Category.CIVIL_SERVANT),
        ("political_legal", "cadre", "4", False, Category.CIVIL_SERVANT),
        ("institution", "cadre", "5", False, Category.INSTITUTION_STAFF),
        ("institution", "cadre", "5", True, Category.CIVIL_SERVANT),
        ("institution", "worker", "5", False, Category.INSTITUTION_STAFF),
        ("institution", "worker", "5", True, Category.ORGAN_WORKER),
        ("worker", "worker", "1", False, Category.ORGAN_WORKER),
        ("administrative", "worker", "1", False, Category.ORGAN_WORKER),
    ],
)
def test_the_category_follows_the_post_and_the_unit(
    quota: str, identity: str, nature: str, managed: bool, category: Category
) -> None:
    assert category_of(quota, identity, nature=nature, civil_servant_law=managed) is category


PEOPLE = st.sampled_from(["p1", "p2", "p3", "p4"])
UNITS = st.sampled_from(["u1", "u2", "u3"])
PLACES = st.tuples(UNITS, st.sampled_from([None, "d1"]))
DIRECTORS = st.builds(
    Directors,
    st.dictionaries(PLACES, st.lists(PEOPLE, min_size=1, max_size=2, unique=True), max_size=5),
    st.dictionaries(UNITS, UNITS, max_size=3),
    st.dictionaries(PEOPLE, PEOPLE, max_size=2),
)


@settings(max_examples=150)
@given(PEOPLE, UNITS, st.sampled_from([None, "d1"]), DIRECTORS)
def test_a_superior_is_somebody_else_and_the_nearest_who_directs(
    person: str, unit: str, division: str | None, directors: Directors
) -> None:
    superior, source = superior_at(person, unit, division, directors)
    assert superior != person
    assert (superior is None) == (source is SuperiorSource.UNKNOWN)
    named = directors.named.get(person)
    if named is not None and named != person:
        assert (superior, source) == (named, SuperiorSource.NAMED)
        return
    ways: list[tuple[str, str | None]] = [(unit, division)] if division else []
    ways += [(unit, None), *((above, None) for above in upward(unit, directors.supervising))]
    expected = next(
        (people[0] for place in ways if (people := directors.places.get(place)) and person not in people), None
    )
    assert superior == expected


@settings(max_examples=60)
@given(st.dictionaries(UNITS, UNITS), UNITS)
def test_the_way_upward_ends_also_in_a_circle(supervising: dict[str, str], unit: str) -> None:
    above = list(upward(unit, supervising))
    assert len(set(above)) == len(above)
    assert unit not in above


def test_every_number_has_its_default_its_bounds_and_its_source() -> None:
    defaults = Parameters()
    assert defaults.values() == {name: spec.default for name, spec in SPECS.items()}
    for spec in SPECS.values():
        assert spec.minimum <= spec.default <= spec.maximum
        # what no act says must not look as if one did
        assert (spec.mark is SourceMark.NONE) == (spec.source == "product_default"), spec.name
    assert problems_of({}, defaults) == {}
    assert defaults.review_days(Category.CIVIL_SERVANT) == 30
    assert defaults.appeal_days(Category.CIVIL_SERVANT) == 15
    assert SPECS["civil_servant_review_days"].mark is SourceMark.TEXT


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"wishes": 1}, {"wishes": "unknown"}),
        ({"excellent_percent": 21}, {"excellent_percent": "out_of_range"}),
        ({"min_raters": 4}, {"min_raters": "out_of_range"}),
        ({"competent_score_from": 9000}, {"competent_score_from": "not_falling"}),
        ({"excellent_percent_with_consent": 19}, {"excellent_percent_with_consent": "not_falling"}),
        ({"rating_average": 9000}, {"rating_fairly_good": "not_falling"}),
    ],
)
def test_a_number_out_of_bounds_is_named(values: dict[str, int], problem: dict[str, str]) -> None:
    assert problems_of(values, Parameters()) == problem
