"""Tables of who takes mentees, who looks for a mentor, and the runs that propose pairs.

An exclusion is two ids and nothing else: it has no reason, because one that is kept is one that is read.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId
from courses.mentoring.rules import MOST_PLACES, MOST_WISHES


class RunState(StrEnum):
    """The life of a run: it computes and proposes; a person confirms it, or discards it."""

    COMPUTING = "computing"
    PROPOSED = "proposed"
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"
    FAILED = "failed"


class MentorProfile(Base):
    """What somebody offers as a mentor; ``unit_ids`` are the units served, all where it is empty."""

    __tablename__ = "courses_mentor_profile"
    __table_args__ = (
        CheckConstraint(f"capacity BETWEEN 1 AND {MOST_PLACES}", name="capacity"),
        CheckConstraint("available_to >= available_from", name="available"),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)
    #: whether the mentor takes anybody at present
    offered: Mapped[bool]
    fields: Mapped[list[Any]]
    capacity: Mapped[int]
    unit_ids: Mapped[list[Any]]
    available_from: Mapped[date | None]
    available_to: Mapped[date | None]
    about: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class MenteeNeed(Base):
    """What somebody looks for in a mentor; ``looking`` while they want one."""

    __tablename__ = "courses_mentee_need"

    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)
    looking: Mapped[bool] = mapped_column(index=True)
    fields: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class MentorWish(Base):
    """A mentor that somebody would like; rank 1 is the dearest."""

    __tablename__ = "courses_mentor_wish"
    __table_args__ = (
        CheckConstraint(f"rank BETWEEN 1 AND {MOST_WISHES}", name="rank"),
        UniqueConstraint("mentee_id", "mentor_id"),
    )

    mentee_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mentor_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"))


class MentoringExclusion(Base):
    """``account_id`` does not want to be paired with ``other_id``, on whichever side. Shown to nobody else."""

    __tablename__ = "courses_mentoring_exclusion"
    __table_args__ = (CheckConstraint("account_id <> other_id", name="two_people"), Index(None, "other_id"))

    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)


class MentoringRun(Base):
    """A proposal for the people of a place. ``round`` counts how often it was computed anew with its pins."""

    __tablename__ = "courses_mentoring_run"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(state.value) for state in RunState)})", name="state"),
        CheckConstraint("units IN ('any', 'same', 'other')", name="units"),
        CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name="failure"),
        Index(None, "node_id", "id"),
    )

    id: Mapped[PrimaryId]
    node_id: Mapped[Id]
    state: Mapped[str] = mapped_column(String(12))
    units: Mapped[str] = mapped_column(String(8))
    field_required: Mapped[bool]
    round: Mapped[int] = mapped_column(default=1)
    job_id: Mapped[Id]
    #: the code of the refusal that ended the computation
    failure: Mapped[str | None] = mapped_column(String(60))
    started_by: Mapped[Id]
    started_at: Mapped[datetime]
    confirmed_by: Mapped[Id | None]
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class MentoringRunPair(Base):
    """A proposed pair, why (``terms``: code, cost, facts), and which rules a person set aside for it."""

    __tablename__ = "courses_mentoring_run_pair"
    __table_args__ = (
        CheckConstraint("outcome IS NULL OR outcome IN ('made', 'left_out')", name="outcome"),
        Index(None, "run_id", "mentor_id"),
    )

    run_id: Mapped[str] = mapped_column(ForeignKey("courses_mentoring_run.id"), primary_key=True)
    mentee_id: Mapped[Id] = mapped_column(primary_key=True)
    mentor_id: Mapped[Id]
    pinned: Mapped[bool]
    terms: Mapped[list[Any]]
    broken: Mapped[list[Any]]
    #: what became of the pair when the run was confirmed
    outcome: Mapped[str | None] = mapped_column(String(8))


class MentoringRunUnmatched(Base):
    """Somebody for whom no mentor was found; ``relaxations``: rules, first mentors, count."""

    __tablename__ = "courses_mentoring_run_unmatched"

    run_id: Mapped[str] = mapped_column(ForeignKey("courses_mentoring_run.id"), primary_key=True)
    mentee_id: Mapped[Id] = mapped_column(primary_key=True)
    relaxations: Mapped[list[Any]]


class MentoringRunUnused(Base):
    """A mentor with free places that the proposal does not use."""

    __tablename__ = "courses_mentoring_run_unused"

    run_id: Mapped[str] = mapped_column(ForeignKey("courses_mentoring_run.id"), primary_key=True)
    mentor_id: Mapped[Id] = mapped_column(primary_key=True)
    places: Mapped[int]


class MentoringRunDrop(Base):
    """A pair that a person took out of the proposal: it is not proposed again in this run."""

    __tablename__ = "courses_mentoring_run_drop"

    run_id: Mapped[str] = mapped_column(ForeignKey("courses_mentoring_run.id"), primary_key=True)
    mentee_id: Mapped[Id] = mapped_column(primary_key=True)
    mentor_id: Mapped[Id] = mapped_column(primary_key=True)
