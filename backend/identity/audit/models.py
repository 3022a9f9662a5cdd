"""Tables of the audit record, both append-only. Rows outlive what they speak of, so nothing references them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, new_id

# SQLite numbers only a column of type INTEGER by itself.
_Sequence = BigInteger().with_variant(Integer(), "sqlite")


class AuditRow(Base):
    """One act. ``mac`` is the HMAC-SM3 of everything but ``seq``, made at insert; the order is sealed later."""

    __tablename__ = "identity_audit"
    __table_args__ = (
        Index(None, "subject_kind", "subject_id"),
        Index(None, "actor_account_id", "seq"),
        # AUTOINCREMENT: without it SQLite would give a cut-off tail's numbers out again
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(_Sequence, primary_key=True, autoincrement=True)
    id: Mapped[Id] = mapped_column(unique=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_account_id: Mapped[str | None] = mapped_column(String(32))
    #: which part of the product acted, where nobody did; people are named by their account alone
    actor_name: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64))
    node_id: Mapped[str | None] = mapped_column(String(32))
    facts: Mapped[dict[str, Any]]
    mac: Mapped[str] = mapped_column(String(100))


class AuditSeal(Base):
    """A sealed group of committed rows.

    ``entries`` is ``[[seq, tag], ...]`` in ascending order, the tag being a short SM3 of the row's number, id
    and mac: a missing, changed or exchanged row is named. ``chain`` is the SM3 over the previous chain and the
    entries.
    """

    __tablename__ = "identity_audit_seal"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int]
    entries: Mapped[list[Any]]
    #: ``[[first, last, noticed at], ...]``: numbers below ``last_seq`` that a transaction may still commit
    holes: Mapped[list[Any]]
    chain: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    mac: Mapped[str] = mapped_column(String(100))


make_append_only(AuditRow.__table__)
make_append_only(AuditSeal.__table__)
