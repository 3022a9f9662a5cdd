"""Regions, organizations with their versions over time, internal divisions, recruitment items, imports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


class Region(Base):
    """An administrative division (行政区划, GB/T 2260 and the statistical code below county level)."""

    __tablename__ = "register_region"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(12))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("register_region.code"), index=True)
    node_id: Mapped[Id] = mapped_column(unique=True)
    #: false for a region that only exists to hang others below it: the input has no bodies of that government
    has_institution_rows: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        CheckConstraint("level IN ('country', 'province', 'city', 'county', 'township')", name="level"),
    )


class Import(Base):
    """An import that was applied: the cause that entries name when no matter caused them."""

    __tablename__ = "register_import"

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(80))
    counts: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    mac: Mapped[str] = mapped_column(String(80))


class Organization(Base):
    """A body (机构). What changes over time lies in its versions; ``version`` counts every visible change."""

    __tablename__ = "register_organization"

    id: Mapped[PrimaryId]
    node_id: Mapped[Id] = mapped_column(unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("register_region.code"), index=True)
    code: Mapped[str | None] = mapped_column(String(18), unique=True)
    founded_on: Mapped[date | None]
    founded_known: Mapped[bool]
    dissolved_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(12))
    raw_name: Mapped[str | None] = mapped_column(String(400))
    version: Mapped[int] = mapped_column(default=1)
    current_version_id: Mapped[Id] = mapped_column(unique=True)
    version_count: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("source IN ('demo', 'import', 'office')", name="source"),
        CheckConstraint("founded_known = (founded_on IS NOT NULL)", name="founded"),
        CheckConstraint("dissolved_on IS NULL OR founded_on IS NULL OR dissolved_on >= founded_on", name="life"),
    )


class OrganizationVersion(Base):
    """What an organization was called and was from ``valid_from`` on, as recorded at ``recorded_at``.

    ``valid_from`` is empty where the beginning is unknown. Of two versions for one day the one recorded later
    counts, so a mistake is corrected by adding a version.
    """

    __tablename__ = "register_organization_version"

    id: Mapped[PrimaryId]
    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"))
    sequence: Mapped[int]
    valid_from: Mapped[date | None]
    recorded_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str | None] = mapped_column(String(100))
    other_names: Mapped[list[Any]]
    region_code: Mapped[str] = mapped_column(ForeignKey("register_region.code"))
    system: Mapped[str] = mapped_column(String(16))
    nature: Mapped[str] = mapped_column(String(16))
    category: Mapped[str | None] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(16), default="90")
    institution_class: Mapped[str | None] = mapped_column(String(24))
    funding_form: Mapped[str | None] = mapped_column(String(24))
    civil_servant_law: Mapped[bool] = mapped_column(default=False)
    supervising_id: Mapped[str | None] = mapped_column(ForeignKey("register_organization.id"), index=True)
    duties: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[str | None] = mapped_column(String(32))
    cause_kind: Mapped[str] = mapped_column(String(8))
    cause_id: Mapped[Id]
    mac: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        UniqueConstraint("organization_id", "sequence"),
        Index("ix_register_organization_version_name", "name", "id"),
        CheckConstraint("cause_kind IN ('matter', 'import')", name="cause_kind"),
    )


class InternalDivision(Base):
    """A division inside an organization (内设机构)."""

    __tablename__ = "register_internal_division"

    id: Mapped[PrimaryId]
    organization_id: Mapped[str] = mapped_column(ForeignKey("register_organization.id"), index=True)
    node_id: Mapped[Id] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    sort: Mapped[int] = mapped_column(default=0)
    cause_kind: Mapped[str] = mapped_column(String(8))
    cause_id: Mapped[Id]

    __table_args__ = (CheckConstraint("cause_kind IN ('matter', 'import')", name="cause_kind"),)


class RecruitmentItem(Base):
    """A position of a recruitment notice (招录公告): evidence that a body recruits, never approved quota."""

    __tablename__ = "register_recruitment_item"

    id: Mapped[PrimaryId]
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("register_organization.id"))
    #: the name on the undecided list of the exchange that this item waits with
    undecided_name_id: Mapped[str | None] = mapped_column(String(32), index=True)
    source: Mapped[str] = mapped_column(String(64))
    position_code: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    heads: Mapped[int]
    details: Mapped[dict[str, Any]]
    batch_id: Mapped[Id]
    vanished_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("source", "position_code"),
        Index("ix_register_recruitment_item_organization", "organization_id", "position_code"),
        CheckConstraint("heads >= 1", name="heads"),
    )


make_append_only(OrganizationVersion.__table__)
make_append_only(Import.__table__)
