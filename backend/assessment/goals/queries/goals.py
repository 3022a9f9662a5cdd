"""Reads of goals: the own parts, a unit's plan, and what papers take from both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from backend.approvals.public import MatterLink, matter_links, worked_on_matters
from backend.assessment.goals.models import Goal, GoalPart, GoalPlan, GoalProgress, GoalRevision
from backend.assessment.goals.operations.checks import rhythm_of
from backend.assessment.goals.plans import Goal as PlannedGoal
from backend.assessment.goals.plans import achieved, goals_of_plain, part_target, part_weight_of_year
from backend.assessment.goals.policies import ensure_manages
from backend.assessment.rounds.public import assessed_in_units
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, account_names, in_scope, node_refs, visible_nodes
from backend.records.public import files_of_ids
from backend.register.public import division_names, names_of_people, staff_of_units, unit_brief

View = dict[str, Any]
#: how many matters are offered to choose from
_OFFERED = 20
_OF_GOAL = ("id", "title", "measure", "unit_word", "target", "due_on")


@dataclass(frozen=True, slots=True)
class PartView:
    """A part for a paper: hundredths of its measure and, for the weight, of a percent of the unit's year."""

    title: str
    measure: str
    unit_word: str
    target: int
    done: int
    weight: int
    due_on: date
    notes: tuple[str, ...]


def goals_of(tx: Tx, person_id: str, year: int) -> list[PartView]:
    """The parts somebody has of a year's goals, in the order of the plan and the day they are due."""
    return [
        PartView(
            title=view["goal"]["title"],
            measure=view["goal"]["measure"],
            unit_word=view["goal"]["unit_word"],
            target=view["target"],
            done=view["done"],
            weight=view["weight_of_year"],
            due_on=view["due_on"],
            notes=tuple(entry["note"] for entry in view["progress"] if entry["note"] and not entry["taken_back"]),
        )
        for view in _own_parts(tx, None, person_id, year)
    ]


def my_goals(tx: Tx, actor: Actor, year: int) -> View:
    """The actor's own parts of a year with their progress; by when they are due."""
    parts = _own_parts(tx, actor, actor.person_ref, year) if actor.person_ref else []
    return {"year": year, "parts": parts}


def people_for_parts(tx: Tx, actor: Actor, organization_id: str) -> list[View]:
    """Who can be given a part of a unit's goals: who is posted there, then who is seconded and assessed there.

    Raises ``NodeNotFound``.
    """
    ensure_manages(tx, actor, organization_id)
    posted = staff_of_units(tx, [organization_id], tx.today())
    divisions = division_names(tx, organization_id)
    hosted = [one for one in assessed_in_units(tx, [organization_id], tx.today()) if one.seconded_from]
    own = [
        {"id": one.person_id, "name": one.name, "division": divisions.get(one.division_id or "")} for one in posted
    ]
    return [{**one, "seconded_from": None} for one in own] + [
        {"id": one.person_id, "name": one.name, "division": None, "seconded_from": one.seconded_from}
        for one in hosted
    ]


def part_view(tx: Tx, reader: Actor, part_id: str) -> View:
    """One part with its progress; whether ``reader`` may read it is the caller's to know."""
    part = tx.session.get_one(GoalPart, part_id)
    goal = tx.session.get_one(Goal, part.goal_id)
    return _part(part, goal, _progress(tx, reader, [part_id])[part_id])


def matters_to_link(tx: Tx, actor: Actor, text: str, kinds: Collection[str]) -> list[View]:
    """The matters that can show progress: what the actor worked on, the latest first."""
    found = worked_on_matters(tx, actor, text, kinds, _OFFERED)
    return [{"id": matter_id, **_matter(link)} for matter_id, link in found.items()]


def _matter(link: MatterLink) -> View:
    return {"number": link.number, "kind": link.kind, "unit_name": link.unit_name}


def _own_parts(tx: Tx, reader: Actor | None, person_id: str, year: int) -> list[View]:
    rows = tx.session.execute(
        select(GoalPart, Goal)
        .join(Goal, Goal.id == GoalPart.goal_id)
        .where(GoalPart.person_id == person_id, Goal.year == year)
        .where(GoalPart.ended.is_(False), Goal.ended.is_(False))
        .order_by(GoalPart.due_on, Goal.position, GoalPart.id)
    ).all()
    progress = _progress(tx, reader, [part.id for part, _ in rows])
    return [_part(part, goal, progress[part.id]) for part, goal in rows]


def _part(part: GoalPart, goal: Goal, progress: Sequence[View]) -> View:
    done, target = sum(entry["amount"] for entry in progress), part_target(goal.target, part.weight)
    return {
        "id": part.id,
        "goal": {name: getattr(goal, name) for name in _OF_GOAL},
        "weight": part.weight,
        "weight_of_year": part_weight_of_year(goal.weight, part.weight),
        "due_on": part.due_on,
        "target": target,
        "done": done,
        "reached": achieved(10_000, done, target),
        "progress": [entry for entry in progress if entry["reverses_id"] is None],
    }


