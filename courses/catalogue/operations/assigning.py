"""Who owes a course: assignments by subtree, role and rank, and the obligations that follow people about.

An obligation is opened when somebody comes under an assignment and ended when they leave it or complete the
course. A person's place is that of :mod:`courses.learners`; whoever has completed the course owes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import (
    Permission,
    ancestor_nodes,
    ensure_in_scope,
    in_scope,
    record_audit,
    roles_of_accounts,
)
from courses.catalogue.duties import Audience, is_meant, reminder_due
from courses.catalogue.errors import AssignmentEnded, AssignmentNotFound, CourseNotFound, CourseNotPublished
from courses.catalogue.models import Assignment, Completion, Course, Obligation
from courses.catalogue.policies import ensure_not_past, ensure_ranks
from courses.catalogue.upkeep import ask_for_next_day
from courses.events import CourseAssigned, CourseDue
from courses.learners import Learner, learners_below, learners_of

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A course for everybody at ``node_id`` and below, or for some roles and ranks there; reminders in days."""

    course_id: str
    node_id: str
    due_on: date
    roles: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    reminders: tuple[int, ...] = (14, 3)


def assign_course(tx: Tx, actor: Actor, new: NewAssignment) -> str:
    """Ask a course of an audience, now and of everybody who comes into it later.

    Raises :class:`NodeNotFound`, :class:`CourseNotFound`, :class:`CourseNotPublished`, :class:`DueInPast`,
    :class:`UnknownRank`.
    """
    ensure_in_scope(tx, actor, Permission.ASSIGN, new.node_id)
    course = tx.session.get(Course, new.course_id)
    if course is None:
        raise CourseNotFound
    if course.state != "published":
        raise CourseNotPublished
    ensure_not_past(tx.today(), new.due_on)
    ensure_ranks(new.ranks)
    row = Assignment(
        id=new_id(),
        course_id=new.course_id,
        node_id=new.node_id,
        roles=sorted(set(new.roles)),
        ranks=sorted(set(new.ranks)),
        due_on=new.due_on,
        reminders=sorted(set(new.reminders), reverse=True),
        made_by=actor.account_id,
        made_on=tx.today(),
    )
    tx.session.add(row)
    tx.session.flush()
    opened = _open(tx, row, audience_of(tx, row))
    ask_for_next_day(tx)
    facts = {"course_id": new.course_id, "due_on": new.due_on.isoformat(), "opened": len(opened)}
    record_audit(tx, actor, "courses:assignment:made", "assignment", row.id, node_id=new.node_id, facts=facts)
    return row.id


def end_assignment(tx: Tx, actor: Actor, assignment_id: str) -> None:
    """Ask it of nobody any more; who has completed the course keeps that.

    Raises :class:`AssignmentNotFound`, :class:`AssignmentEnded`.
    """
    row = tx.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id, in_scope(actor, Permission.ASSIGN, Assignment.node_id))
        .with_for_update()
    )
    if row is None:
        raise AssignmentNotFound
    if row.ended_on is not None:
        raise AssignmentEnded
    row.ended_on = tx.today()
    _end(tx, Obligation.assignment_id == assignment_id, "assignment_ended")
    tx.session.flush()
    record_audit(tx, actor, "courses:assignment:ended", "assignment", assignment_id, node_id=row.node_id)


def audience_of(tx: Tx, new: NewAssignment | Assignment) -> list[str]:
    """The accounts of everybody who is meant today, by name."""
    learners = learners_below(tx, new.node_id)
    roles = roles_of_accounts(tx, [learner.account_id for learner in learners])
    audience = Audience(frozenset(new.roles), frozenset(new.ranks))
    return [
        learner.account_id
        for learner in learners
        if is_meant(audience, learner.rank, roles.get(learner.account_id))
    ]


