"""The statements behind the inbox, built once for each number of grants.

Building a statement costs SQLAlchemy more than the database needs to answer it, and the inbox is the list that is
asked for most; so statements are kept by their shape and only get parameters.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, func, select, tuple_, union

from backend.approvals.models import Matter, Task, TaskReach
from backend.core.actor import Actor

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


def role_nodes(actor: Actor) -> list[tuple[str, str]]:
    """The actor's grants as (role, node), each once."""
    return sorted({(grant.role, grant.node_id) for grant in actor.grants if grant.node_id is not None})


def reach_parameters(actor: Actor, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Values for a statement of ``len(pairs)`` grants."""
    parameters: dict[str, Any] = {"me": actor.account_id}
    for place, (role, node_id) in enumerate(pairs):
        parameters |= {f"role_{place}": role, f"node_{place}": node_id}
    return parameters


@cache
def todo_statement(grants: int, *, further: bool) -> Select[Any]:
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


@cache
def count_statement(grants: int) -> Select[int]:
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
