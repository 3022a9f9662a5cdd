"""Written notices, reviews and appeals; what people wrote, and what was written about them, is encrypted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.results.deadlines import ReviewKind
from backend.assessment.results.models.checks import one_of
from backend.assessment.results.states import AnswerState, NoticeState
from backend.core.db import Base, Id, PrimaryId


class Notice(Base):
    """A written notice of a result (考核结果通知书), and what the person did with it."""

    __tablename__ = "assessment_notice"
    __table_args__ = (
        UniqueConstraint("case_id", "revision"),
        CheckConstraint(one_of("state", NoticeState), name="state"),
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
        CheckConstraint(one_of("kind", ReviewKind), name="kind"),
        CheckConstraint(one_of("state", AnswerState), name="state"),
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
