"""Who may manage a unit's goals, report progress, and comment on a check."""

from __future__ import annotations

from sqlalchemy import select

from backend.approvals.public import sees_matter
from backend.assessment.goals.errors import (
    CheckOwn,
    CheckPersonNotFound,
    GoalEvidenceNotFound,
    GoalPartNotFound,
    GoalPersonElsewhere,
)
from backend.assessment.goals.models import Goal, GoalPart, GoalPlan
from backend.assessment.goals.plans import Goal as PlannedGoal
from backend.assessment.rounds.public import Assessed, assessed_in_units, assessed_one, superior_of
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, ensure_in_scope, in_scope
from backend.records.public import files_of_ids
from backend.register.public import PersonPlace, places_of_people, unit_brief

#: What files that show progress belong to: the part of a goal.
GOAL_PART = "goal_part"


def ensure_manages(tx: Tx, actor: Actor, organization_id: str) -> str:
    """The unit's node. Raises ``NodeNotFound``: no such unit and not one's own look the same."""
    unit = unit_brief(tx, [organization_id]).get(organization_id)
    node_id = unit.node_id if unit else ""
    ensure_in_scope(tx, actor, Permission.GOAL_MANAGE, node_id)
    return node_id


def ensure_posted(tx: Tx, organization_id: str, goals: tuple[PlannedGoal, ...], known: set[str]) -> None:
    """Who gets a part is posted in the unit today, assessed there, or had one before (``known``).

    Raises :class:`GoalPersonElsewhere`.
    """
    people = {part.person_id for goal in goals for part in goal.parts} - known
    places = places_of_people(tx, people)
    elsewhere = {person_id for person_id in people if not _is_at(places.get(person_id), organization_id)}
    if elsewhere:
        elsewhere -= {one.person_id for one in assessed_in_units(tx, [organization_id], tx.today())}
    for number, goal in enumerate(goals, start=1):
        if elsewhere & {part.person_id for part in goal.parts}:
            raise GoalPersonElsewhere(goal=number)


def _is_at(place: PersonPlace | None, organization_id: str) -> bool:
    return place is not None and place.organization_id == organization_id


def part_to_report(tx: Tx, actor: Actor, part_id: str) -> tuple[GoalPart, Goal, bool]:
    """The part with its goal, and whether ``actor`` comes as the head of the unit and not as its person.

    Raises :class:`GoalPartNotFound`, also for a part that was dropped.
    """
    part = tx.session.get(GoalPart, part_id)
    if part is None or part.ended:
        raise GoalPartNotFound
    goal = tx.session.get_one(Goal, part.goal_id)
    if part.person_id == actor.person_ref:
        return part, goal, False
    if not manages_plan(tx, actor, goal.plan_id):
        raise GoalPartNotFound
    return part, goal, True


def manages_plan(tx: Tx, actor: Actor, plan_id: str, permission: Permission = Permission.GOAL_MANAGE) -> bool:
    """Whether ``actor`` has ``permission`` where the plan's unit is."""
    found = select(GoalPlan.id).where(GoalPlan.id == plan_id, in_scope(actor, permission, GoalPlan.node_id))
    return tx.session.scalar(found) is not None


def ensure_shown_by(tx: Tx, actor: Actor, part_id: str, link_kind: str, link_id: str | None) -> None:
    """What an entry points to is a file of this part, or a matter that ``actor`` may read.

    Raises :class:`GoalEvidenceNotFound`.
    """
    if link_kind == "file":
        files = files_of_ids(tx, [link_id or ""])
        if not any(file.owner_kind == GOAL_PART and file.owner_id == part_id for file in files):
            raise GoalEvidenceNotFound
    if link_kind == "matter" and not sees_matter(tx, actor, link_id or ""):
        raise GoalEvidenceNotFound


def may_write_file(tx: Tx, actor: Actor, part_id: str) -> bool:
    """Who reports progress may hand in what shows it."""
    part = tx.session.get(GoalPart, part_id)
    if part is None or part.ended:
        return False
    return part.person_id == actor.person_ref or _manages_part(tx, actor, part, Permission.GOAL_MANAGE)


def may_read_file(tx: Tx, actor: Actor, part_id: str) -> bool:
    """The person, the head of the unit, and who may see results there."""
    part = tx.session.get(GoalPart, part_id)
    if part is None:
        return False
    return part.person_id == actor.person_ref or any(
        _manages_part(tx, actor, part, permission)
        for permission in (Permission.GOAL_MANAGE, Permission.RESULT_READ)
    )


def _manages_part(tx: Tx, actor: Actor, part: GoalPart, permission: Permission) -> bool:
    return manages_plan(tx, actor, tx.session.get_one(Goal, part.goal_id).plan_id, permission)


def place_of_checked(tx: Tx, person_id: str) -> Assessed:
    """Where somebody is assessed. Raises :class:`CheckPersonNotFound`."""
    place = assessed_one(tx, person_id)
    if place is None:
        raise CheckPersonNotFound
    return place


def ensure_superior(tx: Tx, actor: Actor, person_id: str) -> Assessed:
    """Raises :class:`CheckOwn`, :class:`CheckPersonNotFound` for anybody but the superior of today."""
    if person_id == actor.person_ref:
        raise CheckOwn
    if actor.person_ref is None or superior_of(tx, person_id, tx.today()) != actor.person_ref:
        raise CheckPersonNotFound
    return place_of_checked(tx, person_id)


def ensure_enters_paper(tx: Tx, actor: Actor, person_id: str) -> Assessed:
    """Who keeps the round there enters what was kept on paper, but not the own.

    Raises :class:`CheckOwn`, :class:`CheckPersonNotFound`.
    """
    if person_id == actor.person_ref:
        raise CheckOwn
    place = place_of_checked(tx, person_id)
    ensure_in_scope(tx, actor, Permission.ROUND_MANAGE, place.node_id)
    return place
