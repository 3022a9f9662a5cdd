"""Tables of the catalogue: courses and their versions, assignments, what is owed, done and completed.

No column holds a time of learning: what was done has a day, and what was completed has one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId

_DIGEST = String(80)


class Course(Base):
    """A course; ``current_version`` is the published one, 0 before there is any."""

    __tablename__ = "courses_course"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'draft') = (current_version = 0)", name="published"),
    )

    id: Mapped[PrimaryId]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    current_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class CourseDraft(Base):
    """What the authors work on: the whole course as its source; after a publication it equals that version."""

    __tablename__ = "courses_course_draft"

    course_id: Mapped[str] = mapped_column(ForeignKey("courses_course.id"), primary_key=True)
    source: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(_DIGEST)
    revision: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[Id | None]
    saved_at: Mapped[datetime]


class CourseVersion(Base):
    """A published state of a course, for good. ``outline`` names the versions of its lessons, and its quizzes."""

    __tablename__ = "courses_course_version"

    course_id: Mapped[str] = mapped_column(ForeignKey("courses_course.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(_DIGEST)
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(240))
    summary: Mapped[str] = mapped_column(Text)
    summary_en: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text)
    audience_en: Mapped[str] = mapped_column(Text)
    #: credit hours (学时) as a decimal text: they are announced, never measured
    hours: Mapped[str] = mapped_column(String(8))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    gives_certificate: Mapped[bool]
    certificate_months: Mapped[int | None]
    #: how many lessons and quizzes it has
    lessons: Mapped[int]
    quizzes: Mapped[int]
    #: what the whole course takes on a phone: its texts and files
    package_bytes: Mapped[int] = mapped_column(BigInteger)
    outline: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[Id | None]


class Lesson(Base):
    """A lesson of a course through all versions: what was done of it stays done when its text changes."""

    __tablename__ = "courses_lesson"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[PrimaryId]
    course_id: Mapped[str] = mapped_column(ForeignKey("courses_course.id"))
    key: Mapped[str] = mapped_column(String(40))


class LessonVersion(Base):
    """The text of a lesson in one wording, rendered once."""

    __tablename__ = "courses_lesson_version"

    lesson_id: Mapped[str] = mapped_column(ForeignKey("courses_lesson.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(_DIGEST)
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(240))
    summary_en: Mapped[str] = mapped_column(Text)
    markdown: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    articles: Mapped[list[Any]]
    #: [{"file_id", "name"}] beside the text
    media: Mapped[list[Any]]
    #: ids of the pictures in the text
    pictures: Mapped[list[Any]]
    recorded_at: Mapped[datetime]


class CourseQuiz(Base):
    """Which course a quiz belongs to, also after a later version left it out."""

    __tablename__ = "courses_course_quiz"

    quiz_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses_course.id"), index=True)


class Assignment(Base):
    """A course that the training authority asks of everybody in a subtree, or of some roles and ranks there."""

    __tablename__ = "courses_assignment"
    __table_args__ = (Index(None, "node_id", "ended_on"),)

    id: Mapped[PrimaryId]
    course_id: Mapped[str] = mapped_column(ForeignKey("courses_course.id"), index=True)
    node_id: Mapped[Id]
    roles: Mapped[list[Any]]
    ranks: Mapped[list[Any]]
    due_on: Mapped[date]
    #: reminders come so many days before the last day
    reminders: Mapped[list[Any]]
    made_by: Mapped[Id | None]
    made_on: Mapped[date]
    ended_on: Mapped[date | None]


class Obligation(Base):
    """That one person owes an assigned course. It ends when it is met, or when the person is no longer meant."""

    __tablename__ = "courses_obligation"
    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (reason IS NULL)", name="ended"),
        CheckConstraint("reason IN ('completed', 'left', 'assignment_ended')", name="reason"),
        Index(
            "uq_courses_obligation_open",
            "assignment_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index(None, "account_id", "ended_on"),
    )

    id: Mapped[PrimaryId]
    assignment_id: Mapped[str] = mapped_column(ForeignKey("courses_assignment.id"), index=True)
    account_id: Mapped[Id]
    opened_on: Mapped[date]
    ended_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(16))
    #: the smallest number of days before the end of which the person was reminded
    reminded: Mapped[int | None]


class LessonDone(Base):
    """That a person has done a lesson: the day, and nothing else about it."""

    __tablename__ = "courses_lesson_done"
    __table_args__ = (Index(None, "account_id", "course_id"),)

    account_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(ForeignKey("courses_lesson.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses_course.id"))
    done_on: Mapped[date]


class Completion(Base):
    """That a person completed a course: once, in the version of that day."""

    __tablename__ = "courses_completion"
    __table_args__ = (
        UniqueConstraint("account_id", "course_id"),
        ForeignKeyConstraint(
            ["course_id", "version"], ["courses_course_version.course_id", "courses_course_version.version"]
        ),
        Index(None, "course_id"),
    )

    id: Mapped[PrimaryId]
    account_id: Mapped[Id]
    course_id: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    completed_on: Mapped[date]


make_append_only(CourseVersion.__table__)
make_append_only(LessonVersion.__table__)
make_append_only(Completion.__table__)
