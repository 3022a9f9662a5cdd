"""The roster: the teacher's record of who was there, and the hours that are proposed from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx
from backend.exchange.public import RowError, bad_rows
from backend.identity.public import record_audit
from courses.classes.errors import ClassNotBegun
from courses.classes.models import ClassSession, TrainingClass
from courses.classes.operations.rows import enrolled_ids, marks_of, write_marks
from courses.classes.operations.telling import tell_teachers
from courses.classes.policies import ensure_may, load_class, session_of, taught_by
from courses.classes.sheet import RosterRow
from courses.classes.states import Act, ClassState, Mark, MarkSource
from courses.credits.public import Counter, NewCredit, Source, propose_credit
from courses.learners import learners_of


@dataclass(frozen=True, slots=True)
class NewMark:
    """What the teacher says of somebody, and what the roster showed when they said it."""

    account_id: str
    present: bool
    seen: Mark | None


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of a list of marks; ``left_out`` maps who was left out to ``changed`` or ``not_enrolled``."""

    marked: int
    left_out: dict[str, str]


def mark_roster(tx: Tx, actor: Actor, class_id: str, number: str, marks: Sequence[NewMark]) -> Marked:
    """Write what the teacher tapped. Whoever another teacher marked meanwhile is left out and told of.

    After the class only what was offered can be answered. Raises :class:`ClassNotFound`,
    :class:`ClassSessionNotFound`, :class:`ClassNotInState`.
    """
    training_class = load_class(tx, class_id, taught_by(actor))
    session = session_of(tx, class_id, number)
    answers = all(mark.seen is Mark.OFFERED for mark in marks)
    ensure_may(training_class, Act.ANSWER_OFFER if answers else Act.MARK)
    enrolled, found = enrolled_ids(tx, class_id), marks_of(tx, class_id, session.number)
    left_out: dict[str, str] = {}
    taken: dict[str, Mark] = {}
    for mark in marks:
        row = found.get(mark.account_id)
        if mark.account_id not in enrolled:
            left_out[mark.account_id] = "not_enrolled"
        elif (row.mark if row else None) != mark.seen:
            left_out[mark.account_id] = "changed"
        else:
            taken[mark.account_id] = Mark.PRESENT if mark.present else Mark.ABSENT
    write_marks(tx, actor, session, found, taken, MarkSource.TAP)
    if training_class.state == ClassState.HELD:
        _propose(tx, actor, training_class, [session])
    return Marked(len(taken), left_out)


def import_roster(tx: Tx, actor: Actor, class_id: str, number: str, rows: Sequence[RosterRow]) -> int:
    """Write a list of who was there, or none of it. Returns how many were marked.

    Raises as :func:`mark_roster`, and :class:`BadRows` for rows that name nobody of the class.
    """
    training_class = load_class(tx, class_id, taught_by(actor))
    session = session_of(tx, class_id, number)
    ensure_may(training_class, Act.MARK)
    people = learners_of(tx, enrolled_ids(tx, class_id))
    by_name = {name: one for one in people.values() for name in (one.username, one.person_id) if name}
    errors: list[RowError] = []
    taken: dict[str, Mark] = {}
    for row in rows:
        learner = by_name.get(row.learner)
        if learner is None:
            errors.append(row.error("learner", "not_enrolled"))
        elif learner.name != row.name:
            errors.append(row.error("name", "name_differs"))
        else:
            taken[learner.account_id] = Mark.PRESENT if row.present else Mark.ABSENT
    if errors:
        raise bad_rows(errors)
    write_marks(tx, actor, session, marks_of(tx, class_id, session.number), taken, MarkSource.IMPORT)
    return len(taken)


def finish_class(tx: Tx, actor: Actor, class_id: str) -> int:
    """Close the roster and propose the hours of each session for those present; returns how many records.

    Raises :class:`ClassNotFound`, :class:`ClassNotInState`, :class:`ClassNotBegun`.
    """
    training_class = load_class(tx, class_id, taught_by(actor))
    after = ensure_may(training_class, Act.FINISH)
    sessions = tx.session.scalars(
        select(ClassSession).where(ClassSession.class_id == class_id).order_by(ClassSession.number)
    ).all()
    if tx.now() < sessions[-1].starts_at:
        raise ClassNotBegun
    training_class.state = after.value
    training_class.version += 1
    proposed = _propose(tx, actor, training_class, sessions)
    facts = {"proposed": proposed}
    record_audit(
        tx, actor, "courses:class:finished", "class", class_id, node_id=training_class.node_id, facts=facts
    )
    tell_teachers(tx, class_id)
    return proposed


def _propose(tx: Tx, actor: Actor, training_class: TrainingClass, sessions: Iterable[ClassSession]) -> int:
    enrolled = learners_of(tx, enrolled_ids(tx, training_class.id))
    proposed = 0
    for session in sessions:
        if session.tenths is None:
            continue
        day = session.starts_at.astimezone(SHANGHAI).date()
        for row in marks_of(tx, training_class.id, session.number).values():
            learner = enrolled.get(row.account_id)
            if row.mark != Mark.PRESENT or learner is None:
                continue
            new = NewCredit(
                account_id=learner.account_id,
                node_id=learner.node_id or training_class.node_id,
                kind=Counter.CONCENTRATED,
                tenths=session.tenths,
                source=Source.CLASS,
                source_key=f"{training_class.id}:{session.number}",
                title=f"{training_class.title} · {session.title}",
                started_on=day,
                ended_on=day,
            )
            proposed += propose_credit(tx, actor, new) is not None
    return proposed
