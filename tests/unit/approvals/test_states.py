"""The life cycles, every state × every action."""

from __future__ import annotations

from itertools import product

import pytest

from backend.approvals.states import (
    FINAL,
    MATTER_TABLE,
    TASK_TABLE,
    UNDER_REVIEW,
    ImpossibleAction,
    MatterAction,
    MatterState,
    TaskAction,
    TaskState,
    may,
    next_matter_state,
    next_task_state,
)

# Written out by hand, row by row, so that a slip in the table's own comprehension shows.
_FORWARD = {
    "review": "reviewing",
    "joint_review": "joint_review",
    "approve": "approved",
    "execute": "executed",
    "return": "returned",
    "reject": "rejected",
    "withdraw": "withdrawn",
}
EXPECTED: dict[str, dict[str, str]] = {
    "submitted": _FORWARD,
    "reviewing": _FORWARD,
    "joint_review": _FORWARD,
    "approved": {"execute": "executed", "withdraw": "withdrawn"},
    "returned": {"resubmit": "submitted", "withdraw": "withdrawn"},
    "rejected": {},
    "withdrawn": {},
    "executed": {},
}


@pytest.mark.parametrize(("state", "action"), list(product(MatterState, MatterAction)))
def test_every_matter_state_and_action(state: MatterState, action: MatterAction) -> None:
    expected = EXPECTED[state.value].get(action.value)
    assert may(state, action) == (expected is not None)
    if expected is None:
        with pytest.raises(ImpossibleAction):
            next_matter_state(state, action)
    else:
        assert next_matter_state(state, action) == expected


@pytest.mark.parametrize(("state", "action"), list(product(TaskState, TaskAction)))
def test_every_task_state_and_action(state: TaskState, action: TaskAction) -> None:
    if state is TaskState.OPEN:
        expected = TaskState.DECIDED if action is TaskAction.DECIDE else TaskState.CANCELLED
        assert next_task_state(state, action) is expected
    else:
        with pytest.raises(ImpossibleAction):
            next_task_state(state, action)


def test_final_states_are_those_that_nothing_leaves() -> None:
    left = {state for state, _ in MATTER_TABLE}
    assert frozenset(MatterState) - left == FINAL
    assert not FINAL & UNDER_REVIEW
    assert {state for state, _ in TASK_TABLE} == {TaskState.OPEN}


def test_every_state_can_be_reached() -> None:
    reached = {MatterState.SUBMITTED, *MATTER_TABLE.values()}
    assert reached == set(MatterState)
