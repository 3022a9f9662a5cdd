"""Tables of the records: documents by reference, and gap-free number series."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId


class Document(Base):
    """An official document that a number of the register rests on: its reference, not its file."""

    __tablename__ = "records_document"
    __table_args__ = (
        UniqueConstraint("number", "issuer", "dated_on"),
        CheckConstraint(
            "length(number) > 0 AND length(issuer) > 0 AND length(title) > 0",
            name="named",
        ),
    )

    id: Mapped[PrimaryId]
    number: Mapped[str]
    title: Mapped[str]
    issuer: Mapped[str]
    dated_on: Mapped[date]
    kind: Mapped[str]
    recorded_at: Mapped[datetime]
    cause_kind: Mapped[str]
    cause_id: Mapped[str]


class NumberSeries(Base):
    """One series of one office and year. Its row is the lock under which numbers are taken."""

    __tablename__ = "records_number_series"
    __table_args__ = (
        UniqueConstraint("office_node_id", "series", "year"),
        CheckConstraint("last >= 0", name="last_counts"),
    )

    id: Mapped[PrimaryId]
    office_node_id: Mapped[Id]
    series: Mapped[str]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class Number(Base):
    """A number that was taken. It is never taken back: a void one stays, marked 作废."""

    __tablename__ = "records_number"
    __table_args__ = (
        UniqueConstraint("series_id", "n"),
        CheckConstraint("n >= 1", name="n_counts"),
        CheckConstraint("state IN ('used', 'void')", name="state_known"),
        Index(None, "owner_kind", "owner_id"),
    )

    id: Mapped[PrimaryId]
    series_id: Mapped[Id] = mapped_column(ForeignKey("records_number_series.id"))
    n: Mapped[int]
    text: Mapped[str]
    owner_kind: Mapped[str]
    owner_id: Mapped[str]
    state: Mapped[str] = mapped_column(default="used")
    taken_at: Mapped[datetime]
