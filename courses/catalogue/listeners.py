"""Whom the catalogue listens to: papers that were passed, and people who come, move, leave, or get other roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.core.events import Event
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from backend.identity.events import AccountDisabled, GrantConfirmed, GrantEnded, NodeMoved
from backend.identity.public import accounts_of_people
from backend.register.events import PostingEnded, PostingMoved, PostingsOpened
from backend.register.public import people_of_postings
from courses.catalogue.models import CourseQuiz
from courses.catalogue.operations.assigning import follow_accounts
from courses.catalogue.operations.learning import complete_if_met
from courses.catalogue.upkeep import FOLLOW_PEOPLE
from courses.events import AttemptFinished


def complete_course(tx: Tx, event: AttemptFinished) -> None:
    """A passed paper may have been the last thing a course asked for."""
    course = tx.session.get(CourseQuiz, event.quiz_id) if event.passed else None
    if course is not None:
        complete_if_met(tx, event.account_id, course.course_id)


def follow_opened(tx: Tx, event: PostingsOpened) -> None:
    _follow_people(tx, people_of_postings(tx, event.posting_ids))


def follow_person(tx: Tx, event: PostingMoved | PostingEnded) -> None:
    _follow_people(tx, {event.person_id})


def follow_account(tx: Tx, event: GrantConfirmed | GrantEnded | AccountDisabled) -> None:
    follow_accounts(tx, [event.account_id])


def follow_everybody(tx: Tx, event: NodeMoved) -> None:
    """A whole subtree hangs elsewhere: that takes longer than a transaction may."""
    enqueue(tx, FOLLOW_PEOPLE, {}, unique_key=f"{FOLLOW_PEOPLE}:{event.node_id}")


def _follow_people(tx: Tx, person_ids: set[str]) -> None:
    follow_accounts(tx, [account.id for account in accounts_of_people(tx, person_ids)])


LISTENERS: tuple[tuple[type[Event], Callable[[Tx, Any], None]], ...] = (
    (AttemptFinished, complete_course),
    (PostingsOpened, follow_opened),
    (PostingMoved, follow_person),
    (PostingEnded, follow_person),
    (GrantConfirmed, follow_account),
    (GrantEnded, follow_account),
    (AccountDisabled, follow_account),
    (NodeMoved, follow_everybody),
)
