"""The statements behind the inbox, built once for each number of grants.

The inbox is the list that is asked for most, so its statements are compiled once for each shape and only get
values (``core.prepared``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, Select, bindparam, func, select, tuple_, union

from backend.approvals.models import Matter, Task, TaskReach
from backend.core.actor import Actor
from backend.core.prepared import PreparedOnce, day_of, json_of, moment_of

_reach, _task, _matter = TaskReach.__table__.c, Task.__table__.c, Matter.__table__.c

TASK_COLUMNS = (
    _task.id,
    _task.matter_id,
    _task.step_key,
    _task.round,
    _task.state,
    _task.due_on,
    _task.due_provisional,
    _task.opened_at,
    _matter.kind,
    _matter.subject_id,
    _matter.summary,
    _matter.filed_by,
    _matter.acceptance_number,
)


def _role_nodes(actor: Actor) -> list[tuple[str, str]]:
    """The actor's grants as (role, node), each once."""
    return sorted({(grant.role, grant.node_id) for grant in actor.grants if grant.node_id is not None})


def _reach_values(actor: Actor, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Values for a statement of ``len(pairs)`` grants."""
    parameters: dict[str, Any] = {"me": actor.account_id}
    for place, (role, node_id) in enumerate(pairs):
        parameters |= {f"role_{place}": role, f"node_{place}": node_id}
    return parameters


class TaskRow(NamedTuple):
    """``TASK_COLUMNS`` of one task."""

    id: str
    matter_id: str
    step_key: str
    round: int
    state: str
    due_on: date
    due_provisional: bool
    opened_at: datetime
    kind: str
    subject_id: str
    summary: Mapping[str, Any]
    filed_by: str
    acceptance_number: str | None


def todo_rows(connection: Connection, actor: Actor, after: tuple[date, str] | None, limit: int) -> list[TaskRow]:
    """The first ``limit`` open tasks that the actor's grants reach, beyond ``after`` where it is given."""
    pairs = _role_nodes(actor)
    if not pairs:
        return []
    values = _reach_values(actor, pairs) | {"limit": limit}
    if after is not None:
        values |= {"after_due": after[0].isoformat(), "after_task": after[1]}
    prepared = _prepared_todo if after is None else _prepared_further
    return [_task_row(row) for row in prepared(len(pairs)).run(connection, values)]


def count_todo(connection: Connection, actor: Actor) -> int:
    """How many tasks the actor's grants reach."""
    pairs = _role_nodes(actor)
    if not pairs:
        return 0
    [(count,)] = _prepared_count(len(pairs)).run(connection, _reach_values(actor, pairs))
    return int(count)


def _task_row(row: Sequence[Any]) -> TaskRow:
    *first, due_on, provisional, opened_at, kind, subject_id, summary, filed_by, number = row
    read = (day_of(due_on), bool(provisional), moment_of(opened_at), kind, subject_id, json_of(summary))
    return TaskRow._make((*first, *read, filed_by, number))


@cache
def _prepared_todo(grants: int) -> PreparedOnce:
    return PreparedOnce(lambda: _todo_statement(grants, further=False))


@cache
def _prepared_further(grants: int) -> PreparedOnce:
    return PreparedOnce(lambda: _todo_statement(grants, further=True))


@cache
def _prepared_count(grants: int) -> PreparedOnce:
    return PreparedOnce(lambda: _count_statement(grants))


def _todo_statement(grants: int, *, further: bool) -> Select[Any]:
    """Task columns of the first ``:limit`` open tasks; ``further`` = beyond (``:after_due``, ``:after_task``).

    Of each grant at most ``:limit`` tasks are read, a short range of the index; the union drops those found twice.
    """
    ranges = []
    for place in range(grants):
        query = _reached(place, _reach.due_on, _reach.task_id)
        if further:
            beyond = tuple_(bindparam("after_due", type_=Date), bindparam("after_task"))
            query = query.where(tuple_(_reach.due_on, _reach.task_id) > beyond)
        query = query.order_by(_reach.due_on, _reach.task_id).limit(bindparam("limit"))
        ranges.append(select(query.subquery()))
    found = union(*ranges).subquery()
    return (
        select(*TASK_COLUMNS)
        .join(found, found.c.task_id == _task.id)
        .join(Matter.__table__, _matter.id == _task.matter_id)
        .order_by(found.c.due_on, found.c.task_id)
        .limit(bindparam("limit"))
    )


def _count_statement(grants: int) -> Select[int]:
    """The number of open tasks; one reached through several grants counts once."""
    if grants == 1:
        return _reached(0, func.count())
    reached = union(*(_reached(place, _reach.task_id) for place in range(grants))).subquery()
    return select(func.count()).select_from(reached)


def _reached(place: int, *columns: Any) -> Select[Any]:
    return select(*columns).where(
        _reach.role == bindparam(f"role_{place}"),
        _reach.node_id == bindparam(f"node_{place}"),
        _reach.filed_by != bindparam("me"),
    )
