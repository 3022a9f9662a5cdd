"""The life of a matter and of a task as pure tables.

A matter moves through its flow; what the flow asks for next decides the action, and the table decides whether
the matter may take it. A pair that is not in the table does not exist: nothing leaves a final state.

    submitted ──► reviewing ──► joint_review ──► approved ──► executed
        │  ▲          │              │               │
        │  └ resubmit ┴── return ────┘               │         rejected: by a reviewer
        └────────────── withdraw ────────────────────┘         withdrawn: by the filer, until executed

"Submitted" is a matter whose first step of the round still waits. "Approved" waits for its document: approval
only reserves, the effect comes with the issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class MatterState(StrEnum):
    """Where a matter stands (names of ``matter_status``)."""

    SUBMITTED = "submitted"
    REVIEWING = "reviewing"
    JOINT_REVIEW = "joint_review"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXECUTED = "executed"


class MatterAction(StrEnum):
    """What can happen to a matter after it was filed."""

    REVIEW = "review"
    JOINT_REVIEW = "joint_review"
    APPROVE = "approve"
    EXECUTE = "execute"
    RETURN = "return"
    RESUBMIT = "resubmit"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DECIDED = "decided"
    CANCELLED = "cancelled"


class TaskAction(StrEnum):
    """What can happen to a task."""

    DECIDE = "decide"
    CANCEL = "cancel"


class ImpossibleAction(LookupError):
    """The table has no such pair: the caller did not guard the state."""


#: States in which a task of the matter is open.
UNDER_REVIEW = frozenset(
    {
        MatterState.SUBMITTED,
        MatterState.REVIEWING,
        MatterState.JOINT_REVIEW,
        MatterState.APPROVED,
    }
)
#: States that nothing leaves.
FINAL = frozenset({MatterState.REJECTED, MatterState.WITHDRAWN, MatterState.EXECUTED})

_REVIEW_RESULTS = {
    MatterAction.REVIEW: MatterState.REVIEWING,
    MatterAction.JOINT_REVIEW: MatterState.JOINT_REVIEW,
    MatterAction.APPROVE: MatterState.APPROVED,
    MatterAction.EXECUTE: MatterState.EXECUTED,
    MatterAction.RETURN: MatterState.RETURNED,
    MatterAction.REJECT: MatterState.REJECTED,
    MatterAction.WITHDRAW: MatterState.WITHDRAWN,
}

MATTER_TABLE: Mapping[tuple[MatterState, MatterAction], MatterState] = MappingProxyType(
    {
        **{
            (state, action): result
            for state in (
                MatterState.SUBMITTED,
                MatterState.REVIEWING,
                MatterState.JOINT_REVIEW,
            )
            for action, result in _REVIEW_RESULTS.items()
        },
        (MatterState.APPROVED, MatterAction.EXECUTE): MatterState.EXECUTED,
        (MatterState.APPROVED, MatterAction.WITHDRAW): MatterState.WITHDRAWN,
        (MatterState.RETURNED, MatterAction.RESUBMIT): MatterState.SUBMITTED,
        (MatterState.RETURNED, MatterAction.WITHDRAW): MatterState.WITHDRAWN,
    }
)

TASK_TABLE: Mapping[tuple[TaskState, TaskAction], TaskState] = MappingProxyType(
    {
        (TaskState.OPEN, TaskAction.DECIDE): TaskState.DECIDED,
        (TaskState.OPEN, TaskAction.CANCEL): TaskState.CANCELLED,
    }
)


def next_matter_state(state: str, action: MatterAction) -> MatterState:
    """The state after ``action``. Raises :class:`ImpossibleAction`."""
    try:
        return MATTER_TABLE[MatterState(state), action]
    except KeyError as error:
        raise ImpossibleAction(f"a matter that is {state} cannot {action}") from error


def next_task_state(state: str, action: TaskAction) -> TaskState:
    """The state after ``action``. Raises :class:`ImpossibleAction`."""
    try:
        return TASK_TABLE[TaskState(state), action]
    except KeyError as error:
        raise ImpossibleAction(f"a task that is {state} cannot {action}") from error


def may(state: str, action: MatterAction) -> bool:
    """Whether a matter in ``state`` may take ``action``."""
    return (MatterState(state), action) in MATTER_TABLE
