"""From totals of evidence to points: whole numbers, rounded down, so that the same input gives the same bytes.

Units. Amounts, weights, points and percentages are whole hundredths: a weight of 2000 is 20 points, a share of
9750 is 97.50 %, an amount of 300 is three. The weights of a scheme come to ``FULL``. Pure, free of floating point.

The way of a number, each division rounding down once and nothing else rounding:

1. Pieces of a source are added up (:func:`total_up`): in time, late, in time are 200 of 300, three pieces.
2. The base makes one value of them (:func:`value_of`): a "share" is 200 * 10000 // 300 = 6666, so 66.66 %; a "sum"
   is 200, so two. Pieces weigh as they are large: 50 of 100 and 300 of 300 are 350 of 400. No piece, or a whole
   of 0 to take a share of, is no value; a sum of 0 from pieces that are there is one.
3. The shape makes points of the value (:func:`points_of`), never below 0 or above the weight.
4. Parts without a value are left out, or are 0 points where the scheme says "zero". The total is the points of the
   parts that are used, of their weight: 15 of 20 points and 10 of 10, with 70 unknown, are 25 of 30, so 83.33.

Two forms give the same numbers: ``score`` explains one person, ``prepare`` makes the form for a hundred thousand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, assert_never

from backend.assessment.terms import ONE, Dimension, Evidence

#: All of it: 100 points, 100 %.
FULL: Final = 100 * ONE

Base: TypeAlias = Literal["sum", "share"]
MarkedBy: TypeAlias = Literal["evidence", "superior", "raters", "office"]
Missing: TypeAlias = Literal["left_out", "zero"]
Focus: TypeAlias = Literal["political", "results"]


@dataclass(frozen=True, slots=True)
class Linear:
    """No points at ``zero_at``, the whole weight at ``full_at``, in between in proportion; may rise or fall.

    A weight of 1000 from 5000 to 10000: 7500 → 500, 5001 → 0, 9999 → 999. Falling, from 300 to 0: 100 → 666.
    """

    zero_at: int
    full_at: int


@dataclass(frozen=True, slots=True)
class Step:
    """From each value on, a percentage of the weight (in hundredths); below the first, nothing.

    With 60 % from 5000 and 100 % from 9000, a weight of 1000: 4999 → 0, 5000 → 600, 8999 → 600, 9000 → 1000.
    """

    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """``each`` points for every one (a hundred hundredths), up to ``cap`` points.

    With 150 each up to 400: an amount of 100 → 150, 250 → 375, 300 → 400; half of one counts for half.
    """

    each: int
    cap: int


Shape: TypeAlias = Linear | Step | Cap


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that counts: how much, by what evidence, in what shape, and who gives the mark."""

    key: str
    title_zh: str
    title_en: str
    dimension: Dimension
    weight: int
    source: str
    base: Base
    shape: Shape
    marked_by: MarkedBy = "evidence"
    missing: Missing = "left_out"
    focus: Focus | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """What counts for one category, or for units, in one year and one subtree."""

    id: str
    version: int
    year: int
    category: str
    node_id: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The pieces of evidence of one source for one subject, added up."""

    amount: int
    out_of: int
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one indicator came to; not ``used`` where nothing was known, and so nothing is held against anybody."""

    key: str
    points: int
    weight: int
    value: int
    used: bool


@dataclass(frozen=True, slots=True)
class Score:
    """``total`` is in hundredths of 100 points; it is 0 where no part could be used."""

    total: int
    parts: tuple[Part, ...]

    @property
    def used_weight(self) -> int:
        """The weight of the parts that were used, ``FULL`` where all of them were."""
        return sum(part.weight for part in self.parts if part.used)


def total_up(pieces: Iterable[Evidence]) -> dict[str, Total]:
    """Adds up one subject's evidence by source."""
    totals: dict[str, Total] = {}
    for piece in pieces:
        before = totals.get(piece.source, _NOTHING)
        totals[piece.source] = Total(before.amount + piece.amount, before.out_of + piece.out_of, before.count + 1)
    return totals


_NOTHING: Final = Total(0, 0, 0)


