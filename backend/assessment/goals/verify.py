"""Checks of goals for ``verify``: the goals in force are those that the last revision says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from backend.assessment.goals.models import Goal, GoalPart, GoalPlan, GoalRevision
from backend.assessment.goals.plans import Goal as PlannedGoal
from backend.assessment.goals.plans import Measure, Part, goals_of_plain
from backend.core.findings import Check, Finding
from backend.core.transaction import Tx


def check_goals(tx: Tx) -> Iterator[Finding]:
    """Each agreed plan has the revisions 1, 2, 3 … that it counts, and those of the last are in force."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for plan_id, number in tx.session.execute(
        select(GoalRevision.plan_id, GoalRevision.number).order_by(GoalRevision.number)
    ):
        numbers[plan_id].append(number)
    for plan in tx.session.scalars(select(GoalPlan).order_by(GoalPlan.id)):
        if numbers[plan.id] != list(range(1, plan.revision + 1)):
            yield Finding("goals", "assessment_goal_plan", plan.id, "a revision is missing or too many")
        elif plan.revision and _in_force(tx, plan) != _agreed(tx, plan):
            yield Finding("goals", "assessment_goal_plan", plan.id, "the goals in force are not those agreed")


def _agreed(tx: Tx, plan: GoalPlan) -> tuple[PlannedGoal, ...]:
    last = select(GoalRevision.goals).where(GoalRevision.plan_id == plan.id, GoalRevision.number == plan.revision)
    return tuple(_sorted_parts(goal) for goal in goals_of_plain(tx.session.scalars(last).one()))


def _in_force(tx: Tx, plan: GoalPlan) -> tuple[PlannedGoal, ...]:
    parts: dict[str, list[Part]] = defaultdict(list)
    rows = tx.session.scalars(
        select(GoalPart)
        .join(Goal, Goal.id == GoalPart.goal_id)
        .where(Goal.plan_id == plan.id, GoalPart.ended.is_(False))
    )
    for row in rows:
        parts[row.goal_id].append(Part(row.id, row.person_id, row.weight, row.due_on))
    goals = tx.session.scalars(
        select(Goal).where(Goal.plan_id == plan.id, Goal.ended.is_(False)).order_by(Goal.position)
    )
    return tuple(
        _sorted_parts(
            PlannedGoal(
                goal.id,
                goal.title,
                Measure(goal.measure),
                goal.unit_word,
                goal.target,
                goal.weight,
                goal.due_on,
                tuple(parts[goal.id]),
            )
        )
        for goal in goals
    )


def _sorted_parts(goal: PlannedGoal) -> PlannedGoal:
    return replace(goal, parts=tuple(sorted(goal.parts, key=lambda part: part.id)))


CHECKS: list[Check] = [check_goals]
