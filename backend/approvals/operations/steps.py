"""What filing, deciding and issuing share: locking, opening and closing the tasks of a step."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from backend.approvals.errors import MatterNotFound, TaskNotFound
from backend.approvals.events import TaskCancelled, TaskOpened
from backend.approvals.flows import Step, StepType
from backend.approvals.models import Matter, Task
from backend.approvals.operations.reach import add_reach, drop_reach
from backend.approvals.states import (
    MatterAction,
    TaskAction,
    TaskState,
    next_matter_state,
    next_task_state,
)
from backend.core.calendar import working_day_due
from backend.core.transaction import Tx

_ACTION_OF_STEP = {
    StepType.APPROVER: MatterAction.REVIEW,
    StepType.ANY_ONE: MatterAction.REVIEW,
    StepType.JOINT: MatterAction.JOINT_REVIEW,
    StepType.ISSUE: MatterAction.APPROVE,
}


def lock_matter(tx: Tx, matter_id: str) -> Matter:
    """The matter, locked first of all and read anew. Raises ``MatterNotFound``."""
    matter = tx.session.get(Matter, matter_id, with_for_update=True, populate_existing=True)
    if matter is None:
        raise MatterNotFound
    return matter


def lock_task(tx: Tx, task_id: str) -> tuple[Task, Matter]:
    """The task under the lock of its matter. Raises ``TaskNotFound``."""
    matter_id = tx.session.scalar(select(Task.matter_id).where(Task.id == task_id))
    if matter_id is None:
        raise TaskNotFound
    matter = lock_matter(tx, matter_id)
    return tx.session.get_one(Task, task_id, populate_existing=True), matter


def enter_step(tx: Tx, matter: Matter, step: Step) -> None:
    """Move on to ``step`` after an approval and open its tasks."""
    matter.state = next_matter_state(matter.state, _ACTION_OF_STEP[step.type]).value
    open_step(tx, matter, step)


def open_step(tx: Tx, matter: Matter, step: Step) -> None:
    """Open the tasks of ``step`` in the matter's present round: one for each role, due in the step's days."""
    due = working_day_due(tx.today(), step.days)
    matter.step_key = step.key
    tasks = [
        Task(
            matter_id=matter.id,
            step_key=step.key,
            round=matter.round,
            position=position,
            role=role,
            node_id=matter.subject_node_id,
            opened_at=tx.now(),
            due_on=due.day,
            due_provisional=due.provisional,
        )
        for position, role in enumerate(step.roles)
    ]
    tx.session.add_all(tasks)
    tx.session.flush()
    add_reach(tx, tasks, matter.filed_by)
    for task in tasks:
        tx.publish(TaskOpened(task.id, matter.id, task.role, task.node_id, matter.filed_by))


def close_decided(tx: Tx, task: Task) -> None:
    """The task is done; its decision says how."""
    task.state = next_task_state(task.state, TaskAction.DECIDE).value
    task.closed_at = tx.now()
    drop_reach(tx, [task.id])


def cancel_open_tasks(tx: Tx, matter: Matter) -> None:
    """Close what is still open of the matter: nobody needs to look any more."""
    tasks = _open_tasks(tx, matter.id)
    for task in tasks:
        task.state = next_task_state(task.state, TaskAction.CANCEL).value
        task.closed_at = tx.now()
    if tasks:
        drop_reach(tx, [task.id for task in tasks])
    _tell_cancelled(tx, tasks)


def _open_tasks(tx: Tx, matter_id: str) -> list[Task]:
    query = select(Task).where(Task.matter_id == matter_id, Task.state == TaskState.OPEN).order_by(Task.position)
    return list(tx.session.scalars(query))


def _tell_cancelled(tx: Tx, tasks: Iterable[Task]) -> None:
    for task in tasks:
        tx.publish(TaskCancelled(task.id, task.matter_id))
