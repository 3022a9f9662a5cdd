"""Tables of credits. Hours are kept in tenths; a record has days and never a time of day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId
from courses.credits.targets import PostLevel


class Counter(StrEnum):
    """The two counters that never mix: 集中培训, and hours on line."""

    CONCENTRATED = "concentrated"
    ONLINE = "online"


class Source(StrEnum):
    """Where a record comes from."""

    CLASS = "class"
    PARTY_SCHOOL = "party_school"
    CADRE_ACADEMY = "cadre_academy"
    COURSE = "course"


class CreditState(StrEnum):
    """A record counts when the training authority has confirmed it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Credit(Base):
    """One record of training of one person. ``source_key`` names what it is for within its source, so that the
    same class, course or imported record counts once; ``node_id`` is where the person stood then.
    """

    __tablename__ = "courses_credit"
    __table_args__ = (
        UniqueConstraint("account_id", "source", "source_key"),
        CheckConstraint(_one_of("kind", Counter), name="kind"),
        CheckConstraint(_one_of("source", Source), name="source"),
        CheckConstraint(_one_of("state", CreditState), name="state"),
        CheckConstraint("source <> 'course' OR kind = 'online'", name="course_is_online"),
        CheckConstraint("source <> 'class' OR kind = 'concentrated'", name="class_is_concentrated"),
        CheckConstraint("tenths > 0", name="hours"),
        CheckConstraint("ended_on >= started_on", name="days"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided"),
        Index(None, "account_id", "ended_on"),
        Index(None, "state", "id"),
    )

    id: Mapped[PrimaryId]
    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"))
    node_id: Mapped[Id] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    tenths: Mapped[int]
    source: Mapped[str] = mapped_column(String(16))
    source_key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    started_on: Mapped[date]
    ended_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    #: the import it came with, if it did
    import_id: Mapped[Id | None]
    proposed_by: Mapped[Id | None]
    decided_by: Mapped[Id | None]
    #: why it was refused, told to the person
    reason: Mapped[str | None] = mapped_column(String(200))


class TargetSetting(Base):
    """The target of a level at a node and below, where the authority differs from the default."""

    __tablename__ = "courses_target"
    __table_args__ = (
        CheckConstraint(_one_of("level", PostLevel), name="level"),
        CheckConstraint("tenths > 0 AND years BETWEEN 1 AND 5", name="numbers"),
    )

    node_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    level: Mapped[str] = mapped_column(String(24), primary_key=True)
    tenths: Mapped[int]
    years: Mapped[int]
    first_year: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(200))
    changed_by: Mapped[Id | None]


class CourseCreditSetting(Base):
    """The fixed credit that passing a course gives to the people at a node and below."""

    __tablename__ = "courses_course_credit"
    __table_args__ = (CheckConstraint("tenths > 0", name="hours"),)

    course_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    node_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    tenths: Mapped[int]
    granted_by: Mapped[Id | None]


class LevelSetting(Base):
    """The level of somebody whose rank does not tell it, as the training authority set it."""

    __tablename__ = "courses_person_level"
    __table_args__ = (CheckConstraint(_one_of("level", PostLevel), name="level"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(24))
    set_by: Mapped[Id | None]