def _progress(tx: Tx, reader: Actor | None, part_ids: Collection[str]) -> dict[str, list[View]]:
    """The entries of each part in their order, reversals among them.

    A matter is named as far as ``reader`` may see it: out of reach it has its number and no address. Papers, which
    have no reader, name none.
    """
    rows = tx.session.scalars(
        select(GoalProgress)
        .where(GoalProgress.part_id.in_(part_ids))
        .order_by(GoalProgress.done_on, GoalProgress.id)
    ).all()
    gone = {row.reverses_id for row in rows}
    files = {file.id: file.name for file in files_of_ids(tx, [row.link_id for row in rows if row.link_id])}
    names = account_names(tx, [row.recorded_by for row in rows if row.recorded_by])
    linked = [row.link_id for row in rows if row.link_kind == "matter" and row.link_id]
    matters = matter_links(tx, reader, linked) if reader else {}
    found: dict[str, list[View]] = defaultdict(list)
    for row in rows:
        matter = matters.get(row.link_id or "")
        hidden = row.link_kind == "matter" and (matter is None or matter.kind is None)
        found[row.part_id].append(
            {
                "id": row.id,
                "done_on": row.done_on,
                "amount": row.amount,
                "note": row.note,
                "link_kind": row.link_kind,
                "link_id": None if hidden else row.link_id,
                "link_name": files.get(row.link_id or "", ""),
                "matter": _matter(matter) if matter else None,
                "by_head": row.by_head,
                "recorded_by": names.get(row.recorded_by or "", ""),
                "taken_back": row.id in gone,
                "reverses_id": row.reverses_id,
            }
        )
    return found


def managed_units(tx: Tx, actor: Actor) -> list[View]:
    """The units whose goals the actor manages: those of the own grants, and those with a plan below them."""
    nodes = node_refs(tx, visible_nodes(actor, Permission.GOAL_MANAGE)).values()
    own = {node["ref"] for node in nodes if node["kind"] == "organization"}
    planned = select(GoalPlan.organization_id).where(in_scope(actor, Permission.GOAL_MANAGE, GoalPlan.node_id))
    units = unit_brief(tx, own | set(tx.session.scalars(planned.distinct().limit(500)))).values()
    return [{"id": unit.id, "name": unit.name} for unit in sorted(units, key=lambda unit: (unit.name, unit.id))]


def plan_view(tx: Tx, actor: Actor, organization_id: str, year: int) -> View:
    """A unit's plan as its head sees it: the draft, or what holds with its progress. Raises ``NodeNotFound``."""
    ensure_manages(tx, actor, organization_id)
    plan = tx.session.scalars(
        select(GoalPlan).where(GoalPlan.organization_id == organization_id, GoalPlan.year == year)
    ).one_or_none()
    unit = unit_brief(tx, [organization_id])[organization_id]
    return {
        "organization": {"id": unit.id, "name": unit.name},
        "year": year,
        "state": plan.state if plan else "draft",
        "version": plan.version if plan else 0,
        "rhythm": rhythm_of(tx, organization_id).value,
        "goals": _goals(tx, actor, plan) if plan else [],
        "revisions": _revisions(tx, plan) if plan else [],
    }


def _goals(tx: Tx, reader: Actor, plan: GoalPlan) -> list[View]:
    if plan.state == "draft":
        goals = goals_of_plain(plan.draft)
    else:
        last = select(GoalRevision.goals).where(
            GoalRevision.plan_id == plan.id, GoalRevision.number == plan.revision
        )
        goals = goals_of_plain(tx.session.scalars(last).one())
    parts = [part for goal in goals for part in goal.parts]
    names = names_of_people(tx, [part.person_id for part in parts])
    progress = _progress(tx, reader, [part.id for part in parts])
    return [_goal(goal, names, progress) for goal in goals]


def _goal(goal: PlannedGoal, names: dict[str, str], progress: dict[str, list[View]]) -> View:
    parts = []
    for part in goal.parts:
        entries = progress.get(part.id, [])
        target, done = part_target(goal.target, part.weight), sum(entry["amount"] for entry in entries)
        parts.append(
            {
                "id": part.id,
                "person_id": part.person_id,
                "person_name": names.get(part.person_id, ""),
                "weight": part.weight,
                "due_on": part.due_on,
                "target": target,
                "done": done,
                "reached": achieved(10_000, done, target),
                "progress": [entry for entry in entries if entry["reverses_id"] is None],
            }
        )
    return {
        "id": goal.id,
        "title": goal.title,
        "measure": goal.measure.value,
        "unit_word": goal.unit_word,
        "target": goal.target,
        "weight": goal.weight,
        "due_on": goal.due_on,
        "reached": sum(achieved(part["weight"], part["done"], part["target"]) for part in parts),
        "parts": parts,
    }


def _revisions(tx: Tx, plan: GoalPlan) -> list[View]:
    rows = tx.session.execute(
        select(
            GoalRevision.number,
            GoalRevision.effective_on,
            GoalRevision.reason,
            GoalRevision.recorded_by,
            GoalRevision.recorded_at,
        )
        .where(GoalRevision.plan_id == plan.id)
        .order_by(GoalRevision.number.desc())
    ).all()
    names = account_names(tx, [row.recorded_by for row in rows if row.recorded_by])
    return [
        {
            "number": row.number,
            "effective_on": row.effective_on,
            "reason": row.reason,
            "recorded_by": names.get(row.recorded_by or "", ""),
            "recorded_at": row.recorded_at,
        }
        for row in rows
    ]
