"""Tables of evidence. Evidence itself has none: it is what the domains' public faces give.

Kept here is what the assessor entered from documents, what people object to, and what was ruled. Reasons are
encrypted under ``<table>.<column>:<row id>``; entries and rulings are only added to, and each bears a mark.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.evidence.states import ObjectionState
from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId

_SOURCE, _KEY, _MARK = String(40), String(80), String(80)


class EntrySource(StrEnum):
    """The sources that are entered by hand, from a document."""

    SPECIAL_ASSESSMENT = "special_assessment"
    COMMENDATION = "commendation"


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class EvidenceEntry(Base):
    """A result of 专项考核 or a commendation of somebody, with its document; a row that reverses takes one back.

    ``node_id`` is the place of the person's unit when it was entered.
    """

    __tablename__ = "assessment_evidence_entry"
    __table_args__ = (
        CheckConstraint(_one_of("source", EntrySource), name="source"),
        CheckConstraint("amount BETWEEN 0 AND out_of AND out_of > 0", name="amount"),
        CheckConstraint("(reverses_id IS NULL) = (reason_encrypted IS NULL)", name="reversal_with_reason"),
        Index(None, "person_id", "on"),
        Index(None, "node_id", "id"),
    )

    id: Mapped[PrimaryId]
    source: Mapped[str] = mapped_column(_SOURCE)
    person_id: Mapped[Id]
    node_id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(120))
    on: Mapped[date]
    amount: Mapped[int]
    out_of: Mapped[int]
    document_id: Mapped[Id]
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("assessment_evidence_entry.id"), unique=True)
    reason_encrypted: Mapped[str | None] = mapped_column(Text)
    entered_by: Mapped[Id | None]
    entered_at: Mapped[datetime]
    mac: Mapped[str] = mapped_column(_MARK)


class EvidenceObjection(Base):
    """That a person or a unit disputes a piece of the own evidence, as it was then, and the office's answer."""

    __tablename__ = "assessment_evidence_objection"
    __table_args__ = (
        CheckConstraint(_one_of("state", ObjectionState), name="state"),
        CheckConstraint("(state IN ('upheld', 'dismissed')) = (answer_encrypted IS NOT NULL)", name="answered"),
        Index(None, "subject_id", "year"),
        Index(None, "node_id", "state", "id"),
        Index(
            "uq_assessment_evidence_objection_piece",
            "subject_id",
            "source",
            "key",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[PrimaryId]
    #: a person, or a unit where the source is about units
    subject_id: Mapped[Id]
    account_id: Mapped[Id]
    node_id: Mapped[Id]
    year: Mapped[int]
    source: Mapped[str] = mapped_column(_SOURCE)
    key: Mapped[str] = mapped_column(_KEY)
    on: Mapped[date]
    amount: Mapped[int]
    out_of: Mapped[int]
    reason_encrypted: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default=ObjectionState.OPEN.value)
    answer_encrypted: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[Id | None]
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class EvidenceRuling(Base):
    """What counts in place of a piece of evidence after an objection was upheld; no amount: it is struck out.

    It is about the piece as it was disputed: where the fact has changed since, its new amount counts.
    """

    __tablename__ = "assessment_evidence_ruling"
    __table_args__ = (
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        Index(None, "subject_id", "source", "key"),
    )

    id: Mapped[PrimaryId]
    objection_id: Mapped[str] = mapped_column(ForeignKey("assessment_evidence_objection.id"), unique=True)
    #: a person, or a unit where the source is about units
    subject_id: Mapped[Id]
    source: Mapped[str] = mapped_column(_SOURCE)
    key: Mapped[str] = mapped_column(_KEY)
    disputed: Mapped[int]
    amount: Mapped[int | None]
    reason_encrypted: Mapped[str] = mapped_column(Text)
    ruled_by: Mapped[Id]
    ruled_on: Mapped[date]
    mac: Mapped[str] = mapped_column(_MARK)


make_append_only(EvidenceEntry.__table__)
make_append_only(EvidenceRuling.__table__)