def value_of(base: Base, total: Total | None) -> int | None:
    """The number that the shape looks at; nothing where there is no evidence, or none to take a share of."""
    if total is None or total.count == 0:
        return None
    if base == "sum":
        return total.amount
    return total.amount * FULL // total.out_of if total.out_of > 0 else None


def points_of(weight: int, shape: Shape, value: int) -> int:
    """The points that a value comes to: never below 0, never above the weight."""
    match shape:
        case Linear(zero_at, full_at):
            points = weight * (value - zero_at) // (full_at - zero_at)
        case Step(steps):
            reached = 0
            for from_value, percent in steps:
                if value < from_value:
                    break
                reached = percent
            points = weight * reached // FULL
        case Cap(each, cap):
            points = min(value * each // ONE, cap)
        case _:
            assert_never(shape)
    return max(0, min(points, weight))


def score(scheme: Scheme, totals: Mapping[str, Total]) -> Score:
    """Scores one subject; sources that the scheme does not name are left alone."""
    parts = tuple(_part(indicator, totals.get(indicator.source)) for indicator in scheme.indicators)
    used = sum(part.weight for part in parts if part.used)
    earned = sum(part.points for part in parts)
    return Score(total=earned * FULL // used if used else 0, parts=parts)


def _part(indicator: Indicator, total: Total | None) -> Part:
    key, weight = indicator.key, indicator.weight
    value = value_of(indicator.base, total)
    if value is None:
        return Part(key, points=0, weight=weight, value=0, used=indicator.missing == "zero")
    return Part(key, points=points_of(weight, indicator.shape, value), weight=weight, value=value, used=True)


#: One subject's amounts and wholes, in the order of ``Prepared.sources``; None where there is no evidence.
Row: TypeAlias = Sequence[tuple[int, int] | None]
#: The total, and the points of each part in the order of the indicators; None where it was left out.
RowScore: TypeAlias = tuple[int, list[int | None]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scheme made ready to score many rows: ``score_row`` equals ``score`` to the last hundredth."""

    sources: tuple[str, ...]
    score_row: Callable[[Row], RowScore]


def prepare(scheme: Scheme) -> Prepared:
    """Makes the form that scores a row of totals in a few microseconds."""
    curves = [_curve(indicator) for indicator in scheme.indicators]
    weights = [indicator.weight for indicator in scheme.indicators]
    shares = [indicator.base == "share" for indicator in scheme.indicators]
    unknown = [0 if indicator.missing == "zero" else None for indicator in scheme.indicators]
    columns = list(zip(curves, weights, shares, unknown, strict=True))
    whole = sum(weights)

    def score_row(row: Row) -> RowScore:
        earned, used = 0, whole
        parts: list[int | None] = []
        for (curve, weight, share, nothing), cell in zip(columns, row, strict=True):
            if cell is None or (share and cell[1] <= 0):
                parts.append(nothing)
                if nothing is None:
                    used -= weight
                continue
            points = curve(cell[0] * FULL // cell[1] if share else cell[0])
            earned += points
            parts.append(points)
        return (earned * FULL // used if used else 0), parts

    return Prepared(tuple(indicator.source for indicator in scheme.indicators), score_row)


def _curve(indicator: Indicator) -> Callable[[int], int]:
    weight = indicator.weight
    match indicator.shape:
        case Linear(zero_at, full_at):
            return _line(weight, zero_at, full_at - zero_at, weight)
        case Step(steps):
            return _stairs(weight, steps)
        case Cap(each, cap):
            return _line(each, 0, ONE, min(cap, weight))
        case _:
            assert_never(indicator.shape)


def _line(slope: int, zero_at: int, span: int, ceiling: int) -> Callable[[int], int]:
    def points(value: int) -> int:
        found = slope * (value - zero_at) // span
        if found >= ceiling:
            return ceiling
        if found <= 0:
            return 0
        return found

    return points


def _stairs(weight: int, steps: Sequence[tuple[int, int]]) -> Callable[[int], int]:
    starts = [from_value for from_value, _ in steps]
    reached = [0, *(max(0, min(weight * percent // FULL, weight)) for _, percent in steps)]

    def points(value: int) -> int:
        return reached[bisect_right(starts, value)]

    return points
