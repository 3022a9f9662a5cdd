"""People, what happened to their postings, and the postings themselves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId

_QUOTA_TYPE = String(32)


class Person(Base):
    """A person. ID number and full birth date are encrypted for their row; the number is found by its digest."""

    __tablename__ = "register_person"

    id: Mapped[PrimaryId]
    name: Mapped[str] = mapped_column(String(60))
    pinyin: Mapped[str] = mapped_column(String(200))
    sex: Mapped[str] = mapped_column(String(2))
    birth_month: Mapped[str] = mapped_column(String(7))
    id_digest: Mapped[str] = mapped_column(String(80), unique=True)
    id_number_encrypted: Mapped[str] = mapped_column(String(160))
    birth_date_encrypted: Mapped[str] = mapped_column(String(160))
    ethnicity: Mapped[str | None] = mapped_column(String(4))
    political_status: Mapped[str | None] = mapped_column(String(4))
    education: Mapped[str | None] = mapped_column(String(4))
    degree: Mapped[str | None] = mapped_column(String(4))
    major: Mapped[str | None] = mapped_column(String(100))
    started_work_on: Mapped[date | None]
    identity: Mapped[str] = mapped_column(String(8))
    mac: Mapped[str] = mapped_column(String(80))

    __table_args__ = (CheckConstraint("identity IN ('cadre', 'worker')", name="identity"),)


class PostingEvent(Base):
    """What happened to a posting; ``sequence`` counts 1, 2, 3 … per posting without a gap."""

    __tablename__ = "register_posting_event"

    id: Mapped[PrimaryId]
    posting_id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("register_person.id"), index=True)
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    #: the unit it happens to; for a move or promotion the new one
    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"))
    division_id: Mapped[str | None] = mapped_column(ForeignKey("register_internal_division.id"))
    quota_type: Mapped[str] = mapped_column(_QUOTA_TYPE)
    post_title: Mapped[str] = mapped_column(String(100))
    rank: Mapped[str | None] = mapped_column(String(24))
    reason: Mapped[str | None] = mapped_column(String(64))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    document_id: Mapped[str | None] = mapped_column(String(32))
    cause_kind: Mapped[str] = mapped_column(String(8))
    cause_id: Mapped[Id] = mapped_column(index=True)
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("register_posting_event.id"), unique=True)
    mac: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        UniqueConstraint("posting_id", "sequence"),
        Index("ix_register_posting_event_unit", "organization_id", "effective_on"),
        CheckConstraint("kind IN ('entered', 'moved', 'promoted', 'left', 'reversed')", name="kind"),
        CheckConstraint("(kind = 'reversed') = (reverses_id IS NOT NULL)", name="reverses"),
        CheckConstraint("cause_kind IN ('matter', 'import')", name="cause_kind"),
    )


class Posting(Base):
    """A stretch of days of one posting at one place: the projection of its events.

    ``id`` is the event that opened the stretch, ``posting_id`` the event that opened the posting, and
    ``ended_on`` the first day out.
    """

    __tablename__ = "register_posting"

    id: Mapped[str] = mapped_column(ForeignKey("register_posting_event.id"), primary_key=True)
    posting_id: Mapped[Id] = mapped_column(index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("register_person.id"), index=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"))
    division_id: Mapped[str | None] = mapped_column(ForeignKey("register_internal_division.id"))
    quota_type: Mapped[str] = mapped_column(_QUOTA_TYPE)
    post_title: Mapped[str] = mapped_column(String(100))
    rank: Mapped[str | None] = mapped_column(String(24))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    last_event_id: Mapped[str] = mapped_column(ForeignKey("register_posting_event.id"))

    __table_args__ = (
        Index(
            "uq_register_posting_open_person",
            "person_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index("ix_register_posting_unit", "organization_id", "quota_type", "started_on"),
        CheckConstraint("ended_on IS NULL OR ended_on > started_on", name="days"),
    )


make_append_only(PostingEvent.__table__)
