"""What other domains may know of matters and tasks, batched."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from backend.approvals.flows import Verdict
from backend.approvals.models import Decision, Matter, Task
from backend.approvals.policies import can_see_matter
from backend.approvals.queries.cards import cards_of
from backend.approvals.states import TaskState
from backend.core.actor import Actor
from backend.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class MatterBrief:
    """A matter in short; ``unit_name`` is empty when its subject is gone."""

    kind: str
    subject_id: str
    unit_name: str
    filed_by: str
    state: str
    acceptance_number: str | None


@dataclass(frozen=True, slots=True)
class TaskBrief:
    """A task in short: whose it is and whether it still waits."""

    matter_id: str
    role: str
    node_id: str
    state: str


@dataclass(frozen=True, slots=True)
class MatterStanding:
    """Enough of a matter to check a ledger row against it."""

    kind: str
    state: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits."""

    id: str
    step_key: str
    role: str
    node_id: str


@dataclass(frozen=True, slots=True)
class MatterWay:
    """How far a matter has come, over all its rounds.

    ``passed`` are the steps at which somebody approved or issued, ``returned`` whether it was ever sent back.
    """

    id: str
    state: str
    subject_id: str
    form_revision: int
    passed: frozenset[str]
    returned: bool


def latest_way(tx: Tx, kind: str, filed_by: str) -> MatterWay | None:
    """The way of the latest matter of ``kind`` that an account filed; ``None`` if it filed none."""
    matter = tx.session.scalars(
        select(Matter).where(Matter.kind == kind, Matter.filed_by == filed_by).order_by(Matter.id.desc()).limit(1)
    ).first()
    if matter is None:
        return None
    decided = tx.session.execute(
        select(Task.step_key, Decision.verdict)
        .join(Decision, Decision.task_id == Task.id)
        .where(Task.matter_id == matter.id)
    ).all()
    return MatterWay(
        id=matter.id,
        state=matter.state,
        subject_id=matter.subject_id,
        form_revision=matter.form_revision,
        passed=frozenset(step for step, verdict in decided if verdict in (Verdict.APPROVE, Verdict.ISSUE)),
        returned=any(verdict == Verdict.RETURN for _, verdict in decided),
    )


def matter_count(tx: Tx, kind: str, filed_by: str) -> int:
    """How many matters of ``kind`` an account has filed."""
    found = select(func.count()).select_from(Matter).where(Matter.kind == kind, Matter.filed_by == filed_by)
    return tx.session.scalar(found) or 0


def matter_briefs(tx: Tx, ids: Collection[str]) -> dict[str, MatterBrief]:
    """Matters in short by id; unknown ids are left out."""
    rows = tx.session.execute(
        select(
            Matter.id.label("matter_id"),
            Matter.kind,
            Matter.subject_id,
            Matter.summary,
            Matter.filed_by,
            Matter.state,
            Matter.acceptance_number,
        ).where(Matter.id.in_(set(ids)))
    ).all()
    cards = cards_of(tx, rows)
    return {
        row.matter_id: MatterBrief(
            kind=row.kind,
            subject_id=row.subject_id,
            unit_name=cards[row.matter_id].unit_name if row.matter_id in cards else "",
            filed_by=row.filed_by,
            state=row.state,
            acceptance_number=row.acceptance_number,
        )
        for row in rows
    }


def task_briefs(tx: Tx, ids: Collection[str]) -> dict[str, TaskBrief]:
    """Tasks in short by id; unknown ids are left out."""
    rows = tx.session.execute(
        select(Task.id, Task.matter_id, Task.role, Task.node_id, Task.state).where(Task.id.in_(set(ids)))
    )
    return {row.id: TaskBrief(row.matter_id, row.role, row.node_id, row.state) for row in rows}


def matter_states(tx: Tx, ids: Collection[str]) -> dict[str, MatterStanding]:
    """Kind, state and subject by id, without asking any subject; unknown ids are left out."""
    rows = tx.session.execute(
        select(Matter.id, Matter.kind, Matter.state, Matter.subject_id).where(Matter.id.in_(set(ids)))
    )
    return {row.id: MatterStanding(row.kind, row.state, row.subject_id) for row in rows}


def sees_matter(tx: Tx, actor: Actor, matter_id: str) -> bool:
    """Whether there is such a matter, and ``actor`` may read it."""
    matter = tx.session.get(Matter, matter_id)
    return matter is not None and can_see_matter(tx, actor, matter)


def executed_matters(tx: Tx, kind: str) -> Iterator[str]:
    """Ids of all executed matters of a kind, in order."""
    query = select(Matter.id).where(Matter.kind == kind, Matter.state == "executed").order_by(Matter.id)
    yield from tx.session.scalars(query)


def open_tasks(tx: Tx, matter_id: str) -> list[OpenTask]:
    """The tasks that wait in a matter, in their order."""
    query = select(Task).where(Task.matter_id == matter_id, Task.state == TaskState.OPEN).order_by(Task.position)
    return [OpenTask(task.id, task.step_key, task.role, task.node_id) for task in tx.session.scalars(query)]
