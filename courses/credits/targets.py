"""What a person owes: one target, by the level of the post.

《干部教育培训工作条例》 as revised in 2023: at division level and above (县处级, 四级调研员 and equivalent) three
months or 550 hours in five years; at section level and below (乡科级, 一级主任科员 and equivalent) twelve days or
90 hours a year. The numbers are defaults that the training authority may change for its region.

Only the general class of civil servants is read, whose ranks the regulation itself names. How the ranks of other
classes and the posts of institutions compare is not held here, so their level is unknown until the authority
says it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

_Value = TypeVar("_Value")


class PostLevel(StrEnum):
    """The two groups of the regulation."""

    DIVISION_AND_ABOVE = "division_and_above"
    SECTION_AND_BELOW = "section_and_below"


@dataclass(frozen=True, slots=True)
class Target:
    """Hours of concentrated training owed in a period of calendar years.

    Without ``first_year`` the period is the ``years`` that end with the present one; with it, periods of
    ``years`` follow each other from that year on. ``source`` is the authority's own words, None for the default.
    """

    tenths: int
    years: int
    first_year: int | None = None
    source: str | None = None
    is_default: bool = False

    def period(self, day: date) -> tuple[date, date]:
        """The first and the last day of the period that ``day`` falls into."""
        if self.first_year is None:
            first = day.year - self.years + 1
        else:
            first = day.year - (day.year - self.first_year) % self.years
        return date(first, 1, 1), date(first + self.years - 1, 12, 31)


DEFAULT_TARGETS: Mapping[PostLevel, Target] = {
    PostLevel.DIVISION_AND_ABOVE: Target(5500, 5, is_default=True),
    PostLevel.SECTION_AND_BELOW: Target(900, 1, is_default=True),
}

#: 四级调研员 in civil_servant_rank_general: the last rank of the upper group
_LAST_OF_DIVISION = "G06"


def level_of_rank(rank: str | None) -> PostLevel | None:
    """The level of a code of rank; None where the regulation does not place it."""
    if rank is None or not rank.startswith("G"):
        return None
    return PostLevel.DIVISION_AND_ABOVE if rank <= _LAST_OF_DIVISION else PostLevel.SECTION_AND_BELOW


def nearest(settings: Mapping[str, _Value], nodes: Sequence[str]) -> _Value | None:
    """The setting of the first node that has one; ``nodes`` run from a person's own place up to the root."""
    return next((settings[node] for node in nodes if node in settings), None)
