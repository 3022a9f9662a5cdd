"""The whole assignment: no rule is broken, nothing cheaper is left, and what it says of itself is true."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from courses.mentoring.assignment import Assignment, Relaxation
from courses.mentoring.grid import build_grid, rules_in
from courses.mentoring.matching import assign
from courses.mentoring.rules import (
    FIRM,
    MOST_PLACES,
    Barred,
    Mentee,
    Mentor,
    Options,
    Rule,
    Units,
    broken_rules,
    cost_of,
    terms_of,
)

FIELDS, UNITS = ("data", "entry", "quota"), ("archive", "library", None)
World = tuple[list[Mentee], list[Mentor], Options, Barred]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to seven mentees and five mentors, of whom one may be both, with everything that can matter."""
    mentor_ids = [f"m{number}" for number in range(draw(st.integers(0, 5)))]
    mentee_ids = [f"e{number}" for number in range(draw(st.integers(0, 6)))]
    mentee_ids += mentor_ids[: draw(st.integers(0, 1))]
    some_fields = st.frozensets(st.sampled_from(FIELDS), max_size=2)
    some_mentors = st.lists(st.sampled_from(mentor_ids), max_size=3, unique=True) if mentor_ids else st.just([])
    unit = st.sampled_from(UNITS)
    mentees = [
        Mentee(
            one,
            draw(unit),
            draw(some_fields),
            tuple(draw(some_mentors)),
            draw(st.sampled_from([None, *mentor_ids])),
        )
        for one in mentee_ids
    ]
    serves = st.frozensets(st.sampled_from(["archive", "library"]), max_size=1)
    mentors = [
        Mentor(
            one,
            draw(unit),
            draw(some_fields),
            draw(st.integers(0, 3)),
            draw(st.integers(0, 2)),
            draw(serves),
            draw(st.integers(0, 4)) > 0,
        )
        for one in mentor_ids
    ]
    every = [(mentee, mentor) for mentee in mentee_ids for mentor in mentor_ids]
    some_pairs = (
        st.frozensets(st.sampled_from(every), max_size=4) if every else st.just(frozenset[tuple[str, str]]())
    )
    barred = {rule: draw(some_pairs) for rule in (Rule.EXCLUDED, Rule.BEFORE, Rule.DROPPED)}
    return mentees, mentors, Options(draw(st.sampled_from(Units)), draw(st.booleans())), barred


def most_pairs(
    mentees: Sequence[Mentee],
    mentors: Sequence[Mentor],
    options: Options,
    barred: Barred,
    also: Collection[tuple[str, str]] = (),
    more_places: Collection[str] = (),
) -> int:
    """How many pairs there can be at all, by another algorithm; ``also`` are pairs whose rules do not count."""
    places = [mentor for mentor in mentors for _ in range(mentor.places + (mentor.id in more_places))]
    if not mentees or not places:
        return 0
    allowed = [
        [(one.id, mentor.id) in also or not broken_rules(one, mentor, options, barred) for mentor in places]
        for one in mentees
    ]
    found = maximum_bipartite_matching(csr_array(np.array(allowed, np.int8)), perm_type="column")
    return int((found >= 0).sum())


@settings(max_examples=80)
@given(worlds())
def test_no_rule_is_broken_and_nobody_has_more_than_their_places(world: World) -> None:
    mentees, mentors, options, barred = world
    found = assign(*world)
    by_id, offering = {one.id: one for one in mentees}, {one.id: one for one in mentors}
    for pair in found.pairs:
        assert broken_rules(by_id[pair.mentee_id], offering[pair.mentor_id], options, barred) == set()
    used = Counter(pair.mentor_id for pair in found.pairs)
    left = {one.id: one.places - used[one.id] for one in mentors}
    assert found.unused == {key: count for key, count in left.items() if count}
    assert min(left.values(), default=0) >= 0
    paired = [pair.mentee_id for pair in found.pairs]
    assert sorted([*paired, *(one.mentee_id for one in found.unmatched)]) == sorted(by_id)
    assert len(paired) == most_pairs(*world)


@settings(max_examples=50)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(world: World, chance: random.Random) -> None:
    mentees, mentors, options, barred = world
    chance.shuffle(shuffled := list(mentees))
    chance.shuffle(offering := list(mentors))
    assert assign(shuffled, offering, options, barred) == assign(*world)


