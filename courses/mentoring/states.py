"""What can happen to a mentorship: a pure table.

A person confirms a pair, both accept it in any order, and it runs until it ends: as agreed, closed by the office
after its period, or early. What was declined, withdrawn or ended never comes back; a new pair is a new mentorship.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """The life of a mentorship."""

    PROPOSED = "proposed"
    MENTOR_ACCEPTED = "mentor_accepted"
    MENTEE_ACCEPTED = "mentee_accepted"
    ACTIVE = "active"
    ENDED = "ended"
    ENDED_EARLY = "ended_early"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Which of the two somebody is."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> Side:
        return Side.MENTEE if self is Side.MENTOR else Side.MENTOR


class Act(StrEnum):
    """What somebody wants to do with a mentorship."""

    ACCEPT_AS_MENTOR = "accept_as_mentor"
    ACCEPT_AS_MENTEE = "accept_as_mentee"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    AGREE = "agree"
    NOTE = "note"
    CONFIRM_NOTE = "confirm_note"
    EVALUATE = "evaluate"
    FINISH = "finish"
    CLOSE = "close"
    END_EARLY = "end_early"


#: An act of the two by the side of who does it.
ACCEPTANCE: Mapping[Side, Act] = {Side.MENTOR: Act.ACCEPT_AS_MENTOR, Side.MENTEE: Act.ACCEPT_AS_MENTEE}

#: (state, act) → the state afterwards; what is not here is refused
TRANSITIONS: Mapping[tuple[State, Act], State] = {
    (State.PROPOSED, Act.ACCEPT_AS_MENTOR): State.MENTOR_ACCEPTED,
    (State.PROPOSED, Act.ACCEPT_AS_MENTEE): State.MENTEE_ACCEPTED,
    (State.PROPOSED, Act.DECLINE): State.DECLINED,
    (State.PROPOSED, Act.WITHDRAW): State.WITHDRAWN,
    # who taps again, or whose phone sends it twice, has accepted
    (State.MENTOR_ACCEPTED, Act.ACCEPT_AS_MENTOR): State.MENTOR_ACCEPTED,
    (State.MENTOR_ACCEPTED, Act.ACCEPT_AS_MENTEE): State.ACTIVE,
    (State.MENTOR_ACCEPTED, Act.DECLINE): State.DECLINED,
    (State.MENTOR_ACCEPTED, Act.WITHDRAW): State.WITHDRAWN,
    (State.MENTEE_ACCEPTED, Act.ACCEPT_AS_MENTEE): State.MENTEE_ACCEPTED,
    (State.MENTEE_ACCEPTED, Act.ACCEPT_AS_MENTOR): State.ACTIVE,
    (State.MENTEE_ACCEPTED, Act.DECLINE): State.DECLINED,
    (State.MENTEE_ACCEPTED, Act.WITHDRAW): State.WITHDRAWN,
    (State.ACTIVE, Act.ACCEPT_AS_MENTOR): State.ACTIVE,
    (State.ACTIVE, Act.ACCEPT_AS_MENTEE): State.ACTIVE,
    (State.ACTIVE, Act.AGREE): State.ACTIVE,
    (State.ACTIVE, Act.NOTE): State.ACTIVE,
    (State.ACTIVE, Act.CONFIRM_NOTE): State.ACTIVE,
    (State.ACTIVE, Act.EVALUATE): State.ACTIVE,
    (State.ACTIVE, Act.FINISH): State.ENDED,
    (State.ACTIVE, Act.CLOSE): State.ENDED,
    (State.ACTIVE, Act.END_EARLY): State.ENDED_EARLY,
    # a phone may have been without a network when the end came
    (State.ENDED, Act.CONFIRM_NOTE): State.ENDED,
    (State.ENDED_EARLY, Act.CONFIRM_NOTE): State.ENDED_EARLY,
}

#: Takes up a place: the mentee's only one, one of the mentor's.
OPEN_STATES = frozenset({State.PROPOSED, State.MENTOR_ACCEPTED, State.MENTEE_ACCEPTED, State.ACTIVE})
#: Did not lead to a mentorship to its end; the same two are not paired again at once.
FAILED_STATES = frozenset({State.DECLINED, State.ENDED_EARLY})
#: Ran, and is over.
OVER_STATES = frozenset({State.ENDED, State.ENDED_EARLY})


def state_after(state: State, act: Act) -> State | None:
    """The state after ``act``, ``None`` where it cannot be done."""
    return TRANSITIONS.get((state, act))


def acts_in(state: State) -> frozenset[Act]:
    """Everything that can be done in ``state``."""
    return frozenset(act for before, act in TRANSITIONS if before is state)
