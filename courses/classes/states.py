"""What can happen to a class and to a mark on its roster: pure tables.

The teacher's word is the record. A scan fills what is still empty; where the teacher has said something else, or
where the scan arrives later than its code was shown, it is only offered, and the teacher decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise


class ClassState(StrEnum):
    """The life of a class."""

    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What somebody wants to do with a class."""

    EDIT = "edit"
    ANNOUNCE = "announce"
    SEAT = "seat"
    JOIN = "join"
    MARK = "mark"
    SCAN = "scan"
    OFFER = "offer"
    ANSWER_OFFER = "answer_offer"
    FINISH = "finish"
    CANCEL = "cancel"


_PLANNED, _OPEN, _HELD, _CANCELLED = ClassState
#: (state, act) → the state afterwards; what is not here is refused
TRANSITIONS: Mapping[tuple[ClassState, Act], ClassState] = {
    (_PLANNED, Act.EDIT): _PLANNED,
    (_PLANNED, Act.SEAT): _PLANNED,
    (_PLANNED, Act.ANNOUNCE): _OPEN,
    (_PLANNED, Act.CANCEL): _CANCELLED,
    (_OPEN, Act.EDIT): _OPEN,
    (_OPEN, Act.SEAT): _OPEN,
    (_OPEN, Act.JOIN): _OPEN,
    (_OPEN, Act.MARK): _OPEN,
    (_OPEN, Act.SCAN): _OPEN,
    (_OPEN, Act.OFFER): _OPEN,
    (_OPEN, Act.ANSWER_OFFER): _OPEN,
    (_OPEN, Act.FINISH): _HELD,
    (_OPEN, Act.CANCEL): _CANCELLED,
    # a phone may have been without a network until long after the class
    (_HELD, Act.OFFER): _HELD,
    (_HELD, Act.ANSWER_OFFER): _HELD,
}


class SeatState(StrEnum):
    """What somebody has in a class. Only those enrolled take up a seat and stand on the roster."""

    INVITED = "invited"
    ENROLLED = "enrolled"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


class Mark(StrEnum):
    """What the roster says of somebody in one session; no mark means that nothing was said yet."""

    PRESENT = "present"
    ABSENT = "absent"
    OFFERED = "offered"


class MarkSource(StrEnum):
    """How a mark came onto the roster."""

    TAP = "tap"
    IMPORT = "import"
    SCAN = "scan"


def mark_after_scan(mark: Mark | None, *, in_time: bool) -> Mark:
    """The mark after a scan; ``in_time`` when it arrived while its code was shown."""
    if mark is Mark.PRESENT:
        return Mark.PRESENT
    return Mark.PRESENT if mark is None and in_time else Mark.OFFERED


def is_from_simple_to_hard(levels: list[int]) -> bool:
    """Whether no session is easier than the one before it."""
    return all(before <= after for before, after in pairwise(levels))
