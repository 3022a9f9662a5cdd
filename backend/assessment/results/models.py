"""Tables of results. What people wrote, and what was written about them, is encrypted; records are append-only."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.results.deadlines import ReviewKind
from backend.assessment.results.states import (
    AnswerState,
    Body,
    DecisionState,
    NoticeState,
    Occasion,
    RunKind,
    RunState,
)
from backend.assessment.terms import Category, Grade
from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Decision(Base):
    """What the body decided, as ``assessor`` recorded it and, once confirmed, as it counts.

    That of a round covers the people of ``organization_id``, or (``leading``) the leading members whom that
    organization supervises ("" where none is known). Others cover the cases of their changes.
    """

    __tablename__ = "assessment_decision"
    __table_args__ = (
        CheckConstraint(_one_of("occasion", Occasion), name="occasion"),
        CheckConstraint(_one_of("body", Body), name="body"),
        CheckConstraint(_one_of("state", DecisionState), name="state"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="another_person"),
        CheckConstraint("(state = 'confirmed') = (confirmed_by IS NOT NULL)", name="confirmed"),
        CheckConstraint("(occasion = 'round') = (cause_id IS NULL)", name="cause"),
        # one decision at a time for the people of a unit
        Index(
            "uq_assessment_decision_open",
            "round_id",
            "organization_id",
            "leading",
            unique=True,
            sqlite_where=text("occasion = 'round' AND state IN ('recorded', 'confirmed')"),
            postgresql_where=text("occasion = 'round' AND state IN ('recorded', 'confirmed')"),
        ),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id] = mapped_column(index=True)
    organization_id: Mapped[str] = mapped_column(String(32))
    #: in whose scope the one who confirms stands
    node_id: Mapped[Id]
    leading: Mapped[bool]
    occasion: Mapped[str] = mapped_column(String(16))
    #: the objection, the review, or the case that is corrected
    cause_id: Mapped[Id | None]
    body: Mapped[str] = mapped_column(String(16))
    minutes_number: Mapped[str] = mapped_column(String(100))
    decided_on: Mapped[date]
    #: SM3 over the cases and the grades they are to have: what the one who confirms was shown
    digest: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(16))
    recorded_by: Mapped[Id]
    recorded_at: Mapped[datetime]
    confirmed_by: Mapped[Id | None]
    confirmed_at: Mapped[datetime | None]
    returned_by: Mapped[Id | None]
    return_reason_encrypted: Mapped[str | None] = mapped_column(Text)


class DecisionChange(Base):
    """A case whose decided grade is not the proposed one, and why."""

    __tablename__ = "assessment_decision_change"
    __table_args__ = (
        UniqueConstraint("decision_id", "case_id"),
        CheckConstraint(_one_of("grade_to", Grade), name="grade_to"),
    )

    id: Mapped[PrimaryId]
    decision_id: Mapped[str] = mapped_column(ForeignKey("assessment_decision.id"))
    case_id: Mapped[Id] = mapped_column(index=True)
    grade_from: Mapped[str | None] = mapped_column(String(24))
    grade_to: Mapped[str] = mapped_column(String(24))
    reason_encrypted: Mapped[str] = mapped_column(Text)


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
        CheckConstraint(_one_of("state", AnswerState), name="state"),
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


class Notice(Base):
    """A written notice of a result (考核结果通知书), and what the person did with it."""

    __tablename__ = "assessment_notice"
    __table_args__ = (
        UniqueConstraint("case_id", "revision"),
        CheckConstraint(_one_of("state", NoticeState), name="state"),
        CheckConstraint(
            "(state = 'signed') <= (signature_encrypted IS NOT NULL OR paper_signed_on IS NOT NULL)", name="signed"
        ),
        CheckConstraint("(paper_signed_on IS NULL) = (paper_kept_at IS NULL)", name="paper"),
        CheckConstraint("(state = 'refused') <= (witness_encrypted IS NOT NULL)", name="refused"),
        Index(None, "round_id", "state"),
        Index(None, "person_id"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    case_id: Mapped[Id]
    person_id: Mapped[Id]
    account_id: Mapped[Id | None]
    revision: Mapped[int]
    #: the decision whose result it tells
    decision_id: Mapped[str] = mapped_column(ForeignKey("assessment_decision.id"))
    content_encrypted: Mapped[str] = mapped_column(Text)
    #: SM3 of the content, which a signature is bound to
    digest: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(16))
    issued_by: Mapped[Id]
    issued_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    signature_encrypted: Mapped[str | None] = mapped_column(Text)
    signature_digest: Mapped[str | None] = mapped_column(String(80))
    comment_encrypted: Mapped[str | None] = mapped_column(Text)
    #: where it was signed on paper instead: when, and where that is kept
    paper_signed_on: Mapped[date | None]
    paper_kept_at: Mapped[str | None] = mapped_column(String(200))
    #: who saw the refusal, where somebody would not sign, and who recorded it
    witness_encrypted: Mapped[str | None] = mapped_column(Text)
    refusal_recorded_by: Mapped[Id | None]


class Review(Base):
    """A request for a review (复核) or an appeal (申诉), within its days."""

    __tablename__ = "assessment_review"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ReviewKind), name="kind"),
        CheckConstraint(_one_of("state", AnswerState), name="state"),
        CheckConstraint("asked_on <= until", name="in_time"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn"),
        # one that was withdrawn can be asked for again within the days
        Index(
            "uq_assessment_review_standing",
            "notice_id",
            "kind",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index(None, "round_id", "state"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    case_id: Mapped[Id]
    notice_id: Mapped[str] = mapped_column(ForeignKey("assessment_notice.id"))
    account_id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16))
    text_encrypted: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    until: Mapped[date]
    answer_due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    answer_encrypted: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[Id | None]
    answered_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


class Record(Base):
    """What one person's year came to, as it was sealed. A correction adds a revision; nothing is ever changed."""

    __tablename__ = "assessment_record"
    __table_args__ = (
        UniqueConstraint("case_id", "revision"),
        CheckConstraint(_one_of("category", Category), name="category"),
        CheckConstraint(_one_of("grade", Grade), name="grade"),
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
        CheckConstraint(_one_of("kind", RunKind), name="kind"),
        CheckConstraint(_one_of("state", RunState), name="state"),
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
