"""The life of a round: a table of what may follow what, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands."""

    PREPARING = "preparing"
    OPEN = "open"
    FROZEN = "frozen"
    COMPILED = "compiled"
    DECIDED = "decided"
    PUBLISHED = "published"
    NOTIFIED = "notified"
    SEALED = "sealed"


class Step(StrEnum):
    """Which way a move goes: a way back needs a reason, and begins a revision where evidence may change."""

    FORWARD = "forward"
    BACK = "back"


_S = RoundState
#: (from, to) → which way; what is not here is refused
MOVES: Mapping[tuple[RoundState, RoundState], Step] = {
    (_S.PREPARING, _S.OPEN): Step.FORWARD,
    (_S.OPEN, _S.FROZEN): Step.FORWARD,
    (_S.FROZEN, _S.COMPILED): Step.FORWARD,
    (_S.COMPILED, _S.DECIDED): Step.FORWARD,
    (_S.DECIDED, _S.PUBLISHED): Step.FORWARD,
    (_S.PUBLISHED, _S.NOTIFIED): Step.FORWARD,
    (_S.NOTIFIED, _S.SEALED): Step.FORWARD,
    (_S.FROZEN, _S.OPEN): Step.BACK,
    (_S.COMPILED, _S.FROZEN): Step.BACK,
}


def step_between(before: RoundState, after: RoundState) -> Step | None:
    """Which way the move goes, None if there is no such move."""
    return MOVES.get((before, after))


def begins_revision(before: RoundState, after: RoundState) -> bool:
    """Whether evidence that was frozen may change again."""
    return (before, after) == (_S.FROZEN, _S.OPEN)
