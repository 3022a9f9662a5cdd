"""Who may do what with a class, and in which state it must be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from sqlalchemy import ColumnElement, exists, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, ancestor_nodes, in_scope
from courses.classes.errors import (
    ClassChanged,
    ClassNotFound,
    ClassNotInState,
    ClassScheduleInvalid,
    ClassSessionNotFound,
)
from courses.classes.models import ClassSeat, ClassSession, ClassTeacher, TrainingClass
from courses.classes.states import TRANSITIONS, Act, ClassState, SeatState, is_from_simple_to_hard
from courses.learners import learners_of


class Scheduled(Protocol):
    """A session as far as the schedule is concerned."""

    @property
    def level(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """The condition that a class lies in the scope in which the actor manages classes."""
    return in_scope(actor, Permission.CLASS_MANAGE, TrainingClass.node_id)


def taught_by(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor is a teacher of a class."""
    return exists().where(ClassTeacher.class_id == TrainingClass.id, ClassTeacher.account_id == actor.account_id)


def load_class(tx: Tx, class_id: str, condition: ColumnElement[bool]) -> TrainingClass:
    """The class if ``condition`` holds for it, locked by one that writes. Raises :class:`ClassNotFound`."""
    query = select(TrainingClass).where(TrainingClass.id == class_id, condition)
    if tx.writes:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = tx.session.scalar(query)
    if found is None:
        raise ClassNotFound
    return found


def ensure_may(training_class: TrainingClass, act: Act) -> ClassState:
    """The state after ``act``. Raises :class:`ClassNotInState`."""
    after = TRANSITIONS.get((ClassState(training_class.state), act))
    if after is None:
        raise ClassNotInState(state=training_class.state, act=act.value)
    return after


def ensure_version(training_class: TrainingClass, seen: int) -> None:
    """Raises :class:`ClassChanged` when somebody changed the class since it was read."""
    if training_class.version != seen:
        raise ClassChanged(version=training_class.version)


def ensure_schedule(sessions: Sequence[Scheduled]) -> None:
    """Sessions follow each other in time and never become easier. Raises :class:`ClassScheduleInvalid`."""
    problems = {
        f"sessions.{number}.ends_at": ["invalid"]
        for number, session in enumerate(sessions)
        if session.ends_at <= session.starts_at
    }
    problems |= {
        f"sessions.{number}.starts_at": ["overlaps"]
        for number, (before, session) in enumerate(pairwise(sessions), 1)
        if session.starts_at < before.ends_at
    }
    if not is_from_simple_to_hard([session.level for session in sessions]):
        problems["sessions"] = ["becomes_easier"]
    if problems:
        raise ClassScheduleInvalid(fields=problems)


def session_of(tx: Tx, class_id: str, number: str | int) -> ClassSession:
    """A session of a class by its number in the path. Raises :class:`ClassSessionNotFound`."""
    known = int(number) if str(number).isdecimal() and len(str(number)) <= 2 else 0
    session = tx.session.get(ClassSession, (class_id, known))
    if session is None:
        raise ClassSessionNotFound
    return session


def load_for_learner(tx: Tx, actor: Actor, class_id: str) -> tuple[TrainingClass, ClassSeat | None]:
    """A class that the actor has something in, or may join, with the seat.

    Raises :class:`ClassNotFound` for what is planned only, for other places, and for people who are not invited.
    """
    announced = TrainingClass.state != ClassState.PLANNED
    found = load_class(tx, class_id, announced)
    seat = tx.session.get(ClassSeat, (class_id, actor.account_id))
    if seat is None and not (found.open_to_all and _stands_below(tx, actor, found.node_id)):
        raise ClassNotFound
    return found, seat


def _stands_below(tx: Tx, actor: Actor, node_id: str) -> bool:
    account_id = actor.account_id or ""
    learner = learners_of(tx, [account_id]).get(account_id)
    return learner is not None and learner.node_id is not None and node_id in ancestor_nodes(tx, learner.node_id)


def is_enrolled(seat: ClassSeat | None) -> bool:
    """Whether somebody stands on the roster."""
    return seat is not None and seat.state == SeatState.ENROLLED
