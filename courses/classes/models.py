"""Tables of classes.

The roster and the seats have no moment of any kind: when somebody came is nobody's business, so it is not kept.
Their keys are what they are about, because an id of ours would tell the time at which it was made.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId
from courses.classes.states import ClassState, Mark, MarkSource, SeatState


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class TrainingClass(Base):
    """A class of an office; ``node_id`` is the place whose people it is for."""

    __tablename__ = "courses_class"
    __table_args__ = (
        CheckConstraint(_one_of("state", ClassState), name="state"),
        CheckConstraint("seats > 0 AND (per_unit IS NULL OR per_unit > 0)", name="seats"),
        Index(None, "node_id", "state"),
    )

    id: Mapped[PrimaryId]
    node_id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(100))
    seats: Mapped[int]
    #: how many of one unit get a seat; None: as many as there are
    per_unit: Mapped[int | None]
    #: whether people of the place may join without an invitation
    open_to_all: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12))
    #: the beginning of the first session, for lists
    begins_at: Mapped[datetime]
    created_by: Mapped[Id | None]
    version: Mapped[int] = mapped_column(default=1)


class ClassSession(Base):
    """One round of a class, from simple (1) to hard (3), and the hours it counts for."""

    __tablename__ = "courses_class_session"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 30", name="number"),
        CheckConstraint("level BETWEEN 1 AND 3", name="level"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("tenths IS NULL OR tenths > 0", name="hours"),
    )

    class_id: Mapped[str] = mapped_column(ForeignKey("courses_class.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(30))
    task: Mapped[str] = mapped_column(String(200))
    level: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    tenths: Mapped[int | None]


class ClassTeacher(Base):
    """Who keeps the roster."""

    __tablename__ = "courses_class_teacher"

    class_id: Mapped[str] = mapped_column(ForeignKey("courses_class.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True, index=True)


class ClassSeat(Base):
    """What somebody has in a class. ``queue_number`` orders those who wait."""

    __tablename__ = "courses_class_seat"
    __table_args__ = (
        CheckConstraint(_one_of("state", SeatState), name="state"),
        Index(None, "account_id", "state"),
    )

    class_id: Mapped[str] = mapped_column(ForeignKey("courses_class.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)
    #: the unit of the person when the seat was given, for the share of the unit
    organization_id: Mapped[Id | None]
    state: Mapped[str] = mapped_column(String(12))
    queue_number: Mapped[int]


class RosterMark(Base):
    """Present or not, in one session: as the teacher tapped it, a list said it or a scan filled it."""

    __tablename__ = "courses_roster_mark"
    __table_args__ = (
        CheckConstraint(_one_of("mark", Mark), name="mark"),
        CheckConstraint(_one_of("source", MarkSource), name="source"),
    )

    class_id: Mapped[str] = mapped_column(ForeignKey("courses_class.id"), primary_key=True)
    session: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(8))
    marked_by: Mapped[Id | None]
