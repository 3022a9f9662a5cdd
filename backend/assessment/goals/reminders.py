"""What is due this month is told once, on the first morning of the month, to those it is asked of.

Nobody is told about anybody else, and nobody twice; who was away reads it later. The chain of months keeps itself
up: each month's job asks for the next one's as long as goals of its year are agreed, and an agreement asks for the
first.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, func, select

from backend.assessment.events import GoalsDue
from backend.assessment.goals.models import Goal, GoalPart, GoalProgress
from backend.assessment.goals.plans import part_target
from backend.core.clock import SHANGHAI
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from backend.identity.public import accounts_of_people

MONTHLY = "assessment_goals_monthly"
#: before people come to work, so that it is there when they look
_AT = time(7, 45, tzinfo=SHANGHAI)


def ask_for_next_month(tx: Tx) -> None:
    """Have the first morning of the next month in the queue, once."""
    day = _last_of_month(tx.today()) + timedelta(days=1)
    key = f"{MONTHLY}:{day:%Y-%m}"
    enqueue(tx, MONTHLY, {}, run_after=datetime.combine(day, _AT), unique_key=key)


def has_goals_ahead(tx: Tx) -> bool:
    """Whether a part of anybody is due after this month."""
    ahead = exists().where(GoalPart.due_on > _last_of_month(tx.today()), GoalPart.ended.is_(False))
    return bool(tx.session.scalar(select(ahead)))


def tell_of_month(tx: Tx) -> int:
    """Tell whoever has a part due this month that is not reached; returns how many accounts there are."""
    today = tx.today()
    people = _people_due(tx, GoalPart.due_on.between(today.replace(day=1), _last_of_month(today)))
    accounts = tuple(sorted({account.id for account in accounts_of_people(tx, people)}))
    if accounts:
        tx.publish(GoalsDue(f"{today:%Y-%m}", accounts))
    return len(accounts)


def _people_due(tx: Tx, due: ColumnElement[bool]) -> set[str]:
    done = func.coalesce(func.sum(GoalProgress.amount), 0)
    rows = tx.session.execute(
        select(GoalPart.person_id, GoalPart.weight, Goal.target, done.label("done"))
        .join(Goal, Goal.id == GoalPart.goal_id)
        .outerjoin(GoalProgress, GoalProgress.part_id == GoalPart.id)
        .where(due, GoalPart.ended.is_(False), Goal.ended.is_(False))
        .group_by(GoalPart.id, Goal.id)
    )
    return {row.person_id for row in rows if row.done < part_target(row.target, row.weight)}


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
