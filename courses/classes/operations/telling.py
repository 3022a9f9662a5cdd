"""Teachers with the roster open see it change."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.signals import account_room, send_signal
from backend.core.transaction import Tx
from courses.classes.models import ClassTeacher

ROSTER_CHANGED = "roster_changed"


def tell_teachers(tx: Tx, class_id: str) -> None:
    """Have the teachers' apps look again at roster and seats; nobody else is told."""
    teachers = tx.session.scalars(select(ClassTeacher.account_id).where(ClassTeacher.class_id == class_id))
    for account_id in teachers:
        send_signal(tx, account_room(account_id), ROSTER_CHANGED, {"id": class_id, "count": None})
