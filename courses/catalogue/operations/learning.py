"""What a learner does, and the course that is completed by it: once, however often the same is sent."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from courses.catalogue.errors import LessonNotFound
from courses.catalogue.models import Assignment, Completion, Course, Lesson, LessonDone, Obligation
from courses.catalogue.operations.rows import current_version, hold_progress
from courses.catalogue.outline import Outline, is_completed
from courses.catalogue.policies import ensure_open, ensure_prerequisites
from courses.events import CourseCompleted
from courses.quizzes.public import best_results


def mark_lesson_done(tx: Tx, actor: Actor, lesson_id: str) -> str:
    """Count a lesson as done, once; returns the course.

    A lesson that a newer version left out still counts for whom it reached before: a phone may have been off.
    Raises :class:`LessonNotFound`, :class:`CourseNotOpen`, :class:`PrerequisiteMissing`.
    """
    account_id = _learner(actor)
    lesson = tx.session.get(Lesson, lesson_id)
    course = tx.session.get(Course, lesson.course_id) if lesson else None
    version = current_version(tx, course) if course and course.state == "published" else None
    if course is None or version is None:
        raise LessonNotFound
    ensure_open(version, tx.today())
    ensure_prerequisites(tx, account_id, Outline.from_data(version.outline))
    hold_progress(tx, account_id, course.id)
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    done = insert(LessonDone).values(
        account_id=account_id, lesson_id=lesson_id, course_id=course.id, done_on=tx.today()
    )
    tx.session.execute(done.on_conflict_do_nothing())
    complete_if_met(tx, account_id, course.id)
    return course.id


def complete_if_met(tx: Tx, account_id: str, course_id: str) -> str | None:
    """Complete a published course for a person who has done and passed all it asks for.

    Returns the completion that this call made; ``None`` when something is missing or it was completed before.
    """
    course = tx.session.get(Course, course_id)
    version = current_version(tx, course) if course and course.state == "published" else None
    if version is None:
        return None
    hold_progress(tx, account_id, course_id)
    if tx.session.scalar(_COMPLETED, {"account_id": account_id, "course_id": course_id}) is not None:
        return None
    outline = Outline.from_data(version.outline)
    done = done_lessons(tx, account_id, course_id)
    results = best_results(tx, account_id, outline.required_quizzes) if outline.required_quizzes else {}
    passed = [quiz_id for quiz_id, result in results.items() if result.passed]
    if not is_completed(outline, done, passed):
        return None
    completion = Completion(
        id=new_id(),
        account_id=account_id,
        course_id=course_id,
        version=version.version,
        completed_on=tx.today(),
    )
    tx.session.add(completion)
    tx.session.execute(
        update(Obligation)
        .where(
            Obligation.account_id == account_id,
            Obligation.ended_on.is_(None),
            Obligation.assignment_id.in_(select(Assignment.id).where(Assignment.course_id == course_id)),
        )
        .values(ended_on=tx.today(), reason="completed")
    )
    tx.publish(CourseCompleted(completion.id, account_id, course_id))
    return completion.id


def done_lessons(tx: Tx, account_id: str, course_id: str) -> set[str]:
    """The lessons of a course that a person has done, in whatever version."""
    rows = select(LessonDone.lesson_id).where(
        LessonDone.account_id == account_id, LessonDone.course_id == course_id
    )
    return set(tx.session.scalars(rows))


def _learner(actor: Actor) -> str:
    if actor.account_id is None:  # the system learns nothing
        raise LessonNotFound
    return actor.account_id


_COMPLETED = select(Completion.id).where(
    Completion.account_id == bindparam("account_id"), Completion.course_id == bindparam("course_id")
)