@settings(max_examples=50)
@given(worlds(), st.randoms(use_true_random=False))
def test_no_greedy_choice_of_as_many_pairs_is_cheaper(world: World, chance: random.Random) -> None:
    mentees, mentors, options, barred = world
    found = assign(*world)
    taken: Counter[str] = Counter()
    total = count = 0
    for mentee in chance.sample(mentees, len(mentees)):
        offers = [
            (cost_of(terms_of(mentee, one, one.taken + taken[one.id] + 1)), one.id)
            for one in mentors
            if taken[one.id] < one.places and not broken_rules(mentee, one, options, barred)
        ]
        if offers:
            cost, mentor_id = min(offers)
            taken[mentor_id] += 1
            total, count = total + cost, count + 1
    assert count <= len(found.pairs)
    assert count < len(found.pairs) or found.cost <= total


def helps(world: World, mentee_id: str, relaxation: Relaxation) -> bool:
    """Whether one pair more is possible when these rules are set aside for the mentee and each named mentor."""
    mentors = relaxation.mentor_ids
    one_more = [
        most_pairs(
            *world,
            also=[(mentee_id, mentor)],
            more_places=[mentor] if Rule.CAPACITY in relaxation.rules else [],
        )
        for mentor in mentors
    ]
    return min(one_more) == max(one_more) == most_pairs(*world) + 1


ALONE: World = (
    [Mentee("e0", fields=frozenset({"data"})), Mentee("e1"), Mentee("e2", superior="m0")],
    [Mentor("m0", fields=frozenset({"entry"})), Mentor("m1", fields=frozenset({"data"}))],
    Options(),
    {Rule.EXCLUDED: frozenset({("e2", "m1")})},
)


@settings(max_examples=80)
@given(worlds())
@example(ALONE)
def test_what_would_help_would_really_help(world: World) -> None:
    mentees, mentors, options, barred = world
    found = assign(*world)
    by_id = {one.id: one for one in mentees}
    for alone in found.unmatched:
        mentee = by_id[alone.mentee_id]
        assert (alone.relaxations == ()) == (mentors == [])
        for relaxation in alone.relaxations:
            assert helps(world, alone.mentee_id, relaxation)
            offering = {one.id: one for one in mentors}
            for mentor_id in relaxation.mentor_ids:
                broken = broken_rules(mentee, offering[mentor_id], options, barred)
                assert broken == set(relaxation.rules) - {Rule.CAPACITY}
        if alone.relaxations and len(alone.relaxations[0].rules) > 1:  # then no single rule helps with anybody
            for mentor in mentors:
                broken = broken_rules(mentee, mentor, options, barred)
                full = most_pairs(*world, also=[(mentee.id, mentor.id)]) == len(found.pairs)
                assert len(broken) + full >= len(alone.relaxations[0].rules)


@settings(max_examples=50)
@given(worlds())
def test_the_grid_says_of_all_pairs_what_the_rules_say_of_one(world: World) -> None:
    mentees, mentors, options, barred = world
    grid = build_grid(*world)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            assert rules_in(int(grid.broken[row, column])) == broken_rules(mentee, mentor, options, barred)
            assert grid.cost[row, column] == cost_of(terms_of(mentee, mentor, 1))


@settings(max_examples=40)
@given(worlds(), st.data())
def test_pins_stay_and_take_their_place(world: World, data: st.DataObject) -> None:
    mentees, mentors, options, barred = world
    free = [one for one in mentors if one.places]
    if not mentees or not free:
        return
    mentee, mentor = data.draw(st.sampled_from(mentees)), data.draw(st.sampled_from(free))
    pin = (mentee.id, mentor.id)
    found = assign(*world, pins=[pin])
    pinned = next(pair for pair in found.pairs if pair.pinned)
    assert (pinned.mentee_id, pinned.mentor_id) == pin
    assert set(pinned.broken) == broken_rules(mentee, mentor, options, barred)
    others = [one for one in mentees if one.id != mentee.id]
    rest = [replace(one, places=one.places - 1, taken=one.taken + 1) if one is mentor else one for one in mentors]
    without: Assignment = assign(others, rest, options, barred)
    assert [pair for pair in found.pairs if not pair.pinned] == list(without.pairs)
    assert found.unused == without.unused


def test_a_pin_without_a_place_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="without a place"):
        assign([Mentee("e")], [Mentor("m", places=0)], Options(), {}, [("e", "m")])


def test_a_pair_is_explained_term_by_term() -> None:
    mentee = Mentee("e", "archive", frozenset({"data", "entry"}), ("x", "y", "m"))
    mentor = Mentor("m", "archive", frozenset({"data"}), MOST_PLACES)
    terms = terms_of(mentee, mentor, 2)
    assert [(term.code, term.cost) for term in terms] == [
        ("fields_some", 10),
        ("wish", 20),
        ("same_unit", 0),
        ("place", 2),
    ]
    assert terms[0].facts == {"fields": ["data"], "missing": ["entry"]}
    assert Rule.FIELD not in FIRM
    assert Rule.SUPERIOR in FIRM
