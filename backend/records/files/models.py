"""Tables of stored files and of the parts that have arrived."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId


class StoredFile(Base):
    """A file; its bytes lie in the data folder under its id. Once ready it never changes."""

    __tablename__ = "records_file"
    __table_args__ = (
        CheckConstraint("state IN ('uploading', 'ready')", name="state"),
        CheckConstraint("(state = 'ready') = (digest IS NOT NULL)", name="ready"),
        CheckConstraint("size > 0", name="size"),
        Index(None, "owner_kind", "owner_id"),
    )

    id: Mapped[PrimaryId]
    owner_kind: Mapped[str] = mapped_column(String(24))
    owner_id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12), default="uploading")
    created_by: Mapped[Id | None]
    created_at: Mapped[datetime]


class FilePart(Base):
    """A part that has arrived, counted from 0."""

    __tablename__ = "records_file_part"

    file_id: Mapped[str] = mapped_column(ForeignKey("records_file.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(80))
