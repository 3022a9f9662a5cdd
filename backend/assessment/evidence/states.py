"""The life of an objection to a piece of evidence: a pure table. Nothing leaves an answered one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class ObjectionAct(StrEnum):
    """What can happen to an objection: the office answers it, or who made it takes it back."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"


class ImpossibleAct(LookupError):
    """The table has no such pair."""


TRANSITIONS: Mapping[tuple[ObjectionState, ObjectionAct], ObjectionState] = {
    (ObjectionState.OPEN, ObjectionAct.UPHOLD): ObjectionState.UPHELD,
    (ObjectionState.OPEN, ObjectionAct.DISMISS): ObjectionState.DISMISSED,
    (ObjectionState.OPEN, ObjectionAct.WITHDRAW): ObjectionState.WITHDRAWN,
}


def after(state: str, act: ObjectionAct) -> ObjectionState:
    """The state after ``act``. Raises :class:`ImpossibleAct`."""
    try:
        return TRANSITIONS[ObjectionState(state), act]
    except KeyError as error:
        raise ImpossibleAct(f"an objection that is {state} cannot {act}") from error
