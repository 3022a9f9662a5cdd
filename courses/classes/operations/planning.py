"""The plan of a class: made, changed, announced, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, ensure_in_scope, facts_of_accounts, record_audit
from courses.classes.errors import ClassSeatsTaken, ClassSessionMarked, ClassTeacherUnknown
from courses.classes.models import ClassSeat, ClassSession, ClassTeacher, RosterMark, TrainingClass
from courses.classes.operations.seating import fill_free_seats
from courses.classes.operations.telling import tell_teachers
from courses.classes.policies import ensure_may, ensure_schedule, ensure_version, load_class, managed_by
from courses.classes.states import Act, ClassState, SeatState
from courses.events import ClassAnnounced


@dataclass(frozen=True, slots=True)
class NewSession:
    """A round; ``tenths`` of hours is None where it counts for none."""

    title: str
    task: str
    level: int
    starts_at: datetime
    ends_at: datetime
    tenths: int | None


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """Everything that is planned of a class; ``per_unit`` None sets no share."""

    title: str
    about: str
    place: str
    seats: int
    per_unit: int | None
    open_to_all: bool
    teacher_ids: tuple[str, ...]
    sessions: tuple[NewSession, ...]


def create_class(tx: Tx, actor: Actor, node_id: str, plan: ClassPlan) -> str:
    """Plan a class for the people of a place.

    Raises ``NodeNotFound`` outside the actor's scope, :class:`ClassScheduleInvalid`, :class:`ClassTeacherUnknown`.
    """
    ensure_in_scope(tx, actor, Permission.CLASS_MANAGE, node_id)
    ensure_schedule(plan.sessions)
    _ensure_teachers(tx, plan.teacher_ids)
    training_class = TrainingClass(
        id=new_id(),
        node_id=node_id,
        state=ClassState.PLANNED.value,
        created_by=actor.account_id,
        **_facts(plan),
    )
    tx.session.add(training_class)
    tx.session.flush()
    _write_parts(tx, training_class.id, plan)
    _audit(tx, actor, "created", training_class)
    return training_class.id


def change_class(tx: Tx, actor: Actor, class_id: str, seen_version: int, plan: ClassPlan) -> None:
    """Replace the plan; who waits moves up where seats were added.

    Raises :class:`ClassNotFound`, :class:`ClassNotInState`, :class:`ClassChanged`, :class:`ClassScheduleInvalid`,
    :class:`ClassTeacherUnknown`, :class:`ClassSeatsTaken` when too few seats would remain for those enrolled, and
    :class:`ClassSessionMarked` when rounds would go although the roster has marks.
    """
    training_class = load_class(tx, class_id, managed_by(actor))
    ensure_may(training_class, Act.EDIT)
    ensure_version(training_class, seen_version)
    ensure_schedule(plan.sessions)
    _ensure_teachers(tx, plan.teacher_ids)
    _ensure_room(tx, class_id, plan)
    for name, value in _facts(plan).items():
        setattr(training_class, name, value)
    training_class.version += 1
    for table in (ClassSession, ClassTeacher):
        tx.session.execute(delete(table).where(table.class_id == class_id))
    _write_parts(tx, class_id, plan)
    fill_free_seats(tx, training_class)
    _audit(tx, actor, "changed", training_class)
    tell_teachers(tx, class_id)


def announce_class(tx: Tx, actor: Actor, class_id: str, seen_version: int) -> None:
    """Open a class for those invited, and tell them. Raises as :func:`change_class`."""
    training_class = _step(tx, actor, class_id, seen_version, Act.ANNOUNCE)
    invited = tx.session.scalars(
        select(ClassSeat.account_id)
        .where(ClassSeat.class_id == class_id, ClassSeat.state != SeatState.WITHDRAWN)
        .order_by(ClassSeat.queue_number)
    ).all()
    _audit(tx, actor, "announced", training_class)
    if invited:
        tx.publish(ClassAnnounced(class_id, tuple(invited)))


def cancel_class(tx: Tx, actor: Actor, class_id: str, seen_version: int) -> None:
    """Call a class off. Raises as :func:`change_class`."""
    training_class = _step(tx, actor, class_id, seen_version, Act.CANCEL)
    _audit(tx, actor, "cancelled", training_class)
    tell_teachers(tx, class_id)


def _step(tx: Tx, actor: Actor, class_id: str, seen_version: int, act: Act) -> TrainingClass:
    training_class = load_class(tx, class_id, managed_by(actor))
    after = ensure_may(training_class, act)
    ensure_version(training_class, seen_version)
    training_class.state = after.value
    training_class.version += 1
    return training_class


def _facts(plan: ClassPlan) -> dict[str, object]:
    return {
        "title": plan.title,
        "about": plan.about,
        "place": plan.place,
        "seats": plan.seats,
        "per_unit": plan.per_unit,
        "open_to_all": plan.open_to_all,
        "begins_at": plan.sessions[0].starts_at,
    }


def _write_parts(tx: Tx, class_id: str, plan: ClassPlan) -> None:
    for number, session in enumerate(plan.sessions, 1):
        tx.session.add(
            ClassSession(
                class_id=class_id,
                number=number,
                title=session.title,
                task=session.task,
                level=session.level,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                tenths=session.tenths,
            )
        )
    for account_id in sorted(set(plan.teacher_ids)):
        tx.session.add(ClassTeacher(class_id=class_id, account_id=account_id))
    tx.session.flush()


def _ensure_teachers(tx: Tx, teacher_ids: Sequence[str]) -> None:
    usable = {account.id for account in facts_of_accounts(tx, teacher_ids) if account.open}
    wrong = [number for number, account_id in enumerate(teacher_ids) if account_id not in usable]
    if wrong:
        raise ClassTeacherUnknown(fields={f"teacher_ids.{number}": ["unknown"] for number in wrong})


def _ensure_room(tx: Tx, class_id: str, plan: ClassPlan) -> None:
    enrolled = tx.session.scalar(
        select(func.count()).where(ClassSeat.class_id == class_id, ClassSeat.state == SeatState.ENROLLED)
    )
    if (enrolled or 0) > plan.seats:
        raise ClassSeatsTaken(enrolled=enrolled or 0, seats=plan.seats)
    # marks belong to a round by its number: once there are any, rounds may follow but none may go
    marked = tx.session.scalar(select(RosterMark.session).where(RosterMark.class_id == class_id).limit(1))
    sessions = tx.session.scalar(select(func.count()).where(ClassSession.class_id == class_id)) or 0
    if marked is not None and len(plan.sessions) < sessions:
        raise ClassSessionMarked(sessions=sessions)


def _audit(tx: Tx, actor: Actor, done: str, training_class: TrainingClass) -> None:
    record_audit(tx, actor, f"courses:class:{done}", "class", training_class.id, node_id=training_class.node_id)
