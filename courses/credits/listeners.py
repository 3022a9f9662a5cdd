"""What credits do when a course was passed."""

from __future__ import annotations

from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from courses.credits.operations import grant_course_credit
from courses.events import CourseCompleted


def give_course_credit(tx: Tx, event: CourseCompleted) -> None:
    """The fixed credit of the course, where the person's authority fixed one; a course counts once."""
    grant_course_credit(tx, event.course_id, [(event.account_id, tx.today())])


LISTENERS: tuple[tuple[type[Event], Handler], ...] = ((CourseCompleted, give_course_credit),)
