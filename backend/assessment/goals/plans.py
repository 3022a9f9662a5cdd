"""A unit's goals of a year as a value, and what must hold of them. Pure.

A plan is a list of goals; each goal is shared out in parts, a part to one person until one day. Weights are
hundredths of a percent: the goals of a unit come to :data:`WHOLE`, and so do the parts of a goal. An amount is in
hundredths of its measure, so that 12.5 件 is 1250.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from backend.assessment.goals.errors import (
    GoalDayOutside,
    GoalPlanEmpty,
    GoalTargetMissing,
    GoalWeightsDoNotSum,
)
from backend.assessment.terms import ONE, Period

#: 100 %
WHOLE: Final = 100 * ONE


class Measure(StrEnum):
    """How a goal is measured: by an amount, or as done or not."""

    AMOUNT = "amount"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Part:
    """A person's share of a goal: ``weight`` is of the goal, ``due_on`` often the last day of a month."""

    id: str
    person_id: str
    weight: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a unit; ``weight`` is of the unit's year. ``target`` is None for a goal that is done or not."""

    id: str
    title: str
    measure: Measure
    unit_word: str
    target: int | None
    weight: int
    due_on: date
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What was agreed from ``effective_on`` on; ``number`` counts 1, 2, 3 … without a gap."""

    number: int
    effective_on: date
    goals: tuple[Goal, ...]


def ensure_complete(goals: Sequence[Goal], year: int) -> None:
    """What a draft may lack and an agreement may not.

    :raises GoalPlanEmpty: there is no goal, or one that nobody has a part of
    :raises GoalTargetMissing: an amount without a target, or a yes or no with one
    :raises GoalDayOutside: a day outside the year, or a part that is due after its goal
    :raises GoalWeightsDoNotSum: the weights of the goals, or of the parts of one, do not come to 100 %
    """
    if not goals:
        raise GoalPlanEmpty(goal=0)
    for number, goal in enumerate(goals, start=1):
        _ensure_goal(goal, number, Period.of_year(year))
    _ensure_sum((goal.weight for goal in goals), 0)


def _ensure_goal(goal: Goal, number: int, year: Period) -> None:
    if not goal.parts:
        raise GoalPlanEmpty(goal=number)
    if (goal.measure is Measure.AMOUNT) != (goal.target is not None):
        raise GoalTargetMissing(goal=number)
    days = [part.due_on for part in goal.parts]
    if goal.due_on not in year or min(days) not in year or max(days) > goal.due_on:
        raise GoalDayOutside(goal=number, year=year.first.year)
    _ensure_sum((part.weight for part in goal.parts), number)


def _ensure_sum(weights: Iterable[int], goal: int) -> None:
    total = sum(weights)
    if total != WHOLE:
        raise GoalWeightsDoNotSum(goal=goal, sum=total, whole=WHOLE, missing=WHOLE - total)


def agreed_on(revisions: Iterable[Revision], day: date) -> tuple[Goal, ...]:
    """The goals that held on ``day``: of the revisions in force by then, the latest that was recorded."""
    in_force = [revision for revision in revisions if revision.effective_on <= day]
    return max(in_force, key=lambda revision: revision.number).goals if in_force else ()


def part_target(goal_target: int | None, part_weight: int) -> int:
    """How much a part asks for: its share of the goal's target, rounded up; one for what is done or not."""
    return ONE if goal_target is None else max(1, -(-goal_target * part_weight // WHOLE))


def part_weight_of_year(goal_weight: int, part_weight: int) -> int:
    """The weight of a part in the unit's year, rounded down but never to nothing."""
    return max(1, goal_weight * part_weight // WHOLE)


def achieved(weight: int, done: int, target: int) -> int:
    """How much of ``weight`` is reached by ``done`` of ``target``: from none to all of it, rounded down."""
    return weight * min(max(done, 0), target) // target


def plain(goals: Sequence[Goal]) -> list[dict[str, Any]]:
    """The goals as they are kept in a row."""
    return [
        {
            "id": goal.id,
            "title": goal.title,
            "measure": goal.measure.value,
            "unit_word": goal.unit_word,
            "target": goal.target,
            "weight": goal.weight,
            "due_on": goal.due_on.isoformat(),
            "parts": [
                {
                    "id": part.id,
                    "person_id": part.person_id,
                    "weight": part.weight,
                    "due_on": part.due_on.isoformat(),
                }
                for part in goal.parts
            ],
        }
        for goal in goals
    ]


def goals_of_plain(kept: Iterable[dict[str, Any]]) -> tuple[Goal, ...]:
    """What :func:`plain` wrote."""
    return tuple(
        Goal(
            id=goal["id"],
            title=goal["title"],
            measure=Measure(goal["measure"]),
            unit_word=goal["unit_word"],
            target=goal["target"],
            weight=goal["weight"],
            due_on=date.fromisoformat(goal["due_on"]),
            parts=tuple(
                Part(part["id"], part["person_id"], part["weight"], date.fromisoformat(part["due_on"]))
                for part in goal["parts"]
            ),
        )
        for goal in kept
    )
