"""Tables of grading: runs, frozen evidence, scores, pools, cases, and what people changed.

Evidence is copied once, into rows that only the database's owner could change; scores can be computed again from
them to the same bytes. A pool keeps its own numbers, and the database itself refuses one 优秀 too many.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.assessment.grading.ratio import PoolKind
from backend.assessment.terms import Category, Grade, SpecialCase, SubjectKind
from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, JsonType, PrimaryId


class RunKind(StrEnum):
    """The two long pieces of work."""

    FREEZE = "freeze"
    COMPILE = "compile"


class RunState(StrEnum):
    """A run ends once; one that failed leaves nothing that counts."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class GradeCause(StrEnum):
    """On what ground a grade was changed."""

    ADJUSTMENT = "adjustment"
    SPECIAL_CASE = "special_case"
    DECISION = "decision"
    OBJECTION = "objection"
    REVIEW = "review"


def _one_of(column: str, values: type[StrEnum], *, none: bool = False) -> str:
    condition = f"{column} IN ({', '.join(repr(value.value) for value in values)})"
    return f"{column} IS NULL OR {condition}" if none else condition


class AssessmentRun(Base):
    """One freezing of a round's evidence, or one scoring of what was frozen.

    ``upto`` is the last subject that is done, written with its rows, so that a run that was cut off goes on.
    A freezing is a revision of the round; a scoring belongs to the freezing ``freeze_id``.
    """

    __tablename__ = "assessment_run"
    __table_args__ = (
        CheckConstraint(_one_of("kind", RunKind), name="kind"),
        CheckConstraint(_one_of("state", RunState), name="state"),
        CheckConstraint("(kind = 'compile') = (freeze_id IS NOT NULL)", name="freeze"),
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended"),
        # two at once are refused by the lock of the round; this is what holds if ever that were forgotten
        Index(
            "uq_assessment_run_running",
            "round_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index(None, "round_id", "kind", "revision"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(8))
    revision: Mapped[int]
    freeze_id: Mapped[Id | None]
    state: Mapped[str] = mapped_column(String(8), default=RunState.RUNNING.value)
    job_id: Mapped[Id | None]
    upto: Mapped[str] = mapped_column(String(48), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    #: what people are scored by: {category: [scheme id, version]}
    schemes: Mapped[dict[str, Any]]
    #: SM3 over what the run wrote, in canonical form and order
    digest: Mapped[str | None] = mapped_column(String(80))
    started_by: Mapped[Id | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class FrozenEvidence(Base):
    """A piece of evidence as it was when the round was frozen."""

    __tablename__ = "assessment_frozen_evidence"
    __table_args__ = (
        CheckConstraint(_one_of("kind", SubjectKind), name="kind"),
        # in the order in which it is read, and no second tree of keys
        {"sqlite_with_rowid": False},
    )

    freeze_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    on: Mapped[date] = mapped_column("on_day")
    amount: Mapped[int]
    out_of: Mapped[int]
    link: Mapped[str] = mapped_column(String(200))
    facts: Mapped[dict[str, Any]]


class AssessmentScore(Base):
    """What a subject's frozen evidence comes to; ``total`` is None where there is none.

    ``known`` is the share of the scheme's weight that rests on evidence, in hundredths of a percent.

    ``points`` has a number, or null for a part left out, for each indicator of the scheme in its order.
    """

    __tablename__ = "assessment_score"
    __table_args__ = (CheckConstraint(_one_of("kind", SubjectKind), name="kind"), {"sqlite_with_rowid": False})

    freeze_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    total: Mapped[int | None]
    known: Mapped[int]
    points: Mapped[list[Any]]


class AssessmentPool(Base):
    """People of one category whose 优秀 are counted together. ``people`` is 应参加."""

    __tablename__ = "assessment_pool"
    __table_args__ = (
        UniqueConstraint("round_id", "category", "kind", "holder_id"),
        CheckConstraint(_one_of("category", Category), name="category"),
        CheckConstraint(_one_of("kind", PoolKind), name="kind"),
        CheckConstraint("people >= 0 AND percent BETWEEN 0 AND 100", name="numbers"),
        # percent * people / 100 rounds down on both databases
        CheckConstraint("excellent >= 0 AND excellent <= percent * people / 100", name="ratio"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    #: the revision it was last planned for; one of an earlier revision has no people now
    revision: Mapped[int]
    category: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(16))
    #: the unit that it is named after, empty for the whole round
    holder_id: Mapped[str] = mapped_column(String(32))
    holder_name: Mapped[str] = mapped_column(String(200))
    unit_ids: Mapped[list[Any]] = mapped_column(JsonType)
    people: Mapped[int]
    percent: Mapped[int]
    excellent: Mapped[int] = mapped_column(default=0)
    consent_document_id: Mapped[Id | None]
    consent_file_id: Mapped[Id | None]
    version: Mapped[int] = mapped_column(default=1)


class AssessmentCase(Base):
    """One person's assessment in one round: where they were counted, what was proposed, and how it stands."""

    __tablename__ = "assessment_case"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        CheckConstraint(_one_of("category", Category), name="category"),
        CheckConstraint(_one_of("special_case", SpecialCase, none=True), name="special_case"),
        CheckConstraint(_one_of("proposed", Grade, none=True), name="proposed"),
        CheckConstraint(_one_of("suggested", Grade, none=True), name="suggested"),
        CheckConstraint(_one_of("grade", Grade, none=True), name="grade"),
        CheckConstraint("total BETWEEN 0 AND 10000", name="total"),
        CheckConstraint("grades_left BETWEEN 0 AND 3", name="grades_left"),
        Index(None, "pool_id", "total", "id"),
        Index(None, "round_id", "node_id"),
        Index(None, "person_id"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    #: the revision in which the person was last assessed; an earlier one means: no more
    revision: Mapped[int]
    person_id: Mapped[Id]
    account_id: Mapped[Id | None]
    name: Mapped[str] = mapped_column(String(80))
    organization_id: Mapped[Id]
    organization_name: Mapped[str] = mapped_column(String(200))
    #: the organization above the own unit, whose body decides about leading members
    supervising_id: Mapped[Id | None]
    node_id: Mapped[Id]
    division_id: Mapped[Id | None]
    category: Mapped[str] = mapped_column(String(24))
    rank: Mapped[str | None] = mapped_column(String(40))
    leading: Mapped[bool]
    superior_id: Mapped[Id | None]
    pool_id: Mapped[Id | None]
    special_case: Mapped[str | None] = mapped_column(String(16))
    #: how many grades, counted from the last, a disciplinary action leaves; None where the case says it all
    grades_left: Mapped[int | None]
    #: hundredths of 100 points
    total: Mapped[int | None]
    #: the share of the weight that it rests on, in hundredths of a percent
    known: Mapped[int | None]
    proposed: Mapped[str | None] = mapped_column(String(24))
    #: several at the limit of 优秀 have the same score: a person decides among them
    tied: Mapped[bool] = mapped_column(default=False)
    suggested: Mapped[str | None] = mapped_column(String(24))
    grade: Mapped[str | None] = mapped_column(String(24))
    #: a decision covers it: only what follows a decision changes it now
    decided: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class GradeAdjustment(Base):
    """A grade that somebody changed, and why; what was given by score alone leaves no row."""

    __tablename__ = "assessment_adjustment"
    __table_args__ = (CheckConstraint(_one_of("cause", GradeCause), name="cause"), Index(None, "case_id", "id"))

    id: Mapped[PrimaryId]
    case_id: Mapped[str] = mapped_column(ForeignKey("assessment_case.id"))
    revision: Mapped[int]
    cause: Mapped[str] = mapped_column(String(16))
    before: Mapped[str | None] = mapped_column(String(24))
    after: Mapped[str | None] = mapped_column(String(24))
    #: encrypted; empty where a rule gave the grade
    reason: Mapped[str] = mapped_column(Text)
    adjusted_by: Mapped[Id | None]
    adjusted_at: Mapped[datetime]


class GradeSuggestion(Base):
    """What a leader in charge suggests for somebody; the newest of each leader counts."""

    __tablename__ = "assessment_suggestion"
    __table_args__ = (CheckConstraint(_one_of("grade", Grade), name="grade"), Index(None, "case_id", "id"))

    id: Mapped[PrimaryId]
    case_id: Mapped[str] = mapped_column(ForeignKey("assessment_case.id"))
    revision: Mapped[int]
    grade: Mapped[str] = mapped_column(String(24))
    #: encrypted
    comment: Mapped[str] = mapped_column(Text)
    suggested_by: Mapped[Id | None]
    suggested_at: Mapped[datetime]


class SpecialCaseEntry(Base):
    """What stands in place of somebody's grade, and since when; ``special_case`` None lifts it.

    The neutral code has no document, and there is no field for a reason at all. Of a disciplinary action the kind
    and the document are ``sealed``: encrypted with this row, and in no list of documents.
    """

    __tablename__ = "assessment_special_case"
    __table_args__ = (
        CheckConstraint(_one_of("special_case", SpecialCase, none=True), name="special_case"),
        CheckConstraint(
            "(special_case IS NULL OR special_case = 'deferred') = (document_id IS NULL AND sealed IS NULL)",
            name="document",
        ),
        CheckConstraint("sealed IS NULL OR special_case IN ('warned', 'disciplined')", name="sealed"),
        Index(None, "round_id", "person_id", "id"),
    )

    id: Mapped[PrimaryId]
    round_id: Mapped[Id]
    person_id: Mapped[Id]
    special_case: Mapped[str | None] = mapped_column(String(16))
    document_id: Mapped[Id | None]
    sealed: Mapped[str | None] = mapped_column(Text)
    entered_by: Mapped[Id | None]
    entered_at: Mapped[datetime]


for _table in (FrozenEvidence, GradeAdjustment, GradeSuggestion, SpecialCaseEntry):
    make_append_only(_table.__table__)
