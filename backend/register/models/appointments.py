"""Who holds which leader post (领导职务): entries that are only added, and how many each unit has."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


class AppointmentEntry(Base):
    """An appointment to a leader post, or its end.

    ``appointment_id`` is the entry that appointed; an end repeats what it ends. ``division_id`` is empty for a
    post of the unit itself. ``principal`` says that the post directs its unit or division (正职), ``counts`` that
    it takes one of the approved leader posts (职数), ``level`` which kind of them. ``sequence`` counts 1, 2, 3 …
    per organization without a gap.
    """

    __tablename__ = "register_appointment"

    id: Mapped[PrimaryId]
    appointment_id: Mapped[Id] = mapped_column(index=True)
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[str] = mapped_column(ForeignKey("register_person.id"), index=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"))
    division_id: Mapped[str | None] = mapped_column(ForeignKey("register_internal_division.id"))
    title: Mapped[str] = mapped_column(String(100))
    level: Mapped[str | None] = mapped_column(String(8))
    role: Mapped[str] = mapped_column(String(12))
    principal: Mapped[bool]
    counts: Mapped[bool]
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    document_id: Mapped[str | None] = mapped_column(String(32))
    mac: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        UniqueConstraint("organization_id", "sequence"),
        UniqueConstraint("appointment_id", "kind"),
        CheckConstraint("kind IN ('appoint', 'end')", name="kind"),
        CheckConstraint("(kind = 'appoint') = (id = appointment_id)", name="appoints"),
        CheckConstraint("role IN ('held', 'concurrent', 'acting', 'seconded')", name="role"),
    )


class AppointmentCount(Base):
    """How many entries a unit has: a writer locks this row, and ``verify`` finds a tail that was cut off."""

    __tablename__ = "register_appointment_count"

    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"), primary_key=True)
    entries: Mapped[int]

    __table_args__ = (CheckConstraint("entries >= 0", name="entries"),)


make_append_only(AppointmentEntry.__table__)
