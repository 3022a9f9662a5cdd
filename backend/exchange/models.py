"""Tables of the exchange: what was imported, and which body each imported name stands for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId


class Batch(Base):
    """An import that was applied. `source` names the series of files that are compared with each other."""

    __tablename__ = "exchange_batch"
    __table_args__ = (
        CheckConstraint("kind IN ('positions', 'balances')", name="kind"),
        Index("ix_exchange_batch_source", "source", "created_at"),
    )

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(default="positions")
    source: Mapped[str]
    file_digest: Mapped[str]
    file_name: Mapped[str]
    #: the cause that the register's entries name
    import_id: Mapped[Id]
    counts: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    created_by: Mapped[Id | None]
    created_at: Mapped[datetime]


class ImportedName(Base):
    """A name as a table writes it, and the organization it became; none yet: it is undecided."""

    __tablename__ = "exchange_imported_name"
    __table_args__ = (
        UniqueConstraint("province_code", "raw_name"),
        CheckConstraint("(placed_organization_id IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("placed_organization_id IS NOT NULL OR reason IS NOT NULL", name="reason"),
        Index("ix_exchange_imported_name_open", "placed_organization_id", "raw_name", "id"),
    )

    id: Mapped[PrimaryId]
    province_code: Mapped[str]
    raw_name: Mapped[str]
    name: Mapped[str]
    #: why it was left open; kept when it is placed
    reason: Mapped[str | None]
    #: as far as the name tells, at least the province; its node says who may see and place it
    region_code: Mapped[str]
    node_id: Mapped[Id] = mapped_column(index=True)
    suggested_quota_type: Mapped[str | None]
    batch_id: Mapped[Id]
    placed_organization_id: Mapped[Id | None]
    decided_by: Mapped[Id | None]
    decided_at: Mapped[datetime | None]
