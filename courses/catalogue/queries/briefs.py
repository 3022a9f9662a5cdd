"""Short facts about courses for other rooms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from backend.core.transaction import Tx
from courses.catalogue.models import Course, CourseQuiz, CourseVersion, Lesson, LessonVersion
from courses.catalogue.operations.rows import current_version


@dataclass(frozen=True, slots=True)
class CourseBrief:
    """The published version of a course; without ``certificate_months`` its certificate, if any, does not end."""

    id: str
    key: str
    title: str
    title_en: str
    hours: str
    version: int
    gives_certificate: bool
    certificate_months: int | None


def courses_brief(tx: Tx, course_ids: Collection[str]) -> dict[str, CourseBrief]:
    """By id; courses that were never published are left out."""
    rows = tx.session.execute(
        select(
            Course.id,
            Course.key,
            CourseVersion.title,
            CourseVersion.title_en,
            CourseVersion.hours,
            CourseVersion.version,
            CourseVersion.gives_certificate,
            CourseVersion.certificate_months,
        )
        .join(
            CourseVersion,
            (CourseVersion.course_id == Course.id) & (CourseVersion.version == Course.current_version),
        )
        .where(Course.id.in_(course_ids))
    )
    return {row.id: CourseBrief(*row) for row in rows}


def course_of_quiz(tx: Tx, quiz_id: str) -> str | None:
    """The course that a quiz belongs to, if it belongs to one."""
    return tx.session.scalar(select(CourseQuiz.course_id).where(CourseQuiz.quiz_id == quiz_id))


def final_quiz_of(tx: Tx, course_id: str) -> str | None:
    """The quiz at the end of the published version."""
    course = tx.session.get(Course, course_id)
    version = current_version(tx, course) if course else None
    return version.outline["final_quiz_id"] if version else None


def course_of_lesson(tx: Tx, lesson_id: str) -> str | None:
    """The course that a lesson belongs to."""
    return tx.session.scalar(select(Lesson.course_id).where(Lesson.id == lesson_id))


def lesson_title(tx: Tx, lesson_id: str) -> str | None:
    """What a lesson is called in its newest wording; ``None`` for an unknown one."""
    return tx.session.scalar(
        select(LessonVersion.title)
        .where(LessonVersion.lesson_id == lesson_id)
        .order_by(LessonVersion.version.desc())
        .limit(1)
    )
