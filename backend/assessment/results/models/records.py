"""Sealed records, which are append-only, their seals, and work on whole rounds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.results.models.checks import one_of
from backend.assessment.results.states import RunKind, RunState
from backend.assessment.terms import Category, Grade
from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


class Record(Base):
    """What one person's year came to, as it was sealed. A correction adds a revision; nothing is ever changed."""

    __tablename__ = "assessment_record"
    __table_args__ = (
        UniqueConstraint("case_id", "revision"),
        CheckConstraint(one_of("category", Category), name="category"),
        CheckConstraint(one_of("grade", Grade), name="grade"),
        Index(None, "round_id", "seal_revision"),
        Index(None, "person_id", "year"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    case_id: Mapped[Id]
    revision: Mapped[int]
    #: the seal it was first sealed with
    seal_revision: Mapped[int]
    person_id: Mapped[Id]
    year: Mapped[int]
    category: Mapped[str] = mapped_column(String(24))
    grade: Mapped[str] = mapped_column(String(24))
    content_encrypted: Mapped[str] = mapped_column(Text)
    sm3: Mapped[str] = mapped_column(String(80))


class Seal(Base):
    """The seal of a round's year: SM3 over the records it adds, after the seal before it, with our mark."""

    __tablename__ = "assessment_seal"

    round_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    records: Mapped[int]
    sm3: Mapped[str] = mapped_column(String(80))
    reason_encrypted: Mapped[str | None] = mapped_column(Text)
    sealed_by: Mapped[Id]
    at: Mapped[datetime]
    mac: Mapped[str] = mapped_column(String(100))


class ResultRun(Base):
    """Notices, signatures on paper, or the seal of a whole round, done a slice of people at a time.

    ``upto`` is the last person or notice that is done, written with its slice, so that a run that was cut off goes
    on. ``written`` counts what it made of the ``done`` it looked at. The round itself moves with the last slice.
    """

    __tablename__ = "assessment_result_run"
    __table_args__ = (
        CheckConstraint(one_of("kind", RunKind), name="kind"),
        CheckConstraint(one_of("state", RunState), name="state"),
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(kind = 'seal') = (seal_revision IS NOT NULL)", name="seal"),
        CheckConstraint("(kind = 'paper') = (signed_on IS NOT NULL AND kept_at IS NOT NULL)", name="paper"),
        Index(
            "uq_assessment_result_run_running",
            "round_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default=RunState.RUNNING.value)
    job_id: Mapped[Id | None]
    upto: Mapped[str] = mapped_column(String(32), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    written: Mapped[int] = mapped_column(default=0)
    #: of a seal: which it becomes, and why again
    seal_revision: Mapped[int | None]
    reason_encrypted: Mapped[str | None] = mapped_column(Text)
    #: of signatures on paper
    signed_on: Mapped[date | None]
    kept_at: Mapped[str | None] = mapped_column(String(200))
    started_by: Mapped[Id | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


make_append_only(Record.__table__)
make_append_only(Seal.__table__)
