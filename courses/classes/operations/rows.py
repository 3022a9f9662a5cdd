"""Rows of the roster, read and written."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.classes.models import ClassSeat, ClassSession, RosterMark
from courses.classes.operations.telling import tell_teachers
from courses.classes.states import Mark, MarkSource, SeatState


def enrolled_ids(tx: Tx, class_id: str) -> list[str]:
    """The accounts that stand on the roster."""
    return list(
        tx.session.scalars(
            select(ClassSeat.account_id).where(
                ClassSeat.class_id == class_id, ClassSeat.state == SeatState.ENROLLED
            )
        )
    )


def marks_of(tx: Tx, class_id: str, session: int) -> dict[str, RosterMark]:
    """The marks of a session by account, as they are now."""
    rows = tx.session.scalars(
        select(RosterMark)
        .where(RosterMark.class_id == class_id, RosterMark.session == session)
        .execution_options(populate_existing=True)
    )
    return {row.account_id: row for row in rows}


def write_marks(
    tx: Tx,
    actor: Actor,
    session: ClassSession,
    found: dict[str, RosterMark],
    taken: dict[str, Mark],
    source: MarkSource,
) -> None:
    """Write marks of a teacher, with their audit row; nothing happens without any."""
    if not taken:
        return
    for account_id, mark in taken.items():
        put_mark(tx, session, found, account_id, mark, source, actor.account_id)
    tx.session.flush()
    facts = {"session": session.number, "source": source.value, "marks": len(taken)}
    record_audit(tx, actor, "courses:roster:marked", "class", session.class_id, facts=facts)
    tell_teachers(tx, session.class_id)


def put_mark(
    tx: Tx,
    session: ClassSession,
    found: dict[str, RosterMark],
    account_id: str,
    mark: Mark,
    source: MarkSource,
    by: str | None,
) -> None:
    """Write one mark over what was ``found``."""
    row = found.get(account_id)
    if row is None:
        row = RosterMark(class_id=session.class_id, session=session.number, account_id=account_id)
        tx.session.add(row)
    row.mark, row.source, row.marked_by = mark.value, source.value, by
