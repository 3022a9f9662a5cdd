"""What the catalogue says in places that other rooms keep open: who reads its files, and who opens its quizzes."""

from __future__ import annotations

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.records.public import register_file_owner
from courses.catalogue.models import Course, CourseQuiz
from courses.catalogue.operations.authoring import COURSE_MEDIA
from courses.catalogue.operations.rows import current_version
from courses.catalogue.policies import ensure_quiz_open
from courses.quizzes.public import add_quiz_gate


def connect() -> None:
    """Say it; a second call changes nothing."""
    register_file_owner(COURSE_MEDIA, may_read_media, may_write_media)
    add_quiz_gate(gate_quiz)


def may_read_media(tx: Tx, actor: Actor, course_id: str) -> bool:
    """The files of a published course are everybody's, others those of who may look at drafts."""
    course = tx.session.get(Course, course_id)
    return course is not None and (course.state == "published" or actor.may(Permission.COURSE_LOOK))


def may_write_media(tx: Tx, actor: Actor, course_id: str) -> bool:
    return actor.may(Permission.COURSE_AUTHOR) and tx.session.get(Course, course_id) is not None


def gate_quiz(tx: Tx, actor: Actor, quiz_id: str) -> None:
    """A quiz of a course opens with the course; others are not the catalogue's to guard.

    Raises :class:`QuizNotFound`, :class:`CourseNotOpen`, :class:`PrerequisiteMissing`.
    """
    owner = tx.session.get(CourseQuiz, quiz_id)
    if owner is not None:
        course = tx.session.get_one(Course, owner.course_id)
        ensure_quiz_open(tx, actor, quiz_id, course, current_version(tx, course))
