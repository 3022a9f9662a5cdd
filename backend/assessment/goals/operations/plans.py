"""Writes of a unit's goals: the draft, the agreement, and what changes afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select, update

from backend.assessment.events import GoalsAgreed
from backend.assessment.goals.errors import (
    GoalPlanAgreed,
    GoalPlanChanged,
    GoalPlanNotAgreed,
    GoalRevisionDay,
)
from backend.assessment.goals.models import Goal, GoalPart, GoalPlan, GoalRevision
from backend.assessment.goals.plans import Goal as PlannedGoal
from backend.assessment.goals.plans import Part, ensure_complete, goals_of_plain, plain
from backend.assessment.goals.policies import ensure_manages, ensure_posted
from backend.assessment.goals.reminders import ask_for_next_month
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import accounts_of_people, record_audit


def save_draft(
    tx: Tx, actor: Actor, organization_id: str, year: int, version: int, goals: Sequence[PlannedGoal]
) -> str:
    """Keep what is being written, which may be incomplete; returns the plan. ``version`` 0: there is none yet.

    :raises NodeNotFound: the unit is not the actor's
    :raises GoalPlanChanged, GoalPlanAgreed:
    :raises GoalPersonElsewhere: a part of somebody who is not posted in the unit
    """
    node_id = ensure_manages(tx, actor, organization_id)
    plan = _locked(tx, organization_id, year)
    if plan is None:
        plan = GoalPlan(organization_id=organization_id, node_id=node_id, year=year, version=0)
    _ensure_version(plan, version)
    if plan.state == "agreed":
        raise GoalPlanAgreed
    named = with_ids(goals, ())
    ensure_posted(tx, organization_id, named, set())
    plan.draft, plan.version = plain(named), plan.version + 1
    tx.session.add(plan)
    tx.session.flush()
    facts = {"year": year, "goals": len(named)}
    record_audit(tx, actor, "assessment:goals:drafted", "goal_plan", plan.id, node_id=node_id, facts=facts)
    return plan.id


def agree(tx: Tx, actor: Actor, organization_id: str, year: int, version: int) -> None:
    """Agree on the draft: from today its goals and parts are everybody's.

    :raises NodeNotFound, GoalPlanChanged, GoalPlanAgreed, GoalPersonElsewhere:
    :raises GoalPlanEmpty, GoalWeightsDoNotSum, GoalTargetMissing, GoalDayOutside: it is not complete
    """
    ensure_manages(tx, actor, organization_id)
    plan = _locked(tx, organization_id, year)
    if plan is None:
        raise GoalPlanChanged
    _ensure_version(plan, version)
    if plan.state == "agreed":
        raise GoalPlanAgreed
    goals = goals_of_plain(plan.draft)
    ensure_complete(goals, year)
    ensure_posted(tx, organization_id, goals, set())
    plan.state = "agreed"
    _put_in_force(tx, actor, plan, goals, tx.today(), None)


def revise(
    tx: Tx,
    actor: Actor,
    organization_id: str,
    year: int,
    version: int,
    goals: Sequence[PlannedGoal],
    effective_on: date,
    reason: str,
) -> None:
    """Change what was agreed, from a day on that lies neither ahead nor before the last change.

    Parts keep their progress by their id; one that is given to somebody else is a new part.

    :raises NodeNotFound, GoalPlanChanged, GoalPlanNotAgreed, GoalRevisionDay, GoalPersonElsewhere:
    :raises GoalPlanEmpty, GoalWeightsDoNotSum, GoalTargetMissing, GoalDayOutside: it is not complete
    """
    ensure_manages(tx, actor, organization_id)
    plan = _locked(tx, organization_id, year)
    if plan is None:
        raise GoalPlanChanged
    _ensure_version(plan, version)
    if plan.state != "agreed":
        raise GoalPlanNotAgreed
    last = tx.session.scalars(
        select(GoalRevision).where(GoalRevision.plan_id == plan.id, GoalRevision.number == plan.revision)
    ).one()
    if not last.effective_on <= effective_on <= tx.today():
        raise GoalRevisionDay(first=last.effective_on.isoformat(), last=tx.today().isoformat())
    before = goals_of_plain(last.goals)
    named = with_ids(goals, before)
    ensure_complete(named, year)
    ensure_posted(tx, organization_id, named, {part.person_id for goal in before for part in goal.parts})
    _put_in_force(tx, actor, plan, named, effective_on, reason)


def with_ids(goals: Sequence[PlannedGoal], before: Iterable[PlannedGoal]) -> tuple[PlannedGoal, ...]:
    """``goals`` with ids of ours: those of ``before`` are kept, where a part is still the same person's."""
    old_goals = {goal.id: goal for goal in before}
    named = []
    for goal in goals:
        old = old_goals.pop(goal.id, None)
        people = {part.id: part.person_id for part in old.parts} if old else {}
        parts = tuple(replace(part, id=_kept_id(part, people)) for part in goal.parts)
        named.append(replace(goal, id=old.id if old else new_id(), parts=parts))
    return tuple(named)


