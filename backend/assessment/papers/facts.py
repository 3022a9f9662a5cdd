"""What papers are made of: plain values, taken from the rooms below or made up in a test. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.assessment.papers.sheet import Ink
from backend.assessment.terms import Category, Dimension, Grade, SpecialCase


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One person in a list; ``result`` is a grade or what stands in its place, ``total`` hundredths of points."""

    name: str
    unit: str
    category: Category
    total: int | None
    proposed: Grade | None
    result: Grade | None
    special: SpecialCase | None
    leading: bool
    last_year: Grade | None = None


@dataclass(frozen=True, slots=True)
class RoutineLine:
    """A routine check: its period in words, the own entry, and what was said of it by whom and when."""

    period: str
    text: str
    grade: str
    comment: str
    by: str
    on: date | None
    document: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A part of a goal: what, how much of how much, weight in the year (hundredths of a percent)."""

    title: str
    done: str
    weight: int


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who a person is, in words as they stand on a form; unknown facts are empty."""

    name: str
    sex: str
    birth_month: str
    political_status: str
    unit: str
    division: str
    post: str
    rank: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody did with the notice: the own words and how it was signed, and the signature drawn on a phone.

    ``refused``: there will be no signature.
    """

    text: str = ""
    ink: Ink | None = None
    signed_on: date | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """Everything on a person's annual form (年度考核登记表)."""

    year: int
    category: Category
    person: PersonFacts
    summary: str
    routine: Sequence[RoutineLine]
    goals: Sequence[GoalLine]
    comment: str
    suggested: Grade | None
    result: Grade | None
    special: SpecialCase | None
    decision: str
    settled: Settled
    seal: str = ""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A written notice of a result; ``review`` says what can be done against it, empty where nothing can."""

    year: int
    name: str
    unit: str
    category: Category
    result: Grade
    decided: str
    issuer: str
    issued_on: date | None
    review: str
    settled: Settled


@dataclass(frozen=True, slots=True)
class RatingLine:
    """The means of somebody's rating in hundredths of 100 points; a dimension with too few slips is left out."""

    name: str
    unit: str
    count: int
    means: Mapping[Dimension, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a list: the round's title, its year, and the unit it was narrowed to, if it was.

    ``seal`` stands below it: by what the sealed year is known, empty before it is sealed.
    """

    title: str
    year: int
    unit: str
    day: date
    seal: str = ""
