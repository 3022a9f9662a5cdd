"""From the shares of single questions to one result: pure, exact, rounded once and only for reading."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from courses.quizzes.settings import QuizSettings

#: An answer that was given in time may arrive this much later.
GRACE = timedelta(seconds=30)


class AttemptState(StrEnum):
    """Open until the person finishes it or the time is over; then it never changes again."""

    OPEN = "open"
    FINISHED = "finished"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one result of an attempt. ``percent`` is in hundredths of a percent, rounded half up."""

    shares: tuple[Fraction, ...]
    score: Fraction
    percent: int
    passed: bool


def outcome_of(shares: Sequence[Fraction], pass_mark: int) -> Outcome:
    """Every question counts the same; whether it is passed is decided by the exact score, not the rounded one."""
    score = sum(shares, Fraction(0)) / len(shares)
    percent = math.floor(score * 10_000 + Fraction(1, 2))
    return Outcome(tuple(shares), score, percent, score * 100 >= pass_mark)


def deadline_of(settings: QuizSettings, started_at: datetime) -> datetime | None:
    """When a paper that is opened now ends: after its minutes, and when the quiz closes at the latest."""
    ends = started_at + timedelta(minutes=settings.minutes) if settings.minutes else None
    closes = settings.closes_at
    return min(ends, closes) if ends and closes else ends or closes


def is_over(deadline: datetime | None, now: datetime) -> bool:
    """Whether answers come too late, the grace included."""
    return deadline is not None and now > deadline + GRACE


def percent_text(percent: int) -> str:
    """8333 as "83.33", with as many places as it needs."""
    whole, rest = divmod(percent, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")