def _kept_id(part: Part, people: dict[str, str]) -> str:
    if people.get(part.id) != part.person_id:
        return new_id()
    del people[part.id]  # the same id twice is two parts
    return part.id


def _locked(tx: Tx, organization_id: str, year: int) -> GoalPlan | None:
    return tx.session.scalars(
        select(GoalPlan)
        .where(GoalPlan.organization_id == organization_id, GoalPlan.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _ensure_version(plan: GoalPlan, version: int) -> None:
    if plan.version != version:
        raise GoalPlanChanged(version=plan.version)


def _put_in_force(
    tx: Tx,
    actor: Actor,
    plan: GoalPlan,
    goals: tuple[PlannedGoal, ...],
    effective_on: date,
    reason: str | None,
) -> None:
    plan.revision, plan.version, plan.draft = plan.revision + 1, plan.version + 1, []
    tx.session.add(
        GoalRevision(
            plan_id=plan.id,
            number=plan.revision,
            goals=plain(goals),
            effective_on=effective_on,
            reason=reason,
            recorded_by=actor.account_id,
            recorded_at=tx.now(),
        )
    )
    tx.session.flush()
    _project(tx, plan, goals)
    facts = {"year": plan.year, "revision": plan.revision, "effective_on": effective_on.isoformat()}
    record_audit(tx, actor, "assessment:goals:agreed", "goal_plan", plan.id, node_id=plan.node_id, facts=facts)
    people = {part.person_id for goal in goals for part in goal.parts}
    accounts = sorted(account.id for account in accounts_of_people(tx, people))
    tx.publish(GoalsAgreed(plan.organization_id, tuple(accounts)))
    ask_for_next_month(tx)


def _project(tx: Tx, plan: GoalPlan, goals: tuple[PlannedGoal, ...]) -> None:
    """Write the goals and parts that hold now; those that are no longer among them end."""
    own_goals = select(Goal.id).where(Goal.plan_id == plan.id)
    tx.session.execute(update(Goal).where(Goal.plan_id == plan.id).values(ended=True))
    tx.session.execute(update(GoalPart).where(GoalPart.goal_id.in_(own_goals)).values(ended=True))
    for position, goal in enumerate(goals, start=1):
        row = Goal(
            id=goal.id,
            plan_id=plan.id,
            organization_id=plan.organization_id,
            year=plan.year,
            position=position,
            title=goal.title,
            measure=goal.measure.value,
            unit_word=goal.unit_word,
            target=goal.target,
            weight=goal.weight,
            due_on=goal.due_on,
            ended=False,
        )
        tx.session.merge(row)
        tx.session.flush()
        for part in goal.parts:
            kept = GoalPart(
                id=part.id,
                goal_id=goal.id,
                person_id=part.person_id,
                weight=part.weight,
                due_on=part.due_on,
                ended=False,
            )
            tx.session.merge(kept)
    tx.session.flush()
