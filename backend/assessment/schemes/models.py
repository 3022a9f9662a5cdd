"""Tables of schemes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


class SchemeRow(Base):
    """A scheme as it is being written: one a year, category and place; ``revision`` guards against overwriting.

    Whether it is a draft, was simulated or is adopted follows from its digest, see ``queries.state_of``.
    """

    __tablename__ = "assessment_scheme"
    __table_args__ = (
        UniqueConstraint("node_id", "year", "category"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        CheckConstraint(
            "category IN ('civil_servant', 'institution_staff', 'organ_worker', 'unit')", name="category"
        ),
        Index(None, "year", "category"),
    )

    id: Mapped[PrimaryId]
    node_id: Mapped[Id]
    year: Mapped[int]
    category: Mapped[str] = mapped_column(String(24))
    revision: Mapped[int] = mapped_column(default=1)
    indicators: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(68))
    changed_by: Mapped[Id | None]
    changed_at: Mapped[datetime]


class SchemeVersion(Base):
    """A scheme as it was adopted, word for word; the highest version of a scheme is in force."""

    __tablename__ = "assessment_scheme_version"
    __table_args__ = (UniqueConstraint("scheme_id", "version"),)

    id: Mapped[PrimaryId]
    scheme_id: Mapped[str] = mapped_column(ForeignKey("assessment_scheme.id"))
    version: Mapped[int]
    indicators: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(68))
    reason: Mapped[str] = mapped_column(Text)
    adopted_by: Mapped[Id | None]
    adopted_at: Mapped[datetime]


make_append_only(SchemeVersion.__table__)


class SchemeSimulation(Base):
    """What a scheme, as it then was, came to on the evidence of ``year``: counts and points, never a person."""

    __tablename__ = "assessment_scheme_simulation"
    __table_args__ = (Index(None, "scheme_id", "digest"),)

    id: Mapped[PrimaryId]
    scheme_id: Mapped[str] = mapped_column(ForeignKey("assessment_scheme.id"))
    digest: Mapped[str] = mapped_column(String(68))
    year: Mapped[int]
    result: Mapped[dict[str, Any]]
    run_by: Mapped[Id | None]
    run_at: Mapped[datetime]
