"""What certificates do when something was completed or passed."""

from __future__ import annotations

from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from courses.catalogue.public import course_of_quiz, final_quiz_of
from courses.certificates.operations import issue_for_completion, renew_for_attempt
from courses.events import AttemptFinished, CourseCompleted


def _on_completed(tx: Tx, event: CourseCompleted) -> None:
    issue_for_completion(tx, event.completion_id, event.account_id, event.course_id)


def _on_finished(tx: Tx, event: AttemptFinished) -> None:
    course_id = course_of_quiz(tx, event.quiz_id) if event.passed else None
    if course_id is not None and final_quiz_of(tx, course_id) == event.quiz_id:
        renew_for_attempt(tx, event.attempt_id, event.account_id, course_id)


LISTENERS: tuple[tuple[type[Event], Handler], ...] = (
    (CourseCompleted, _on_completed),
    (AttemptFinished, _on_finished),
)
