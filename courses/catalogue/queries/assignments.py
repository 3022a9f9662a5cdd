"""Assignments as the training authority sees them: who is asked, and how many have done it. Never when or how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, ensure_in_scope, in_scope, node_refs
from courses.catalogue.models import Assignment, Completion, Obligation
from courses.catalogue.operations.assigning import NewAssignment, audience_of
from courses.catalogue.policies import ensure_ranks
from courses.catalogue.queries.completions import course_titles
from courses.catalogue.queries.learning import Row


@dataclass(frozen=True, slots=True)
class AssignmentBrief:
    """An assignment in a report; ``ended_on`` is ``None`` while it runs."""

    id: str
    course_id: str
    title: str
    node_id: str
    due_on: date
    ended_on: date | None


def list_assignments(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> Row:
    """A page of the assignments in scope, the newest first, with how many owe and how many have completed."""
    statement = _in_scope(actor, Permission.ASSIGN).order_by(Assignment.id.desc()).limit(limit + 1)
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(Assignment.id < after[0])
    rows = list(tx.session.scalars(statement))
    titles = course_titles(tx, {row.course_id for row in rows})
    nodes = node_refs(tx, [row.node_id for row in rows])
    counts = _counts(tx, [row.id for row in rows])
    items = [
        {
            "id": row.id,
            "course": {"id": row.course_id, "title": titles.get(row.course_id, "")},
            "node": {"id": row.node_id, "name": nodes.get(row.node_id, {}).get("name", "")},
            "roles": row.roles,
            "ranks": row.ranks,
            "due_on": row.due_on,
            "reminders": row.reminders,
            "made_on": row.made_on,
            "ended_on": row.ended_on,
            "owing": counts.get((row.id, None), 0),
            "completed": counts.get((row.id, "completed"), 0),
        }
        for row in rows
    ]
    return page(items, limit, ["id"])


def audience_preview(tx: Tx, actor: Actor, new: NewAssignment) -> Row:
    """How many an assignment would mean, and how many of them have completed the course already.

    Raises :class:`NodeNotFound`, :class:`UnknownRank`.
    """
    ensure_in_scope(tx, actor, Permission.ASSIGN, new.node_id)
    ensure_ranks(new.ranks)
    accounts = set(audience_of(tx, new))
    done = select(Completion.account_id).where(Completion.course_id == new.course_id)
    completed = accounts & set(tx.session.scalars(done)) if new.course_id else set()
    return {"accounts": len(accounts), "completed": len(completed)}


def assignments_in_scope(tx: Tx, actor: Actor, permission: str) -> list[AssignmentBrief]:
    """All assignments at nodes where ``actor`` has ``permission``, the newest first."""
    rows = list(tx.session.scalars(_in_scope(actor, permission).order_by(Assignment.id.desc())))
    titles = course_titles(tx, {row.course_id for row in rows})
    return [
        AssignmentBrief(
            row.id, row.course_id, titles.get(row.course_id, ""), row.node_id, row.due_on, row.ended_on
        )
        for row in rows
    ]


def obligation_states(tx: Tx, assignment_id: str) -> list[tuple[str, bool]]:
    """Everybody who owes, or has met, an assignment: the account, and whether the course is completed.

    Who left the audience without completing is not among them.
    """
    rows = tx.session.execute(
        select(Obligation.account_id, Obligation.reason)
        .where(
            Obligation.assignment_id == assignment_id,
            Obligation.ended_on.is_(None) | (Obligation.reason == "completed"),
        )
        .order_by(Obligation.id)
    )
    return [(account_id, reason == "completed") for account_id, reason in rows]


def _in_scope(actor: Actor, permission: str) -> Any:
    return select(Assignment).where(in_scope(actor, permission, Assignment.node_id))


def _counts(tx: Tx, assignment_ids: list[str]) -> dict[tuple[str, str | None], int]:
    rows = tx.session.execute(
        select(Obligation.assignment_id, Obligation.reason, func.count())
        .where(Obligation.assignment_id.in_(assignment_ids))
        .group_by(Obligation.assignment_id, Obligation.reason)
    )
    return {(assignment_id, reason): number for assignment_id, reason, number in rows}
