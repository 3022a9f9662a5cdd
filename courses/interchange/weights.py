"""Percentages of other systems ↔ the exact shares of ours.

Others write a third as 33.33333; :func:`share_of` finds the third again. Our several-choice questions count right
minus wrong, evenly; spelled out in percentages that is 100/n for each right option and -100/n for each wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

_LARGEST_DENOMINATOR = 20
_NEAR = Fraction(1, 100_000)


def share_of(percent: str) -> Fraction | None:
    """The share that a percentage stands for, between -1 and 1; ``None`` if it is no such number."""
    try:
        share = Fraction(Decimal(percent)) / 100
    except (InvalidOperation, ValueError, OverflowError):
        return None
    if abs(share) > 1:
        return None
    simple = share.limit_denominator(_LARGEST_DENOMINATOR)
    return simple if abs(simple - share) < _NEAR else share


def percent_of(share: Fraction) -> str:
    """A share as a percentage with at most five decimals."""
    text = f"{round(Decimal(share.numerator) * 100 / Decimal(share.denominator), 5):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shares_of_options(options: Sequence[dict[str, Any]], *, single: bool) -> list[Fraction]:
    """What each option is worth, spelled out."""
    right = sum(option["correct"] for option in options)
    even = Fraction(1, max(right, 1))
    plain = [Fraction(option["correct"]) if single else even if option["correct"] else -even for option in options]
    return [
        Fraction(option["weight"]) if "weight" in option else share
        for option, share in zip(options, plain, strict=True)
    ]


def weigh_options(options: list[dict[str, Any]], shares: Sequence[Fraction], *, single: bool) -> None:
    """Mark the right options, and give each its weight where the shares are not the even ones."""
    for option, share in zip(options, shares, strict=True):
        option["correct"] = share == 1 if single else share > 0
    if list(shares) == shares_of_options(options, single=single):
        return
    for option, share in zip(options, shares, strict=True):
        if not single or share != int(option["correct"]):
            option["weight"] = str(share)
