"""Tables of the bank, the quizzes and the attempts at them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, JsonType, PrimaryId

#: A question's slot is the number of its pool in front of its place there, see ``operations.pools``.
PLACES = 1 << 32


class Topic(Base):
    """What a group of questions is about; the names are shown to learners."""

    __tablename__ = "courses_topic"

    code: Mapped[str] = mapped_column(primary_key=True)
    zh: Mapped[str]
    en: Mapped[str]


class QuestionPool(Base):
    """The questions of one use, topic and difficulty that can be drawn, numbered 1 … size without a gap."""

    __tablename__ = "courses_question_pool"
    __table_args__ = (UniqueConstraint("use", "topic", "difficulty"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    use: Mapped[str]
    topic: Mapped[str]
    difficulty: Mapped[int]
    size: Mapped[int] = mapped_column(default=0)


class QuestionRow(Base):
    """A question of the bank as it stands now; what it says is in its versions."""

    __tablename__ = "courses_question"
    __table_args__ = (
        CheckConstraint("use IN ('practice', 'exam')", name="use_known"),
        CheckConstraint("difficulty BETWEEN 1 AND 3", name="difficulty_known"),
        CheckConstraint("(retired_at IS NULL) = (slot IS NOT NULL)", name="drawn_unless_retired"),
        Index(None, "topic", "use"),
    )

    id: Mapped[PrimaryId]
    key: Mapped[str] = mapped_column(unique=True)
    current_version: Mapped[int]
    digest: Mapped[str]
    type: Mapped[str]
    use: Mapped[str]
    topic: Mapped[str]
    difficulty: Mapped[int]
    #: the beginning of the stem as plain text, for lists
    excerpt: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    slot: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    retired_at: Mapped[datetime | None]
    retired_reason: Mapped[str | None]
    created_at: Mapped[datetime]


class QuestionVersion(Base):
    """What a question said from some moment on; an attempt names the version it was asked in."""

    __tablename__ = "courses_question_version"

    question_id: Mapped[Id] = mapped_column(ForeignKey("courses_question.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
    digest: Mapped[str]
    recorded_at: Mapped[datetime]
    #: none: the system itself, loading files
    author_id: Mapped[Id | None]


class QuestionArticle(Base):
    """Which articles the present version of a question rests on, "<title>#<number>"."""

    __tablename__ = "courses_question_article"
    __table_args__ = (Index(None, "question_id"),)

    article: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[Id] = mapped_column(ForeignKey("courses_question.id"), primary_key=True)


class Quiz(Base):
    """A quiz as it stands now."""

    __tablename__ = "courses_quiz"

    id: Mapped[PrimaryId]
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    current_version: Mapped[int]
    ordered: Mapped[bool]
    created_at: Mapped[datetime]


class QuizVersion(Base):
    """What a quiz asks and when it is passed; an attempt keeps the version it began with."""

    __tablename__ = "courses_quiz_version"

    quiz_id: Mapped[Id] = mapped_column(ForeignKey("courses_quiz.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    #: see :mod:`courses.quizzes.settings`
    settings: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    author_id: Mapped[Id | None]


class Attempt(Base):
    """One person's paper: drawn once, judged once."""

    __tablename__ = "courses_attempt"
    __table_args__ = (
        UniqueConstraint("account_id", "quiz_id", "number"),
        CheckConstraint("state IN ('open', 'finished', 'expired')", name="state_known"),
        CheckConstraint(
            "(state = 'open') = (finished_at IS NULL) AND (state = 'open') = (score IS NULL)"
            " AND (state = 'open') = (passed IS NULL)",
            name="judged_when_over",
        ),
        Index(
            "uq_courses_attempt_open",
            "account_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "quiz_id", "finished_at"),
    )

    id: Mapped[PrimaryId]
    account_id: Mapped[Id]
    quiz_id: Mapped[Id] = mapped_column(ForeignKey("courses_quiz.id"))
    quiz_version: Mapped[int]
    number: Mapped[int]
    state: Mapped[str]
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    #: the exact share of all points as "num/den"
    score: Mapped[str | None]
    #: hundredths of a percent, rounded once, half up: for reading only
    percent: Mapped[int | None]
    #: by the exact score
    passed: Mapped[bool | None]
    #: the exact share of each question's point, by position, as "num/den"
    shares: Mapped[list[Any] | None] = mapped_column(JsonType)


class AttemptItem(Base):
    """One question of a paper, with what was answered.

    ``keymap`` is the arrangement (:class:`courses.quizzes.presenting.KeyMap`) and never leaves the server: what
    the person saw is made again from it and the version.
    """

    __tablename__ = "courses_attempt_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    attempt_id: Mapped[Id] = mapped_column(ForeignKey("courses_attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[Id]
    question_version: Mapped[int]
    keymap: Mapped[dict[str, Any]]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    #: counts up on the devices; an older answer never replaces a newer one
    answer_seq: Mapped[int] = mapped_column(BigInteger, default=0)


make_append_only(QuestionVersion.__table__)
make_append_only(QuizVersion.__table__)
