"""What is done once a day for mentorships that run: who has been quiet is nudged, who may evaluate is told.

The chain of days keeps itself up: each day's job asks for the next day's, and whoever makes a mentorship run asks
for the first.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from backend.core.clock import SHANGHAI
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from backend.identity.public import get_setting
from courses.events import MentorshipEvaluationDue, MentorshipQuiet
from courses.mentoring.evaluating import Stage, window_of
from courses.mentoring.models.life import Mentorship, MentorshipMeeting
from courses.mentoring.policies.life import rated_by
from courses.mentoring.states import State

DAILY = "mentoring_daily"
#: after so many days without a noted meeting the two are asked; a setting
QUIET_DAYS = "mentoring_quiet_days"
#: when people come to work
_AT = time(8, 30, tzinfo=SHANGHAI)


def ask_for_next_day(tx: Tx) -> None:
    """Have the next day's job in the queue, once."""
    day = tx.today() + timedelta(days=1)
    enqueue(tx, DAILY, {}, run_after=datetime.combine(day, _AT), unique_key=f"{DAILY}:{day.isoformat()}")


def running_mentorships(tx: Tx) -> list[str]:
    """The mentorships that both accepted and that have not ended."""
    running = select(Mentorship.id).where(Mentorship.state == State.ACTIVE).order_by(Mentorship.id)
    return list(tx.session.scalars(running))


def look_after(tx: Tx, mentorship_id: str) -> list[str]:
    """Tell the two what there is to tell today, each thing once. Returns what was told."""
    mentorship = tx.session.get_one(Mentorship, mentorship_id, with_for_update=True)
    if mentorship.state != State.ACTIVE:
        return []
    told = [stage.value for stage in Stage if _tell_evaluation(tx, mentorship, stage)]
    return [*told, "quiet"] if _tell_quiet(tx, mentorship) else told


def _tell_evaluation(tx: Tx, mentorship: Mentorship, stage: Stage) -> bool:
    if mentorship.period_from is None or mentorship.period_to is None:
        return False
    column = f"{stage.value}_told_on"
    window = window_of(stage, mentorship.period_from, mentorship.period_to)
    if getattr(mentorship, column) is not None or not window.is_open(tx.today()):
        return False
    setattr(mentorship, column, tx.today())
    asked = {mentorship.mentor_account_id, mentorship.mentee_account_id} - rated_by(tx, mentorship, stage)
    if asked:
        tx.publish(MentorshipEvaluationDue(mentorship.id, stage.value, tuple(sorted(asked))))
    return bool(asked)


def _tell_quiet(tx: Tx, mentorship: Mentorship) -> bool:
    last = tx.session.scalar(
        select(func.max(MentorshipMeeting.held_on)).where(
            MentorshipMeeting.mentorship_id == mentorship.id, MentorshipMeeting.state != "withdrawn"
        )
    )
    moved = max(day for day in (mentorship.begun_on, mentorship.quiet_told_on, last) if day is not None)
    if (tx.today() - moved).days < int(get_setting(tx, QUIET_DAYS)):
        return False
    mentorship.quiet_told_on = tx.today()
    tx.publish(MentorshipQuiet(mentorship.id, (mentorship.mentor_account_id, mentorship.mentee_account_id)))
    return True
