"""Tables of rounds."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.rounds.states import RoundState
from backend.assessment.rounds.values import Window
from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class AssessmentRound(Base):
    """The assessment of one year below one place; ``parameters`` holds only the numbers that were changed."""

    __tablename__ = "assessment_round"
    __table_args__ = (
        UniqueConstraint("year", "node_id"),
        CheckConstraint(_one_of("state", RoundState), name="state"),
        CheckConstraint("revision >= 1", name="revision"),
    )

    id: Mapped[PrimaryId]
    year: Mapped[int]
    node_id: Mapped[Id] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    parameters: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    investigation_keeper: Mapped[str | None] = mapped_column(ForeignKey("identity_account.id"))
    created_by: Mapped[Id | None]
    created_at: Mapped[datetime]


class AssessmentWindow(Base):
    """The days of a window, and whether those concerned were told that it has opened and that it is ending."""

    __tablename__ = "assessment_window"
    __table_args__ = (
        CheckConstraint(_one_of("kind", Window), name="kind"),
        CheckConstraint("closes_on >= opens_on", name="days"),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("assessment_round.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    opening_told: Mapped[bool] = mapped_column(default=False)
    ending_told: Mapped[bool] = mapped_column(default=False)


class NamedSuperior(Base):
    """The superior that ``head`` named for a person from a day on; empty: from then on by appointments again."""

    __tablename__ = "assessment_superior"

    id: Mapped[PrimaryId]
    person_id: Mapped[Id] = mapped_column(index=True)
    superior_id: Mapped[str | None] = mapped_column(String(32), index=True)
    effective_on: Mapped[date]
    named_by: Mapped[Id | None]
    recorded_at: Mapped[datetime]


make_append_only(NamedSuperior.__table__)
