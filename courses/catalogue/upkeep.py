"""What is done once a day: obligations catch up with people, and those who owe a course are reminded.

The chain of days keeps itself up: each day's job asks for the next day's before anything else, and whoever assigns
a course asks for the first.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from backend.core.clock import SHANGHAI
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from courses.catalogue.models import Assignment

DAILY = "courses_daily"
FOLLOW_PEOPLE = "courses_follow_people"
#: before people come to work, so that a reminder is there when they look
_AT = time(7, 30, tzinfo=SHANGHAI)


def ask_for_next_day(tx: Tx) -> None:
    """Have the next day's job in the queue, once."""
    day = tx.today() + timedelta(days=1)
    enqueue(tx, DAILY, {}, run_after=datetime.combine(day, _AT), unique_key=f"{DAILY}:{day.isoformat()}")


def running_assignments(tx: Tx) -> list[str]:
    """The assignments that have not been ended."""
    return list(
        tx.session.scalars(select(Assignment.id).where(Assignment.ended_on.is_(None)).order_by(Assignment.id))
    )
