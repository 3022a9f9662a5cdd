"""The index of the inbox: which node's grants find an open task."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, select

from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.models import Matter, Task, TaskReach
from backend.approvals.states import TaskState
from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes


def add_reach(tx: Tx, tasks: list[Task], filed_by: str) -> None:
    """Let the grants on the tasks' node, and above it, find them. All tasks are those of one step."""
    above = ancestor_nodes(tx, tasks[0].node_id)
    tx.session.execute(
        insert(TaskReach),
        [
            {
                "role": task.role,
                "node_id": node_id,
                "due_on": task.due_on,
                "task_id": task.id,
                "filed_by": filed_by,
            }
            for task in tasks
            for node_id in above
        ],
    )


def drop_reach(tx: Tx, task_ids: list[str]) -> None:
    """Nobody finds these tasks any more."""
    tx.session.flush()
    tx.connection.execute(_DROP, {"tasks": task_ids})


_REACH = cast(Table, TaskReach.__table__)
_DROP = delete(_REACH).where(_REACH.c.task_id.in_(bindparam("tasks", expanding=True)))


def refresh_reach(tx: Tx, node_id: str) -> None:
    """After ``node_id`` moved in the scope tree: the open tasks at and below it follow."""
    roles = {role for flow in FLOW_BOOK for step in flow.steps for role in step.roles}
    below = select(TaskReach.task_id).where(TaskReach.role.in_(roles), TaskReach.node_id == node_id)
    rows = tx.session.execute(
        select(Task, Matter.filed_by)
        .join(Matter, Matter.id == Task.matter_id)
        .where(Task.id.in_(below), Task.state == TaskState.OPEN)
    ).all()
    if not rows:
        return
    drop_reach(tx, [task.id for task, _ in rows])
    for task, filed_by in rows:
        add_reach(tx, [task], filed_by)
