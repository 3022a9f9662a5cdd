"""Tables of goals and routine checks. What weights and amounts are is said in ``plans.py``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.goals.periods import CheckGrade, Rhythm
from backend.assessment.goals.plans import Measure
from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId

_MEASURES = ", ".join(repr(measure.value) for measure in Measure)
_GRADES = ", ".join(repr(grade.value) for grade in CheckGrade)
_RHYTHMS = ", ".join(repr(rhythm.value) for rhythm in Rhythm)
#: A share of something: more than nothing, at most all of it.
_SHARE = "weight BETWEEN 1 AND 10000"


class GoalPlan(Base):
    """The goals of one unit and year: a draft that may be anything, then what was agreed, by revisions."""

    __tablename__ = "assessment_goal_plan"
    __table_args__ = (
        UniqueConstraint("organization_id", "year"),
        CheckConstraint("state IN ('draft', 'agreed')", name="state"),
        CheckConstraint("(state = 'agreed') = (revision > 0)", name="revision"),
    )

    id: Mapped[PrimaryId]
    organization_id: Mapped[Id]
    node_id: Mapped[Id] = mapped_column(index=True)
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="draft")
    #: what is being written, as long as nothing is agreed
    draft: Mapped[list[Any]]
    #: the number of the revision that holds, 0 before the first
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class GoalRevision(Base):
    """What was agreed, whole, from a day on; each after the first has its reason."""

    __tablename__ = "assessment_goal_revision"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("(number = 1) = (reason IS NULL)", name="reason"),
    )

    id: Mapped[PrimaryId]
    plan_id: Mapped[str] = mapped_column(ForeignKey("assessment_goal_plan.id"))
    number: Mapped[int]
    goals: Mapped[list[Any]]
    effective_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(String(200))
    recorded_by: Mapped[Id | None]
    recorded_at: Mapped[datetime]


class Goal(Base):
    """A goal as the revision that holds has it: a projection. One that was dropped stays, ended."""

    __tablename__ = "assessment_goal"
    __table_args__ = (
        CheckConstraint(f"measure IN ({_MEASURES})", name="measure"),
        CheckConstraint("(measure = 'amount') = (target IS NOT NULL)", name="has_target"),
        CheckConstraint("target IS NULL OR target > 0", name="target"),
        CheckConstraint(_SHARE, name="weight"),
        Index(None, "organization_id", "year"),
    )

    id: Mapped[PrimaryId]
    plan_id: Mapped[str] = mapped_column(ForeignKey("assessment_goal_plan.id"), index=True)
    organization_id: Mapped[Id]
    year: Mapped[int]
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    measure: Mapped[str] = mapped_column(String(8))
    unit_word: Mapped[str] = mapped_column(String(20))
    target: Mapped[int | None] = mapped_column(BigInteger)
    weight: Mapped[int]
    due_on: Mapped[date]
    ended: Mapped[bool] = mapped_column(default=False)


class GoalPart(Base):
    """A person's share of a goal, projected likewise."""

    __tablename__ = "assessment_goal_part"
    __table_args__ = (CheckConstraint(_SHARE, name="weight"), Index(None, "person_id", "due_on"))

    id: Mapped[PrimaryId]
    goal_id: Mapped[str] = mapped_column(ForeignKey("assessment_goal.id"), index=True)
    person_id: Mapped[Id]
    weight: Mapped[int]
    due_on: Mapped[date]
    ended: Mapped[bool] = mapped_column(default=False)


class GoalProgress(Base):
    """What was done for a part on a day: an amount that is added to what was done before, with what shows it.

    A mistake is taken back by a row of the opposite amount that names it.
    """

    __tablename__ = "assessment_goal_progress"
    __table_args__ = (
        CheckConstraint("link_kind IN ('none', 'file', 'matter')", name="link_kind"),
        CheckConstraint("(link_kind = 'none') = (link_id IS NULL)", name="link"),
        CheckConstraint("(reverses_id IS NULL AND amount >= 0) OR amount <= 0", name="amount"),
    )

    id: Mapped[PrimaryId]
    part_id: Mapped[str] = mapped_column(ForeignKey("assessment_goal_part.id"), index=True)
    done_on: Mapped[date]
    amount: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)
    link_kind: Mapped[str] = mapped_column(String(8))
    link_id: Mapped[Id | None]
    #: by the head of the unit, not by the person
    by_head: Mapped[bool]
    recorded_by: Mapped[Id | None]
    recorded_at: Mapped[datetime]
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("assessment_goal_progress.id"), unique=True)


class CheckRhythm(Base):
    """How often a unit checks, where it is not every quarter."""

    __tablename__ = "assessment_check_rhythm"
    __table_args__ = (CheckConstraint(f"rhythm IN ({_RHYTHMS})", name="rhythm"),)

    organization_id: Mapped[Id] = mapped_column(primary_key=True)
    rhythm: Mapped[str] = mapped_column(String(12))
    set_by: Mapped[Id | None]


class RoutineCheck(Base):
    """A person's routine check of one period. The own entry is encrypted for its row, and may be absent."""

    __tablename__ = "assessment_check"
    __table_args__ = (UniqueConstraint("person_id", "period"), Index(None, "person_id", "last_on"))

    id: Mapped[PrimaryId]
    person_id: Mapped[Id]
    organization_id: Mapped[Id]
    node_id: Mapped[Id] = mapped_column(index=True)
    period: Mapped[str] = mapped_column(String(8))
    first_on: Mapped[date]
    last_on: Mapped[date]
    text_encrypted: Mapped[str | None] = mapped_column(Text)
    written_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class CheckComment(Base):
    """What a superior said of a check, or what stands on the paper that it was kept on; the latest counts."""

    __tablename__ = "assessment_check_comment"
    __table_args__ = (
        UniqueConstraint("check_id", "number"),
        CheckConstraint(f"grade IS NULL OR grade IN ({_GRADES})", name="grade"),
        CheckConstraint("from_paper = (document_on IS NOT NULL)", name="paper_day"),
        CheckConstraint("from_paper = (document IS NOT NULL)", name="paper_document"),
    )

    id: Mapped[PrimaryId]
    check_id: Mapped[str] = mapped_column(ForeignKey("assessment_check.id"))
    number: Mapped[int]
    grade: Mapped[str | None] = mapped_column(String(12))
    comment_encrypted: Mapped[str | None] = mapped_column(Text)
    given_on: Mapped[date]
    recorded_by: Mapped[Id | None]
    recorded_at: Mapped[datetime]
    from_paper: Mapped[bool] = mapped_column(default=False)
    document: Mapped[str | None] = mapped_column(String(80))
    document_on: Mapped[date | None]


for _model in (GoalRevision, GoalProgress, CheckComment):
    make_append_only(_model.__table__)
