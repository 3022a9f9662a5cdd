"""The quota ledgers, the promises against them, and the balances that sum them up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId

_CAUSE = "cause_kind IN ('matter', 'import')"


class QuotaEntry(Base):
    """One change of approved posts (编制台账): ± heads of one holder and quota type.

    A holder is an organization, the reserve of a region, or the ceiling of a region (编制总额). ``sequence``
    counts 1, 2, 3 … per holder and type without a gap.
    """

    __tablename__ = "register_quota_entry"

    id: Mapped[PrimaryId]
    holder_kind: Mapped[str] = mapped_column(String(16))
    holder_id: Mapped[Id]
    region_code: Mapped[str] = mapped_column(ForeignKey("register_region.code"))
    quota_type: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int]
    delta: Mapped[int]
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    document_id: Mapped[str | None] = mapped_column(String(32))
    cause_kind: Mapped[str] = mapped_column(String(8))
    cause_id: Mapped[Id]
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("register_quota_entry.id"), unique=True)
    mac: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        UniqueConstraint("holder_kind", "holder_id", "quota_type", "sequence"),
        Index("ix_register_quota_entry_region", "region_code", "quota_type", "holder_kind"),
        Index("ix_register_quota_entry_cause", "cause_id"),
        CheckConstraint("holder_kind IN ('organization', 'region_reserve', 'region_ceiling')", name="holder"),
        CheckConstraint(_CAUSE, name="cause_kind"),
    )


class QuotaException(Base):
    """Heads by which filled may pass approved (超编), with reason and document; ended by a negative row."""

    __tablename__ = "register_quota_exception"

    id: Mapped[PrimaryId]
    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"))
    quota_type: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int]
    heads: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    document_id: Mapped[Id]
    cause_kind: Mapped[str] = mapped_column(String(8))
    cause_id: Mapped[Id]
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("register_quota_exception.id"), unique=True)
    mac: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        UniqueConstraint("organization_id", "quota_type", "sequence"),
        CheckConstraint("heads <> 0 AND (heads > 0) = (reverses_id IS NULL)", name="heads"),
        CheckConstraint(_CAUSE, name="cause_kind"),
    )


class Reservation(Base):
    """Heads promised to a matter under way (在途)."""

    __tablename__ = "register_reservation"

    id: Mapped[PrimaryId]
    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"))
    quota_type: Mapped[str] = mapped_column(String(32))
    heads: Mapped[int]
    matter_id: Mapped[Id] = mapped_column(index=True)
    #: the reservation of an earlier matter of the chain that this one draws down
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("register_reservation.id"))
    state: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    #: the first day on which it no longer stands; the day of the effect when that lies before the issue
    ended_on: Mapped[date | None]
    until: Mapped[date | None]
    #: the position of a recruitment notice that the matter gave as its reason
    recruitment_item_id: Mapped[str | None] = mapped_column(ForeignKey("register_recruitment_item.id"), index=True)
    mac: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        Index("ix_register_reservation_holder", "organization_id", "quota_type", "state"),
        Index(
            "uq_register_reservation_open_matter",
            "matter_id",
            "organization_id",
            "quota_type",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("heads >= 1", name="heads"),
        CheckConstraint("state IN ('open', 'used', 'released', 'lapsed')", name="state"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended_on"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_at"),
    )


class QuotaBalance(Base):
    """The numbers of today of one organization and quota type: a projection that writers lock first.

    ``approved`` is empty while no entry is known. ``changed_on`` is the latest day any of its numbers changes;
    an effect on or after it needs no look at the past. The three counts say how many rows each chain has.
    """

    __tablename__ = "register_balance"

    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"), primary_key=True)
    quota_type: Mapped[str] = mapped_column(String(32), primary_key=True)
    approved: Mapped[int | None]
    filled: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    exception: Mapped[int] = mapped_column(default=0)
    changed_on: Mapped[date | None]
    entry_count: Mapped[int] = mapped_column(default=0)
    exception_count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("approved IS NULL OR approved >= 0", name="approved"),
        CheckConstraint("filled >= 0 AND reserved >= 0 AND exception >= 0", name="not_negative"),
        CheckConstraint("approved IS NOT NULL OR (filled = 0 AND reserved = 0 AND exception = 0)", name="unknown"),
        CheckConstraint("approved IS NULL OR filled <= approved + exception", name="over_quota"),
        CheckConstraint("reserved = 0 OR filled + reserved <= approved", name="reserved"),
    )


class RegionQuota(Base):
    """Ceiling, allocations and reserve of one region and quota type today; ceiling and reserve may be unknown."""

    __tablename__ = "register_region_quota"

    region_code: Mapped[str] = mapped_column(ForeignKey("register_region.code"), primary_key=True)
    quota_type: Mapped[str] = mapped_column(String(32), primary_key=True)
    ceiling: Mapped[int | None]
    ceiling_from: Mapped[date | None]
    allocated: Mapped[int] = mapped_column(default=0)
    reserve: Mapped[int | None]
    ceiling_count: Mapped[int] = mapped_column(default=0)
    reserve_count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("(ceiling IS NULL) = (reserve IS NULL)", name="both"),
        CheckConstraint("ceiling IS NULL OR allocated + reserve = ceiling", name="sum"),
        CheckConstraint("allocated >= 0 AND (reserve IS NULL OR reserve >= 0)", name="not_negative"),
    )


make_append_only(QuotaEntry.__table__)
make_append_only(QuotaException.__table__)
