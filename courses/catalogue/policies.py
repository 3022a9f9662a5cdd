"""The rules of the catalogue, each with the one refusal it raises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.register.public import code_lists
from courses.catalogue.errors import (
    CourseNotFound,
    CourseNotOpen,
    DueInPast,
    PrerequisiteMissing,
    UnknownRank,
)
from courses.catalogue.models import Completion, Course, CourseVersion
from courses.catalogue.outline import Outline
from courses.quizzes.public import QuizNotFound

#: the lists whose codes stand as the rank of a posting
RANK_LISTS = (
    "civil_servant_rank_general",
    "civil_servant_rank_law_enforcement",
    "civil_servant_rank_professional",
    "institution_post_grade",
    "leadership_post_level",
)


def ensure_open(version: CourseVersion, today: date) -> None:
    """A course is learned on the days for which it is valid. Raises :class:`CourseNotOpen`."""
    too_early = version.valid_from is not None and today < version.valid_from
    if too_early or (version.valid_to is not None and today > version.valid_to):
        raise CourseNotOpen(valid_from=version.valid_from, valid_to=version.valid_to)


def ensure_prerequisites(tx: Tx, account_id: str, outline: Outline) -> None:
    """What comes first has been completed. Raises :class:`PrerequisiteMissing`."""
    missing = missing_prerequisites(tx, account_id, outline)
    if missing:
        raise PrerequisiteMissing(courses=missing)


def missing_prerequisites(tx: Tx, account_id: str, outline: Outline) -> list[str]:
    """The courses that come first and were not completed; one that was withdrawn holds nobody up."""
    if not outline.prerequisites:
        return []
    offered = select(Course.id).where(Course.id.in_(outline.prerequisites), Course.state == "published")
    completed = select(Completion.course_id).where(Completion.account_id == account_id)
    open_ones = set(tx.session.scalars(offered.where(Course.id.not_in(completed))))
    return [course_id for course_id in outline.prerequisites if course_id in open_ones]


def ensure_visible(actor: Actor, course: Course | None) -> Course:
    """Everybody sees what is published, authors and the training authority everything.

    Raises :class:`CourseNotFound`.
    """
    if course is None or not (course.state == "published" or actor.may(Permission.COURSE_LOOK)):
        raise CourseNotFound
    return course


def ensure_not_past(today: date, due_on: date) -> None:
    """Raises :class:`DueInPast`."""
    if due_on < today:
        raise DueInPast(due_on=due_on)


def ensure_ranks(ranks: Sequence[str]) -> None:
    """Raises :class:`UnknownRank`."""
    lists = code_lists()
    unknown = [rank for rank in ranks if not any(rank in lists[name] for name in RANK_LISTS)]
    if unknown:
        raise UnknownRank(ranks=unknown)


def ensure_quiz_open(tx: Tx, actor: Actor, quiz_id: str, course: Course, version: CourseVersion | None) -> None:
    """A quiz of a course is taken by whom the course is open to. Raises as the rules above, or QuizNotFound."""
    if version is None or course.state != "published":
        raise QuizNotFound
    outline = Outline.from_data(version.outline)
    if quiz_id not in outline.quiz_ids:
        raise QuizNotFound
    ensure_open(version, tx.today())
    if actor.account_id is not None:
        ensure_prerequisites(tx, actor.account_id, outline)