def follow_accounts(tx: Tx, account_ids: Collection[str]) -> None:
    """Open and end the obligations of people whose place, rank, roles or account changed."""
    assignments = list(tx.session.scalars(select(Assignment).where(Assignment.ended_on.is_(None))))
    if not assignments or not account_ids:
        return
    learners = learners_of(tx, account_ids)
    roles = roles_of_accounts(tx, account_ids)
    above = {
        node_id: frozenset(ancestor_nodes(tx, node_id))
        for node_id in {learner.node_id for learner in learners.values() if learner.node_id}
    }
    for row in assignments:
        meant = [
            account_id
            for account_id, learner in learners.items()
            if row.node_id in above.get(learner.node_id or "", ()) and _is_meant(row, learner, roles)
        ]
        _reconcile(tx, row, meant, account_ids)


def follow_assignment(tx: Tx, assignment_id: str) -> None:
    """The same for one assignment and everybody; what the nightly job does for each."""
    row = tx.session.get(Assignment, assignment_id, with_for_update=True)
    if row is not None and row.ended_on is None:
        _reconcile(tx, row, audience_of(tx, row), None)


def remind(tx: Tx, assignment_id: str) -> list[str]:
    """Tell those who owe the course that its day comes near; each reminder once. Returns whom."""
    row = tx.session.get(Assignment, assignment_id)
    days = row and row.ended_on is None and reminder_due(row.reminders, row.due_on, tx.today())
    if row is None or days is None or days is False:
        return []
    owing = (
        Obligation.assignment_id == row.id,
        Obligation.ended_on.is_(None),
        Obligation.reminded.is_(None) | (Obligation.reminded > days),
    )
    accounts = list(tx.session.scalars(select(Obligation.account_id).where(*owing).order_by(Obligation.id)))
    if accounts:
        tx.session.execute(update(Obligation).where(*owing).values(reminded=days))
        tx.publish(CourseDue(row.id, row.course_id, tuple(accounts), row.due_on))
    return accounts


def _is_meant(row: Assignment, learner: Learner, roles: dict[str, set[str]]) -> bool:
    audience = Audience(frozenset(row.roles), frozenset(row.ranks))
    return is_meant(audience, learner.rank, roles.get(learner.account_id))


def _reconcile(tx: Tx, row: Assignment, meant: Collection[str], within: Collection[str] | None) -> None:
    """Make the open obligations of an assignment those of ``meant``, looking at the accounts ``within`` alone."""
    rows = select(Obligation.account_id, Obligation.ended_on, Obligation.reason).where(
        Obligation.assignment_id == row.id
    )
    if within is not None:
        rows = rows.where(Obligation.account_id.in_(within))
    held = tx.session.execute(rows).all()
    owing = {account_id for account_id, ended_on, _ in held if ended_on is None}
    met = {account_id for account_id, _, reason in held if reason == "completed"}
    _open(tx, row, [account_id for account_id in meant if account_id not in owing | met])
    for chunk in _slices(owing - set(meant)):
        _end(tx, (Obligation.assignment_id == row.id) & Obligation.account_id.in_(chunk), "left")


def _open(tx: Tx, row: Assignment, account_ids: list[str]) -> list[str]:
    """Open obligations, met at once for those who have completed the course; returns and tells the others."""
    completed: set[str] = set()
    for chunk in _slices(account_ids):
        completed.update(
            tx.session.scalars(
                select(Completion.account_id).where(
                    Completion.course_id == row.course_id, Completion.account_id.in_(chunk)
                )
            )
        )
    today = tx.today()
    reminded = reminder_due(row.reminders, row.due_on, today)
    values = [
        {
            "id": new_id(),
            "assignment_id": row.id,
            "account_id": account_id,
            "opened_on": today,
            "ended_on": today if account_id in completed else None,
            "reason": "completed" if account_id in completed else None,
            "reminded": reminded,
        }
        for account_id in account_ids
    ]
    if values:
        tx.session.execute(insert(cast(Table, Obligation.__table__)), values)
    opened = [account_id for account_id in account_ids if account_id not in completed]
    if opened:
        tx.publish(CourseAssigned(row.id, row.course_id, tuple(opened)))
    return opened


def _end(tx: Tx, which: Any, reason: str) -> None:
    tx.session.execute(
        update(Obligation)
        .where(which, Obligation.ended_on.is_(None))
        .values(ended_on=tx.today(), reason=reason)
        .execution_options(synchronize_session=False)
    )


def _slices(account_ids: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(account_ids)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
