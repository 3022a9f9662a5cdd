"""Tables of practice. What is kept of an answer is the day and whether it was right: no time, no duration."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


class PracticeReview(Base):
    """A question that was practised. The id is made by the device, so that the same answer arrives once."""

    __tablename__ = "courses_practice_review"
    __table_args__ = (
        CheckConstraint("verdict IN ('right', 'partly', 'wrong')", name="verdict_known"),
        Index(None, "account_id", "question_id"),
        Index(None, "account_id", "answered_on"),
    )

    account_id: Mapped[Id] = mapped_column(primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    question_id: Mapped[Id]
    version: Mapped[int]
    answered_on: Mapped[date]
    verdict: Mapped[str]


class PracticeCard(Base):
    """When a question comes back to a person: what the scheduler makes of all reviews of it."""

    __tablename__ = "courses_practice_card"
    __table_args__ = (Index(None, "account_id", "due_on"),)

    account_id: Mapped[Id] = mapped_column(primary_key=True)
    question_id: Mapped[Id] = mapped_column(primary_key=True)
    due_on: Mapped[date]


class ArticleChange(Base):
    """An article of law says something else since a day; its questions went out of use."""

    __tablename__ = "courses_practice_article_change"

    id: Mapped[PrimaryId]
    article: Mapped[str]
    effective_on: Mapped[date]
    note: Mapped[str]
    made_by: Mapped[Id | None]
    made_at: Mapped[datetime]


class ChangedQuestion(Base):
    """The last version of a question that rested on the article as it was."""

    __tablename__ = "courses_practice_changed_question"
    __table_args__ = (Index(None, "question_id"),)

    change_id: Mapped[Id] = mapped_column(ForeignKey("courses_practice_article_change.id"), primary_key=True)
    question_id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int]


for _model in (PracticeReview, ArticleChange, ChangedQuestion):
    make_append_only(_model.__table__)
