"""When the two evaluate each other, what they are asked, and when each sees what the other said. Pure.

The numbers of days are defaults of this product, not law. Nobody sees the other's words while they could still
be answered: only when both have given theirs, when the window has closed, or when the mentorship is over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from courses.mentoring.states import Side

#: the worst and the best answer to a question
WORST, BEST = 1, 5
#: The middle evaluation can be given for so long.
_MID_OPEN = timedelta(days=30)
#: The final evaluation opens so long before the end of the period, and closes so long after it.
_FINAL_BEFORE, _FINAL_AFTER = timedelta(days=14), timedelta(days=30)


class Stage(StrEnum):
    """Which evaluation."""

    MID = "mid"
    FINAL = "final"


#: What is asked about each side.
QUESTIONS: Mapping[Side, tuple[str, ...]] = {
    Side.MENTOR: ("explains", "answers", "example", "helpful"),
    Side.MENTEE: ("willing", "applies", "keeps_word", "progress"),
}


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which an evaluation can be given."""

    opens_on: date
    closes_on: date

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on


def window_of(stage: Stage, period_from: date, period_to: date) -> Window:
    """The window of a stage in an agreed period: from its middle, or around its end."""
    if stage is Stage.FINAL:
        return Window(max(period_from, period_to - _FINAL_BEFORE), period_to + _FINAL_AFTER)
    middle = period_from + (period_to - period_from) // 2
    return Window(middle, min(middle + _MID_OPEN, period_to))


def is_shown(given: int, closes_on: date, day: date, *, over: bool) -> bool:
    """Whether what one said is shown to the other; ``given`` counts the evaluations of the stage."""
    return given == len(Side) or day > closes_on or over


def percent_of(ratings: Collection[int]) -> int:
    """Answers as hundredths of a percent of the best possible, rounded down; 10000 when all are the best."""
    return sum(ratings) * 10_000 // (BEST * len(ratings))
