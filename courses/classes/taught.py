"""Who taught which class. Batched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx
from courses.classes.models import ClassSession, ClassTeacher, TrainingClass
from courses.classes.states import ClassState

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TaughtClass:
    """A class that was held, with its number of sessions and the day of the last one."""

    account_id: str
    class_id: str
    title: str
    sessions: int
    ended_on: date


def classes_taught(tx: Tx, account_ids: Collection[str], first: date, last: date) -> list[TaughtClass]:
    """The classes these accounts taught that were held to their end from ``first`` to ``last``."""
    begin = datetime.combine(first, time(), SHANGHAI)
    end = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    ended_at = func.max(ClassSession.ends_at)
    found: list[TaughtClass] = []
    ordered = sorted(set(account_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        rows = tx.session.execute(
            select(ClassTeacher.account_id, TrainingClass.id, TrainingClass.title, func.count(), ended_at)
            .join(TrainingClass, TrainingClass.id == ClassTeacher.class_id)
            .join(ClassSession, ClassSession.class_id == ClassTeacher.class_id)
            .where(
                ClassTeacher.account_id.in_(ordered[start : start + _AT_ONCE]),
                TrainingClass.state == ClassState.HELD,
            )
            .group_by(ClassTeacher.account_id, TrainingClass.id, TrainingClass.title)
            .having(ended_at >= begin, ended_at < end)
        )
        found += [
            TaughtClass(account_id, class_id, title, sessions, moment.astimezone(SHANGHAI).date())
            for account_id, class_id, title, sessions, moment in rows
        ]
    return found
