"""Names on show, and objections to them; what people wrote is encrypted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.results.models.checks import one_of
from backend.assessment.results.states import AnswerState
from backend.core.db import Base, Id, PrimaryId


class Publicity(Base):
    """A time in which the names of those decided 优秀 can be seen inside the organ."""

    __tablename__ = "assessment_publicity"
    __table_args__ = (
        CheckConstraint("until >= first_on", name="days"),
        CheckConstraint(
            "(paper_document IS NULL) = (paper_first_on IS NULL)"
            " AND (paper_document IS NULL) = (paper_last_on IS NULL)",
            name="paper",
        ),
        Index(
            "uq_assessment_publicity_open",
            "round_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id] = mapped_column(index=True)
    first_on: Mapped[date]
    until: Mapped[date]
    working_days: Mapped[int]
    provisional: Mapped[bool]
    opened_by: Mapped[Id]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[Id | None]
    #: where the names were shown on paper as well, and those days are the ones that count
    paper_document: Mapped[str | None] = mapped_column(String(200))
    paper_first_on: Mapped[date | None]
    paper_last_on: Mapped[date | None]


class PublicityEntry(Base):
    """A name on show."""

    __tablename__ = "assessment_publicity_entry"
    __table_args__ = (UniqueConstraint("publicity_id", "case_id"),)

    id: Mapped[PrimaryId]
    publicity_id: Mapped[str] = mapped_column(ForeignKey("assessment_publicity.id"))
    case_id: Mapped[Id] = mapped_column(index=True)
    person_id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60))
    organization_id: Mapped[Id]
    organization_name: Mapped[str] = mapped_column(String(200))


class PublicityAudience(Base):
    """The organizations whose people see a name: their own, and those pooled with it."""

    __tablename__ = "assessment_publicity_audience"

    organization_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("assessment_publicity_entry.id"), primary_key=True)


class Objection(Base):
    """An objection to a name on show, or (``own``) to what is proposed for oneself. Who objects is told to those
    who answer it and to nobody else."""

    __tablename__ = "assessment_objection"
    __table_args__ = (
        CheckConstraint(one_of("state", AnswerState), name="state"),
        CheckConstraint("(state IN ('accepted', 'rejected')) <= (answer_encrypted IS NOT NULL)", name="answer"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn"),
        Index(None, "round_id", "state"),
        Index(None, "account_id"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    publicity_id: Mapped[str] = mapped_column(ForeignKey("assessment_publicity.id"))
    case_id: Mapped[Id]
    own: Mapped[bool]
    account_id: Mapped[Id]
    text_encrypted: Mapped[str] = mapped_column(Text)
    #: a day and no moment, which could be laid beside who was where
    asked_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    answer_encrypted: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[Id | None]
    answered_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
