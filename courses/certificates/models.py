"""Table of certificates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId


class Certificate(Base):
    """One certificate as it was issued: name, title and hours stand as they were on that day.

    The cause is what earned it, a completion or (for a renewal) an attempt; it earns one certificate only.
    """

    __tablename__ = "courses_certificate"
    __table_args__ = (
        UniqueConstraint("cause_kind", "cause_id"),
        UniqueConstraint("office_node_id", "number"),
        CheckConstraint("cause_kind IN ('completion', 'attempt')", name="cause_kind"),
        CheckConstraint("valid_until IS NULL OR valid_until > issued_on", name="validity"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revocation_reason IS NULL)",
            name="revoked",
        ),
        Index(None, "account_id", "course_id"),
        Index(None, "former_id"),
    )

    id: Mapped[PrimaryId]
    account_id: Mapped[Id]
    course_id: Mapped[Id]
    cause_kind: Mapped[str] = mapped_column(String(16))
    cause_id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(60))
    #: 256 random bits; whoever holds the paper can ask whether it counts, nobody can guess another's
    token: Mapped[str] = mapped_column(String(43), unique=True)
    office_node_id: Mapped[Id]
    office_name: Mapped[str] = mapped_column(String(200))
    holder_name: Mapped[str] = mapped_column(String(60))
    course_title: Mapped[str] = mapped_column(String(200))
    hours: Mapped[str] = mapped_column(String(16))
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    former_id: Mapped[str | None] = mapped_column(ForeignKey("courses_certificate.id"))
    reminded_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[Id | None]
    revocation_reason: Mapped[str | None] = mapped_column(Text)
