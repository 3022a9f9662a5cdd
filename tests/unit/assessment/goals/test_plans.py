"""The rules of goals: weights that must come to the whole, what held on a day, what was reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.goals.errors import (
    GoalDayOutside,
    GoalPlanEmpty,
    GoalTargetMissing,
    GoalWeightsDoNotSum,
)
from backend.assessment.goals.operations.plans import with_ids
from backend.assessment.goals.plans import (
    WHOLE,
    Goal,
    Measure,
    Part,
    Revision,
    achieved,
    agreed_on,
    ensure_complete,
    goals_of_plain,
    part_target,
    part_weight_of_year,
    plain,
)

YEAR = 2026
END = date(YEAR, 12, 31)
EXAMPLES = settings(max_examples=60)


def shares(least: int = 1, most: int = 5) -> st.SearchStrategy[list[int]]:
    """Weights that come to the whole."""
    cuts = st.lists(st.integers(1, WHOLE - 1), min_size=least - 1, max_size=most - 1, unique=True).map(sorted)
    return cuts.map(lambda at: [high - low for low, high in zip([0, *at], [*at, WHOLE], strict=True)])


@st.composite
def plans(draw: st.DrawFn) -> tuple[Goal, ...]:
    """A plan that is complete."""
    goals = []
    for number, weight in enumerate(draw(shares())):
        target = draw(st.none() | st.integers(1, 10**9))
        due_on = draw(st.dates(date(YEAR, 1, 1), END))
        parts = tuple(
            Part(f"p{number}{place}", f"who{place % 3}", share, draw(st.dates(date(YEAR, 1, 1), due_on)))
            for place, share in enumerate(draw(shares()))
        )
        measure = Measure.YES_NO if target is None else Measure.AMOUNT
        goals.append(Goal(f"g{number}", f"目标{number}", measure, "件", target, weight, due_on, parts))
    return tuple(goals)


@EXAMPLES
@given(plans())
def test_a_plan_whose_weights_come_to_the_whole_is_complete_and_survives_being_kept(
    goals: tuple[Goal, ...],
) -> None:
    ensure_complete(goals, YEAR)
    assert goals_of_plain(plain(goals)) == goals


@EXAMPLES
@given(plans(), st.data())
def test_any_other_sum_is_refused_with_what_is_missing(goals: tuple[Goal, ...], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(goals) - 1))
    added = data.draw(st.integers(-5_000, 5_000).filter(bool))
    if data.draw(st.booleans()):
        changed, place = replace(goals[at], weight=goals[at].weight + added), 0
    else:
        first, *others = goals[at].parts
        changed = replace(goals[at], parts=(replace(first, weight=first.weight + added), *others))
        place = at + 1
    with pytest.raises(GoalWeightsDoNotSum) as refusal:
        ensure_complete([*goals[:at], changed, *goals[at + 1 :]], YEAR)
    assert refusal.value.facts == {"goal": place, "sum": WHOLE + added, "whole": WHOLE, "missing": -added}


def test_what_else_an_agreement_may_not_lack() -> None:
    part = Part("p", "who", WHOLE, END)
    goal = Goal("g", "目标", Measure.AMOUNT, "件", 1200, WHOLE, END, (part,))
    ensure_complete([goal], YEAR)
    for wrong, refusal in (
        ([], GoalPlanEmpty),
        ([replace(goal, parts=())], GoalPlanEmpty),
        ([replace(goal, target=None)], GoalTargetMissing),
        ([replace(goal, measure=Measure.YES_NO)], GoalTargetMissing),
        ([replace(goal, due_on=END + timedelta(days=1))], GoalDayOutside),
        ([replace(goal, due_on=date(YEAR, 6, 30))], GoalDayOutside),
        ([replace(goal, parts=(replace(part, due_on=date(YEAR - 1, 12, 31)),))], GoalDayOutside),
    ):
        with pytest.raises(refusal):
            ensure_complete(wrong, YEAR)


@EXAMPLES
@given(
    st.lists(st.tuples(st.dates(date(YEAR, 1, 1), END), plans()), max_size=5),
    st.dates(date(YEAR, 1, 1), END),
    st.randoms(use_true_random=False),
)
def test_what_held_on_a_day_is_the_latest_word_in_force_by_then(
    said: list[tuple[date, tuple[Goal, ...]]], day: date, random: object
) -> None:
    days = sorted(effective for effective, _ in said)
    revisions = [Revision(n, at, goals) for n, (at, (_, goals)) in enumerate(zip(days, said, strict=True), 1)]
    shuffled = sorted(revisions, key=lambda _: random.random())  # type: ignore[attr-defined]
    held: tuple[Goal, ...] = ()
    for revision in revisions:
        if revision.effective_on <= day:
            held = revision.goals
    assert agreed_on(shuffled, day) == held


@EXAMPLES
@given(plans(), st.lists(st.integers(0, 10**10), min_size=25, max_size=25))
def test_a_goal_reaches_its_weight_when_every_part_does_and_never_more(
    goals: tuple[Goal, ...], done: list[int]
) -> None:
    for goal in goals:
        targets = [part_target(goal.target, part.weight) for part in goal.parts]
        assert goal.target is None or sum(targets) >= goal.target
        full = [achieved(part.weight, target, target) for part, target in zip(goal.parts, targets, strict=True)]
        assert sum(full) == WHOLE
        for part, target, amount in zip(goal.parts, targets, done, strict=False):
            reached = achieved(part.weight, amount, target)
            assert 0 <= reached <= part.weight
            assert (reached == part.weight) == (amount >= target)
            assert 1 <= part_weight_of_year(goal.weight, part.weight) <= goal.weight


@EXAMPLES
@given(plans())
def test_a_part_keeps_its_id_as_long_as_it_is_the_same_persons(goals: tuple[Goal, ...]) -> None:
    assert with_ids(goals, goals) == goals
    new = with_ids(goals, ())
    assert not {goal.id for goal in new} & {goal.id for goal in goals}
    for before, after in zip(goals, with_ids([_given_away(goal) for goal in goals], goals), strict=True):
        assert after.id == before.id
        assert after.parts[0].id != before.parts[0].id
        assert [part.id for part in after.parts[1:]] == [part.id for part in before.parts[1:]]


def test_an_id_that_is_sent_twice_is_two_parts() -> None:
    part = Part("p", "who", 5_000, END)
    goal = Goal("g", "目标", Measure.YES_NO, "", None, WHOLE, END, (part, part))
    [named, other] = with_ids([goal, goal], [goal])
    assert named.parts[0].id == "p"
    assert len({part.id for part in (*named.parts, *other.parts)}) == 4
    assert named.id != other.id


def _given_away(goal: Goal) -> Goal:
    first, *others = goal.parts
    return replace(goal, parts=(replace(first, person_id="somebody else"), *others))
