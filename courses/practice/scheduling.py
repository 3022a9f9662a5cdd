"""When a question comes back: FSRS over days.

A card is a fold over a *set* of reviews, so that devices may send theirs in any order and more than once. Two
rules make it one: reviews are taken by day, and of one day the weakest counts. No answer needs a time for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction
from typing import Final

from fsrs import Card, Rating, Scheduler

#: Steps of minutes are left out: what was wrong today comes back another day.
_SCHEDULER: Final = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=365)
_NOON: Final = time(12, tzinfo=UTC)


class Verdict(StrEnum):
    """What became of an answer."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


#: From the weakest on.
_RATINGS: Final = {Verdict.WRONG: Rating.Again, Verdict.PARTLY: Rating.Hard, Verdict.RIGHT: Rating.Good}
_STRENGTH: Final = {verdict: place for place, verdict in enumerate(_RATINGS)}


def verdict_of(share: Fraction) -> Verdict:
    """Half of a question and more is partly right."""
    if share == 1:
        return Verdict.RIGHT
    return Verdict.PARTLY if share >= Fraction(1, 2) else Verdict.WRONG


def due_day(reviews: Iterable[tuple[date, Verdict]]) -> date | None:
    """The day on which a question comes back after these reviews; ``None`` without any."""
    weakest: dict[date, Verdict] = {}
    for day, verdict in reviews:
        weakest[day] = min(verdict, weakest.get(day, verdict), key=_STRENGTH.__getitem__)
    if not weakest:
        return None
    # the number is a label; without one the library waits a moment to make its own
    card = Card(card_id=0)
    for day in sorted(weakest):
        card, _log = _SCHEDULER.review_card(card, _RATINGS[weakest[day]], datetime.combine(day, _NOON))
    return card.due.date()
