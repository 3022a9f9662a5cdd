"""Until when somebody may ask for a review or appeal, and by when it is answered: pure, periods with their source.

A period that is held in the text of a law has the mark ``T``; without a source it is a parameter of the round.
Days are counted from the day after the one on which the result, or the answer, became known. A last day on which
nobody works moves to the next working day; no text that is held here says so, and it is in favor of the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from backend.assessment.terms import Category, Grade
from backend.core.calendar import Due, is_working_day, working_day_due


class ReviewKind(StrEnum):
    """复核 by the body that decided, 申诉 to the one above it or the civil-servant authority."""

    REVIEW = "review"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands. ``mark``: T the text is held, S read in a mirror, M from memory, "" no source."""

    law: str
    articles: str
    mark: str


NO_SOURCE: Final = Source("", "", "")
_LAW_95: Final = Source("civil_servant_law", "95", "T")
_LAW_96: Final = Source("civil_servant_law", "96", "T")
_REGULATIONS_38: Final = Source("institution_personnel_regulations", "38", "T")

#: Where the right to ask stands. That of article 38 names no days.
RIGHTS: Final[Mapping[Category, Source]] = {
    Category.CIVIL_SERVANT: _LAW_95,
    Category.INSTITUTION_STAFF: _REGULATIONS_38,
    Category.ORGAN_WORKER: NO_SOURCE,
}
#: Grades against which a category may ask; where none is named, each may.
_ONLY_AGAINST: Final[Mapping[Category, frozenset[Grade]]] = {
    Category.CIVIL_SERVANT: frozenset({Grade.INCOMPETENT}),
}
_DIRECT_APPEAL_DAYS: Final = 30
#: Days to the answer: 30 to a review, 60 to an appeal (30 more where the case is complicated).
_ANSWER_DAYS: Final[Mapping[ReviewKind, int]] = {ReviewKind.REVIEW: 30, ReviewKind.APPEAL: 60}


@dataclass(frozen=True, slots=True)
class Periods:
    """The days of a category, as the round holds them."""

    review: int
    appeal: int


@dataclass(frozen=True, slots=True)
class Right:
    """Somebody may ask for this until ``until``, that day included."""

    kind: ReviewKind
    days: int
    until: date
    provisional: bool
    source: Source
    days_source: Source


def may_question(category: Category, grade: Grade) -> bool:
    """Whether a result gives the right to a review and an appeal at all."""
    only = _ONLY_AGAINST.get(category)
    return only is None or grade in only


def last_day(known_on: date, days: int) -> Due:
    """The last of ``days`` days after ``known_on``, moved on to a working day."""
    day = known_on + timedelta(days=days)
    works, provisional = is_working_day(day)
    while not works:
        day += timedelta(days=1)
        works, unsure = is_working_day(day)
        provisional = provisional or unsure
    return Due(day, provisional)


def rights(
    category: Category, grade: Grade, periods: Periods, *, known_on: date, review_answered_on: date | None
) -> list[Right]:
    """What may be asked against a result known on ``known_on``.

    Before a review: a review, or an appeal directly (公务员法 art. 95: within 30 days each). After it: an appeal,
    counted from the day of its answer. The days of other categories are parameters.
    """
    if not may_question(category, grade):
        return []
    source = RIGHTS[category]
    days_source = source if category is Category.CIVIL_SERVANT else NO_SOURCE
    direct = _DIRECT_APPEAL_DAYS if category is Category.CIVIL_SERVANT else periods.review

    def right(kind: ReviewKind, start: date, days: int) -> Right:
        due = last_day(start, days)
        return Right(kind, days, due.day, due.provisional, source, days_source)

    if review_answered_on is not None:
        return [right(ReviewKind.APPEAL, review_answered_on, periods.appeal)]
    return [
        right(ReviewKind.REVIEW, known_on, periods.review),
        right(ReviewKind.APPEAL, known_on, direct),
    ]


def answer_due(category: Category, kind: ReviewKind, asked_on: date) -> tuple[date, Source]:
    """By when an answer is owed: 公务员法 art. 96 for civil servants, for others the same days, unsourced."""
    source = _LAW_96 if category is Category.CIVIL_SERVANT else NO_SOURCE
    return asked_on + timedelta(days=_ANSWER_DAYS[kind]), source


def publicity_until(opened_on: date, working_days: int) -> Due:
    """The last day on which names are shown: the day on which they appear is no full day and does not count."""
    return working_day_due(opened_on, working_days)


def working_days_between(first_on: date, last_on: date) -> int:
    """How many working days lie from ``first_on`` to ``last_on``, both included; 0 where they run backwards."""
    days = (last_on - first_on).days + 1
    return sum(is_working_day(first_on + timedelta(days=passed))[0] for passed in range(max(0, days)))
