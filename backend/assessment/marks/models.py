"""Tables of marks.

The count of a rating has no row per slip, no moment, no number that grows, and on SQLite no hidden row id; whether
somebody has voted is all that is kept of a rater. Both are written over or added in one transaction, in which
nothing else is written.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId

_POINTS = " AND ".join(
    f"{name} BETWEEN 0 AND 100" for name in ("virtue", "ability", "diligence", "performance", "integrity")
)
#: a hidden row id would tell the order of voting
_WITHOUT_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}


class SelfSummary(Base):
    """What somebody wrote about the own year (述职, 个人总结), encrypted; the last one counts."""

    __tablename__ = "assessment_self_summary"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    round_id: Mapped[str] = mapped_column(ForeignKey("assessment_round.id"), primary_key=True)
    person_id: Mapped[Id] = mapped_column(primary_key=True)
    text_encrypted: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    handed_in_at: Mapped[datetime]


class SuperiorMark(Base):
    """What a superior gave a person, in whole points, with an encrypted comment; the last version counts."""

    __tablename__ = "assessment_superior_mark"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id", "version"),
        CheckConstraint(_POINTS, name="points"),
        CheckConstraint("person_id <> superior_id", name="own_case"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[str] = mapped_column(ForeignKey("assessment_round.id"))
    person_id: Mapped[Id]
    superior_id: Mapped[Id]
    version: Mapped[int]
    virtue: Mapped[int]
    ability: Mapped[int]
    diligence: Mapped[int]
    performance: Mapped[int]
    integrity: Mapped[int]
    comment_encrypted: Mapped[str] = mapped_column(Text)
    given_on: Mapped[date]


class RatingTally(Base):
    """The count of one group, encrypted: whoever holds the database alone reads nothing, now or before."""

    __tablename__ = "assessment_rating_tally"
    __table_args__ = _WITHOUT_ROWID

    round_id: Mapped[str] = mapped_column(ForeignKey("assessment_round.id"), primary_key=True)
    group_id: Mapped[Id] = mapped_column(primary_key=True)
    counts_encrypted: Mapped[str] = mapped_column(Text)


class RatingVote(Base):
    """That somebody has voted. Not when, not what."""

    __tablename__ = "assessment_rating_vote"
    __table_args__ = _WITHOUT_ROWID

    round_id: Mapped[str] = mapped_column(ForeignKey("assessment_round.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)


make_append_only(SuperiorMark.__table__)
