"""The lists of a person: what waits for them, what they decided, what they filed, what has ended.

Rows are read as rows, not objects, in a number of statements that does not grow with the list: one for the page,
one for names, one call per kind for the cards. Each list answers one row more than ``limit`` when there are more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, tuple_

from backend.approvals.models import Decision, Matter, Task
from backend.approvals.queries.cards import cards_of, face, filer_names
from backend.approvals.queries.reach import TASK_COLUMNS, count_todo, todo_rows
from backend.core.actor import Actor
from backend.core.transaction import Tx

Cards = list[dict[str, Any]]

_MATTER_COLUMNS = (
    Matter.id.label("matter_id"),
    Matter.kind,
    Matter.state,
    Matter.step_key,
    Matter.round,
    Matter.subject_id,
    Matter.summary,
    Matter.filed_by,
    Matter.filed_at,
    Matter.ended_at,
    Matter.acceptance_number,
)


def todo_cards(tx: Tx, actor: Actor, after: tuple[date, str] | None, limit: int) -> Cards:
    """待办: open tasks that the actor's grants reach, the earliest due first, own filings left out."""
    return _task_cards(tx, todo_rows(tx.connection, actor, after, limit + 1))


def todo_count(tx: Tx, actor: Actor) -> int:
    """How many tasks wait: the number on the badge."""
    return count_todo(tx.connection, actor)


def done_cards(tx: Tx, actor: Actor, after: tuple[datetime, str] | None, limit: int) -> Cards:
    """已办: tasks the actor decided, the latest first; cards say ``verdict`` and ``decided_at`` too."""
    query = (
        select(*TASK_COLUMNS, Decision.verdict, Decision.decided_at)
        .join(Task, Task.id == Decision.task_id)
        .join(Matter, Matter.id == Decision.matter_id)
        .where(Decision.account_id == actor.account_id)
        .order_by(Decision.decided_at.desc(), Decision.task_id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(tuple_(Decision.decided_at, Decision.task_id) < after)
    rows = tx.session.execute(query).all()
    cards = _task_cards(tx, rows)
    for card, row in zip(cards, rows, strict=True):
        card |= {"verdict": row.verdict, "decided_at": row.decided_at}
    return cards


def mine_cards(tx: Tx, actor: Actor, after: tuple[datetime, str] | None, limit: int) -> Cards:
    """我发起的: matters the actor filed, the latest first."""
    query = select(*_MATTER_COLUMNS).where(Matter.filed_by == actor.account_id)
    if after is not None:
        query = query.where(tuple_(Matter.filed_at, Matter.id) < after)
    query = query.order_by(Matter.filed_at.desc(), Matter.id.desc()).limit(limit + 1)
    return _matter_cards(tx, tx.session.execute(query).all())


def finished_cards(tx: Tx, actor: Actor, after: tuple[datetime, str] | None, limit: int) -> Cards:
    """办结: ended matters that the actor filed or decided in, the latest first."""
    decided_in = select(Decision.matter_id).where(Decision.account_id == actor.account_id)
    query = select(*_MATTER_COLUMNS).where(
        Matter.ended_at.is_not(None),
        or_(Matter.filed_by == actor.account_id, Matter.id.in_(decided_in)),
    )
    if after is not None:
        query = query.where(tuple_(Matter.ended_at, Matter.id) < after)
    query = query.order_by(Matter.ended_at.desc(), Matter.id.desc()).limit(limit + 1)
    return _matter_cards(tx, tx.session.execute(query).all())


def _task_cards(tx: Tx, rows: Sequence[Any]) -> Cards:
    cards, names, today = cards_of(tx, rows), filer_names(tx, rows), tx.today()
    return [
        {
            "id": row.id,
            "matter_id": row.matter_id,
            "kind": row.kind,
            "step_key": row.step_key,
            "round": row.round,
            "state": row.state,
            "due_on": row.due_on,
            "due_provisional": row.due_provisional,
            "overdue": row.state == "open" and row.due_on < today,
            "opened_at": row.opened_at,
            **face(cards.get(row.matter_id)),
            "filed_by_name": names.get(row.filed_by, ""),
            "acceptance_number": row.acceptance_number,
        }
        for row in rows
    ]


def _matter_cards(tx: Tx, rows: Sequence[Any]) -> Cards:
    cards, names = cards_of(tx, rows), filer_names(tx, rows)
    return [
        {
            "id": row.matter_id,
            "kind": row.kind,
            "state": row.state,
            "step_key": row.step_key,
            "round": row.round,
            "filed_at": row.filed_at,
            "ended_at": row.ended_at,
            **face(cards.get(row.matter_id)),
            "filed_by_name": names.get(row.filed_by, ""),
            "acceptance_number": row.acceptance_number,
        }
        for row in rows
    ]
