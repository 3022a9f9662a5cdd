"""What bodies decided, and where a grade is not the proposed one, why."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.results.models.checks import one_of
from backend.assessment.results.states import Body, DecisionState, Occasion
from backend.assessment.terms import Grade
from backend.core.db import Base, Id, PrimaryId


class Decision(Base):
    """What the body decided, as ``assessor`` recorded it and, once confirmed, as it counts.

    That of a round covers the people of ``organization_id``, or (``leading``) the leading members whom that
    organization supervises ("" where none is known). Others cover the cases of their changes.
    """

    __tablename__ = "assessment_decision"
    __table_args__ = (
        CheckConstraint(one_of("occasion", Occasion), name="occasion"),
        CheckConstraint(one_of("body", Body), name="body"),
        CheckConstraint(one_of("state", DecisionState), name="state"),
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
        CheckConstraint(one_of("grade_to", Grade), name="grade_to"),
    )

    id: Mapped[PrimaryId]
    decision_id: Mapped[str] = mapped_column(ForeignKey("assessment_decision.id"))
    case_id: Mapped[Id] = mapped_column(index=True)
    grade_from: Mapped[str | None] = mapped_column(String(24))
    grade_to: Mapped[str] = mapped_column(String(24))
    reason_encrypted: Mapped[str] = mapped_column(Text)
