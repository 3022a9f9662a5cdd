"""How matters were handled over a stretch of days: by whom, in time or late, sent back or not. Batched.

Days are those of Asia/Shanghai, both ends of a stretch included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from backend.approvals.flows import Verdict
from backend.approvals.models import Decision, FormRevision, Matter, Task
from backend.approvals.states import MatterState, TaskState
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class HandledTask:
    """A task that somebody decided, or one that is overdue (``handled_on`` and ``account_id`` are then None)."""

    task_id: str
    matter_id: str
    kind: str
    step_key: str
    node_id: str
    account_id: str | None
    due_on: date
    handled_on: date | None


@dataclass(frozen=True, slots=True)
class ReturnedMatter:
    """That a matter was sent back to its filer.

    ``fields`` is how many fields of the form were named for correction; ``answered_on`` the day on which it was
    filed again or withdrawn, None while it waits.
    """

    decision_id: str
    matter_id: str
    kind: str
    filed_by: str
    unit_node_id: str
    returned_on: date
    fields: int
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class ExecutedMatter:
    """A matter whose effect stands in the register, with the day on which it was first filed."""

    matter_id: str
    kind: str
    filed_by: str
    filed_on: date


def tasks_decided_by(tx: Tx, account_ids: Collection[str], first: date, last: date) -> Iterator[HandledTask]:
    """The tasks that these accounts decided from ``first`` to ``last``."""
    begin, end = _moments(first, last)
    for chunk in _chunks(account_ids):
        rows = tx.session.execute(
            _handled().where(
                Decision.account_id.in_(chunk), Decision.decided_at >= begin, Decision.decided_at < end
            )
        )
        yield from (_task(row) for row in rows)


def tasks_of_nodes(
    tx: Tx, node_ids: Collection[str], roles: Collection[str], first: date, last: date
) -> Iterator[HandledTask]:
    """The tasks of ``roles`` at these nodes that were decided in the stretch, or became overdue in it and wait."""
    begin, end = _moments(first, last)
    decided = and_(Decision.decided_at >= begin, Decision.decided_at < end)
    until = min(last, tx.today() - timedelta(days=1))
    overdue = and_(Task.state == TaskState.OPEN, Task.due_on.between(first, until))
    for chunk in _chunks(node_ids):
        own = and_(Task.node_id.in_(chunk), Task.role.in_(roles))
        rows = tx.session.execute(_handled(outer=True).where(own, or_(decided, overdue)))
        yield from (_task(row) for row in rows)


def returns_to_filers(tx: Tx, account_ids: Collection[str], first: date, last: date) -> Iterator[ReturnedMatter]:
    """What was sent back to these accounts in the stretch."""
    for chunk in _chunks(account_ids):
        yield from _returns(tx, Matter.filed_by.in_(chunk), first, last)


def returns_to_units(tx: Tx, node_ids: Collection[str], first: date, last: date) -> Iterator[ReturnedMatter]:
    """What was sent back to the units at these nodes in the stretch."""
    for chunk in _chunks(node_ids):
        yield from _returns(tx, Matter.subject_node_id.in_(chunk), first, last)


def executed_filings(tx: Tx, account_ids: Collection[str], first: date, last: date) -> Iterator[ExecutedMatter]:
    """The matters of these accounts that were first filed in the stretch and have had their effect."""
    begin, end = _moments(first, last)
    for chunk in _chunks(account_ids):
        rows = tx.session.execute(
            select(Matter.id, Matter.kind, Matter.filed_by, Matter.filed_at).where(
                Matter.filed_by.in_(chunk),
                Matter.filed_at >= begin,
                Matter.filed_at < end,
                Matter.state == MatterState.EXECUTED,
            )
        )
        for row in rows:
            yield ExecutedMatter(row.id, row.kind, row.filed_by, _day(row.filed_at))


def _handled(*, outer: bool = False) -> Any:
    return (
        select(
            Task.id,
            Task.matter_id,
            Matter.kind,
            Task.step_key,
            Task.node_id,
            Decision.account_id,
            Task.due_on,
            Decision.decided_at,
        )
        .join(Matter, Matter.id == Task.matter_id)
        .join(Decision, Decision.task_id == Task.id, isouter=outer)
    )


def _task(row: Any) -> HandledTask:
    day = None if row.decided_at is None else _day(row.decided_at)
    return HandledTask(row.id, row.matter_id, row.kind, row.step_key, row.node_id, row.account_id, row.due_on, day)


def _returns(tx: Tx, whose: ColumnElement[bool], first: date, last: date) -> Iterator[ReturnedMatter]:
    """A return is answered by the next revision of the form, or by the withdrawal."""
    begin, end = _moments(first, last)
    rows = tx.session.execute(
        select(
            Decision.id,
            Decision.matter_id,
            Matter.kind,
            Matter.filed_by,
            Matter.subject_node_id,
            Decision.decided_at,
            Decision.returned_fields,
            FormRevision.submitted_at,
            Matter.state,
            Matter.ended_at,
        )
        .join(Matter, Matter.id == Decision.matter_id)
        .outerjoin(
            FormRevision,
            (FormRevision.matter_id == Decision.matter_id) & (FormRevision.revision == Decision.form_revision + 1),
        )
        .where(
            whose,
            Decision.verdict == Verdict.RETURN,
            Decision.decided_at >= begin,
            Decision.decided_at < end,
        )
    )
    for row in rows:
        withdrawn_at = row.ended_at if row.state == MatterState.WITHDRAWN else None
        answered_at = row.submitted_at or withdrawn_at
        yield ReturnedMatter(
            row.id,
            row.matter_id,
            row.kind,
            row.filed_by,
            row.subject_node_id,
            _day(row.decided_at),
            len(row.returned_fields),
            None if answered_at is None else _day(answered_at),
        )


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The moment at which ``first`` begins, and that at which ``last`` is over."""
    begin = datetime.combine(first, time(), SHANGHAI).astimezone(UTC)
    return begin, datetime.combine(last + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
