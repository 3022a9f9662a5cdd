"""Tables of the approvals: matters, their forms over time, tasks, decisions, and the index of the inbox."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.approvals.flows import Verdict
from backend.approvals.states import FINAL, MatterState, TaskState
from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, PrimaryId


def _one_of(
    column: str,
    values: type[MatterState | TaskState | Verdict] | frozenset[MatterState],
) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in sorted(values))})"


class Matter(Base):
    """One matter on its way. ``version`` counts every change; ``form_revision`` only those of the form."""

    __tablename__ = "approvals_matter"
    __table_args__ = (
        CheckConstraint(_one_of("state", MatterState), name="state_known"),
        CheckConstraint(
            f"({_one_of('state', FINAL)}) = (ended_at IS NOT NULL)",
            name="ended_when_final",
        ),
        CheckConstraint("(state = 'executed') = (effect IS NOT NULL)", name="effect_when_executed"),
        CheckConstraint("round >= 1 AND form_revision >= 1 AND flow_version >= 1", name="counts"),
        Index(None, "filed_by", "filed_at", "id"),
        Index(None, "subject_kind", "subject_id"),
        Index(None, "subject_node_id", "filed_at"),
        Index(None, "kind", "state"),
        Index(
            "uq_approvals_matter_exclusive",
            "kind",
            "exclusive_key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryId]
    kind: Mapped[str]
    flow: Mapped[str]
    flow_version: Mapped[int]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    subject_node_id: Mapped[Id]
    office_node_id: Mapped[Id]
    acceptance_number: Mapped[str | None]
    state: Mapped[str]
    step_key: Mapped[str]
    round: Mapped[int] = mapped_column(default=1)
    form_revision: Mapped[int] = mapped_column(default=1)
    #: plain facts for cards, see ``CheckedForm.summary``
    summary: Mapped[dict[str, Any]]
    #: at most one open matter per kind and key
    exclusive_key: Mapped[str | None]
    filed_by: Mapped[Id]
    filed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: the filer's own words; they may name people, so they stand here and not in the audit record
    withdrawal_reason: Mapped[str | None]
    document_id: Mapped[str | None]
    notice_number: Mapped[str | None]
    #: ``{"facts": what the subject answered, "preview": numbers before and after}``
    effect: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FormRevision(Base):
    """The form as it was filed (1) and filed again (2 …); earlier ones stay, so that differences can be shown.

    ``personal_encrypted`` is JSON under the associated data ``approvals_matter:<matter id>:<revision>``.
    """

    __tablename__ = "approvals_form_revision"

    matter_id: Mapped[Id] = mapped_column(ForeignKey("approvals_matter.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[dict[str, Any]]
    personal_encrypted: Mapped[str | None]
    submitted_by: Mapped[Id]
    submitted_at: Mapped[datetime]


class Task(Base):
    """One assignee (a role at a node) in one step and one round. How it ended stands in its decision."""

    __tablename__ = "approvals_task"
    __table_args__ = (
        UniqueConstraint("matter_id", "round", "step_key", "role"),
        CheckConstraint(_one_of("state", TaskState), name="state_known"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_when_done"),
        Index(None, "state", "node_id"),
    )

    id: Mapped[PrimaryId]
    matter_id: Mapped[Id] = mapped_column(ForeignKey("approvals_matter.id"))
    step_key: Mapped[str]
    round: Mapped[int]
    position: Mapped[int]
    role: Mapped[str]
    node_id: Mapped[Id]
    state: Mapped[str] = mapped_column(default=TaskState.OPEN.value)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    due_on: Mapped[date]
    #: the calendar of the year was not published when the day was counted
    due_provisional: Mapped[bool]


class TaskReach(Base):
    """Who finds an open task: a row for its node and each node above, in the order of the inbox.

    The inbox of a grant (role, node) is one range of this key, whatever the size of the subtree; the rows go when
    the task is closed and follow the scope tree when it changes.
    """

    __tablename__ = "approvals_task_reach"
    __table_args__ = (Index(None, "task_id"), {"sqlite_with_rowid": False})

    role: Mapped[str] = mapped_column(primary_key=True)
    node_id: Mapped[Id] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    task_id: Mapped[Id] = mapped_column(ForeignKey("approvals_task.id"), primary_key=True)
    #: nobody is shown their own filings as work
    filed_by: Mapped[Id]


class Decision(Base):
    """What somebody decided; written once, marked by the server's key, never changed.

    ``decided_at`` is the server's time. ``claimed_at`` is what the device said and counts for nothing;
    ``clock_skewed`` says that the two were more than ten minutes apart.
    """

    __tablename__ = "approvals_decision"
    __table_args__ = (
        CheckConstraint(_one_of("verdict", Verdict), name="verdict_known"),
        Index(None, "account_id", "decided_at", "task_id"),
        Index(None, "matter_id"),
    )

    id: Mapped[PrimaryId]
    task_id: Mapped[Id] = mapped_column(ForeignKey("approvals_task.id"), unique=True)
    matter_id: Mapped[Id] = mapped_column(ForeignKey("approvals_matter.id"))
    command_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[Id]
    verdict: Mapped[str]
    opinion: Mapped[str]
    returned_fields: Mapped[list[Any]]
    form_revision: Mapped[int]
    view_digest: Mapped[str]
    claimed_at: Mapped[datetime | None]
    clock_skewed: Mapped[bool]
    decided_at: Mapped[datetime]
    mac: Mapped[str]


make_append_only(Decision.__table__)
