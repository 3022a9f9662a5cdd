"""The table of papers made for many: what was wished for, how it went, and the file that came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId


class BundleState(StrEnum):
    """A wish that is asked for again begins anew."""

    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class PaperBundle(Base):
    """One wish of one person: a form of a round, of a unit or ("") of everybody in scope, as one kind of file.

    There is one row for a wish however often it is made. ``digest`` says what the file tells, ``rights`` whose
    papers the asker could have when it was made; ``error`` is the code of a refusal.
    """

    __tablename__ = "assessment_paper_bundle"
    __table_args__ = (
        CheckConstraint("state IN ('making', 'ready', 'failed')", name="state"),
        CheckConstraint("(state = 'ready') <= (file_id IS NOT NULL)", name="ready"),
        CheckConstraint("(state = 'failed') = (error IS NOT NULL)", name="failed"),
        CheckConstraint("(file_id IS NULL) = (expires_at IS NULL)", name="expires"),
        UniqueConstraint("asked_by", "round_id", "form", "kind", "organization_id"),
        Index(None, "round_id"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    form: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(8))
    organization_id: Mapped[str] = mapped_column(String(32))
    asked_by: Mapped[Id]
    asked_at: Mapped[datetime]
    job_id: Mapped[Id]
    state: Mapped[str] = mapped_column(String(8))
    error: Mapped[str | None] = mapped_column(String(64))
    people: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str | None] = mapped_column(String(80))
    rights: Mapped[str | None] = mapped_column(String(80))
    file_id: Mapped[Id | None]
    made_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
