"""Every read of classes: the learner's, the planner's, and the board of the teacher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, ancestor_nodes, node_refs
from backend.register.public import node_of_organization
from courses.classes.codes import ShownCode, digits_of, end_of_step, step_at, token_of
from courses.classes.models import ClassSeat, ClassSession, ClassTeacher, RosterMark, TrainingClass
from courses.classes.policies import ensure_may, load_class, load_for_learner, managed_by, session_of, taught_by
from courses.classes.states import Act, ClassState, SeatState
from courses.learners import Learner, learners_below, learners_in_scope, learners_matching, learners_of

Row = dict[str, Any]
_MOST_FOUND = 30


def classes_of_learner(tx: Tx, actor: Actor) -> dict[str, list[Row]]:
    """Classes that the actor has a seat, a wait or an invitation in, and those that are open to join.

    The next to begin comes first; what was held or called off stands in ``mine`` only.
    """
    account_id = actor.account_id or ""
    own = {
        seat.class_id: seat.state
        for seat in tx.session.scalars(select(ClassSeat).where(ClassSeat.account_id == account_id))
    }
    learner = learners_of(tx, [account_id])[account_id]
    nodes = ancestor_nodes(tx, learner.node_id) if learner.node_id else ()
    found = tx.session.scalars(
        select(TrainingClass)
        .where(
            or_(
                TrainingClass.id.in_(own) & (TrainingClass.state != ClassState.PLANNED),
                TrainingClass.node_id.in_(nodes)
                & TrainingClass.open_to_all
                & (TrainingClass.state == ClassState.OPEN),
            )
        )
        .order_by(TrainingClass.begins_at.desc(), TrainingClass.id)
        .limit(100)
    ).all()
    left = _seats_left(tx, found)
    rows = [_brief(one, left[one.id]) | {"seat": own.get(one.id)} for one in reversed(found)]
    mine = [row for row in rows if row["seat"] not in (None, SeatState.WITHDRAWN)]
    return {"mine": mine, "open": [row for row in rows if row not in mine and row["state"] == ClassState.OPEN]}


def class_of_learner(tx: Tx, actor: Actor, class_id: str) -> Row:
    """A class as a learner sees it: what is planned, the own seat, the own marks; nobody else's.

    Raises :class:`ClassNotFound`.
    """
    found, seat = load_for_learner(tx, actor, class_id)
    marks = {
        row.session: row.mark
        for row in tx.session.scalars(
            select(RosterMark).where(RosterMark.class_id == class_id, RosterMark.account_id == actor.account_id)
        )
    }
    sessions = [_session(one) | {"mark": marks.get(one.number)} for one in _sessions(tx, class_id)]
    names = learners_of(tx, _teacher_ids(tx, class_id))
    return {
        **_brief(found, _seats_left(tx, [found])[class_id]),
        "about": found.about,
        "teachers": sorted(learner.name for learner in names.values()),
        "seat": seat.state if seat else None,
        "sessions": sessions,
    }


def classes_to_run(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> Row:
    """A page of the classes that the actor teaches or manages, the newest first."""
    query = select(TrainingClass, managed_by(actor), taught_by(actor)).where(
        or_(managed_by(actor), taught_by(actor))
    )
    if (after := decode_cursor(cursor, 1)) is not None:
        query = query.where(TrainingClass.id < after[0])
    found = tx.session.execute(query.order_by(TrainingClass.id.desc()).limit(limit + 1)).all()
    left = _seats_left(tx, [one for one, _, _ in found])
    rows = [
        _brief(one, left[one.id]) | {"manages": bool(runs), "teaches": bool(taught)} for one, runs, taught in found
    ]
    return page(rows, limit, ("id",))


def class_plan(tx: Tx, actor: Actor, class_id: str) -> Row:
    """Everything that is planned of a class, with who has what in it. Raises :class:`ClassNotFound`."""
    found = load_class(tx, class_id, managed_by(actor))
    seats = tx.session.scalars(
        select(ClassSeat).where(ClassSeat.class_id == class_id).order_by(ClassSeat.queue_number)
    ).all()
    teachers = _teacher_ids(tx, class_id)
    people = learners_of(tx, [*(seat.account_id for seat in seats), *teachers])
    return {
        **_brief(found, _seats_left(tx, [found])[class_id]),
        "about": found.about,
        "open_to_all": found.open_to_all,
        "node_id": found.node_id,
        "node_name": node_refs(tx, [found.node_id])[found.node_id]["name"],
        "version": found.version,
        "teachers": [_person(people[account_id]) for account_id in teachers],
        "sessions": [_session(one) for one in _sessions(tx, class_id)],
        "people": [_person(people[seat.account_id]) | {"seat": seat.state} for seat in seats],
    }


def roster(tx: Tx, actor: Actor, class_id: str) -> Row:
    """The teacher's board: who is enrolled, by unit and name, what the roster says of each, and the seats left.

    Raises :class:`ClassNotFound` for anybody who does not teach it.
    """
    found = load_class(tx, class_id, taught_by(actor))
    ids = tx.session.scalars(
        select(ClassSeat.account_id).where(ClassSeat.class_id == class_id, ClassSeat.state == SeatState.ENROLLED)
    ).all()
    marks: dict[str, dict[int, str]] = {}
    for row in tx.session.scalars(select(RosterMark).where(RosterMark.class_id == class_id)):
        marks.setdefault(row.account_id, {})[row.session] = row.mark
    sessions = _sessions(tx, class_id)
    people = sorted(learners_of(tx, ids).values(), key=lambda one: (one.organization_name or "", one.name))
    return {
        **_brief(found, _seats_left(tx, [found])[class_id]),
        "waiting": _count(tx, class_id, SeatState.WAITING),
        "sessions": [_session(one) for one in sessions],
        "people": [
            _person(one) | {"marks": [marks.get(one.account_id, {}).get(session.number) for session in sessions]}
            for one in people
        ],
    }


def shown_code(tx: Tx, actor: Actor, class_id: str, number: str) -> Row:
    """What the teacher's screen shows at this moment, and until when.

    Raises :class:`ClassNotFound`, :class:`ClassSessionNotFound`, :class:`ClassNotInState`.
    """
    found = load_class(tx, class_id, taught_by(actor))
    session = session_of(tx, class_id, number)
    ensure_may(found, Act.SCAN)
    step = step_at(tx.now())
    code = ShownCode(class_id, session.number, step)
    seconds_left = end_of_step(step) - int(tx.now().timestamp())
    return {
        "token": token_of(tx.keyring, code),
        "digits": digits_of(tx.keyring, code),
        "seconds_left": seconds_left,
    }


def names_of_session(tx: Tx, class_id: str, number: int) -> Row:
    """What a class and one of its sessions are called."""
    row = tx.session.execute(
        select(TrainingClass.title, ClassSession.title.label("session_title"))
        .join(ClassSession, ClassSession.class_id == TrainingClass.id)
        .where(TrainingClass.id == class_id, ClassSession.number == number)
    )
    return dict(row.mappings().one())


def people_to_seat(tx: Tx, actor: Actor, text: str) -> list[Row]:
    """People where the actor manages classes, by a part of their name."""
    found = learners_in_scope(tx, actor, Permission.CLASS_MANAGE, learners_matching(tx, text))
    return [_person(one) for one in found[:_MOST_FOUND]]


def people_of_unit(tx: Tx, actor: Actor, unit_id: str) -> list[str]:
    """The accounts of a unit and what is below it, where the actor manages classes. Raises ``UnitNotFound``."""
    learners = learners_below(tx, node_of_organization(tx, unit_id))
    return [one.account_id for one in learners_in_scope(tx, actor, Permission.CLASS_MANAGE, learners)]


def _brief(training_class: TrainingClass, seats_left: int) -> Row:
    return {
        "id": training_class.id,
        "title": training_class.title,
        "place": training_class.place,
        "state": training_class.state,
        "begins_at": training_class.begins_at,
        "seats": training_class.seats,
        "seats_left": seats_left,
        "per_unit": training_class.per_unit,
    }


def _session(session: ClassSession) -> Row:
    return {
        "number": session.number,
        "title": session.title,
        "task": session.task,
        "level": session.level,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "hours": session.tenths,
    }


def _person(learner: Learner) -> Row:
    return {
        "account_id": learner.account_id,
        "name": learner.name,
        "unit": learner.organization_name,
        "unit_id": learner.organization_id,
    }


def _sessions(tx: Tx, class_id: str) -> Sequence[ClassSession]:
    return tx.session.scalars(
        select(ClassSession).where(ClassSession.class_id == class_id).order_by(ClassSession.number)
    ).all()


def _teacher_ids(tx: Tx, class_id: str) -> Sequence[str]:
    return tx.session.scalars(
        select(ClassTeacher.account_id).where(ClassTeacher.class_id == class_id).order_by(ClassTeacher.account_id)
    ).all()


def _seats_left(tx: Tx, classes: Iterable[TrainingClass]) -> dict[str, int]:
    seats = {one.id: one.seats for one in classes}
    taken = tx.session.execute(
        select(ClassSeat.class_id, func.count())
        .where(ClassSeat.class_id.in_(seats), ClassSeat.state == SeatState.ENROLLED)
        .group_by(ClassSeat.class_id)
    )
    return seats | {class_id: seats[class_id] - count for class_id, count in taken}


def _count(tx: Tx, class_id: str, state: SeatState) -> int:
    return (
        tx.session.scalar(select(func.count()).where(ClassSeat.class_id == class_id, ClassSeat.state == state))
        or 0
    )
