"""The ratio for 优秀: who counts, how many there may be, and in which pool. Pure.

The law in reach says how high the ratio is (20 %, up to 25 % with the authority's consent: a secondary source, so
both are parameters of the round) and of whom: of those who should be assessed (应参加). Everything below is this
product's way, chosen so that the ratio can never be passed:

- One rounding rule, everywhere: down. 20 % of 19 people are 3.
- Everybody counts who should be assessed. Who is not assessed does not; who is on probation, was away for over
  half a year, was warned or is deferred takes part and counts (公务员考核规定 arts. 25-29, read in a mirror).
- Each category is a pool of its own in each unit. Leading members are assessed by the supervising organ, so they
  are pooled there and not with the people they lead.
- A unit so small that its limit is 0 is pooled upward: with the other small ones below the same supervising body,
  and if those are still too few, with those of the whole round. Pools are joined whole, so nobody counts twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from backend.assessment.grading.errors import RatioExceeded
from backend.assessment.terms import Category, Grade, SpecialCase


class PoolKind(StrEnum):
    """Why people are counted together."""

    UNIT = "unit"
    SMALL_UNITS = "small_units"
    LEADING = "leading"


def limit_of(percent: int, people: int) -> int:
    """How many of ``people`` may be 优秀: rounded down, always."""
    return percent * people // 100


def counts(special_case: SpecialCase | None) -> bool:
    """Whether somebody belongs to 应参加, the denominator."""
    return special_case is not SpecialCase.NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Standing:
    """A pool as numbers. ``excellent`` never passes ``limit``: every change goes through the methods."""

    people: int
    percent: int
    excellent: int = 0

    @property
    def limit(self) -> int:
        return limit_of(self.percent, self.people)

    def regrade(self, before: Grade | None, after: Grade | None) -> Standing:
        """The pool after somebody's grade has changed. Raises :class:`RatioExceeded`."""
        change = (after is Grade.EXCELLENT) - (before is Grade.EXCELLENT)
        return self._checked(replace(self, excellent=self.excellent + change), grew=change > 0)

    def resize(self, people: int) -> Standing:
        """The pool with more or fewer people. Raises :class:`RatioExceeded` when too few would remain."""
        return self._checked(replace(self, people=people), grew=people < self.people)

    def with_percent(self, percent: int) -> Standing:
        """The pool under another ratio. Raises :class:`RatioExceeded` when 优秀 have been given already."""
        return self._checked(replace(self, percent=percent), grew=percent < self.percent)

    def _checked(self, after: Standing, *, grew: bool) -> Standing:
        if grew and after.excellent > after.limit:
            raise RatioExceeded(limit=after.limit, excellent=after.excellent, people=after.people)
        return after


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody as far as pools are concerned; ``supervising_id`` is the organization above the own unit."""

    person_id: str
    category: Category
    unit_id: str
    supervising_id: str | None
    leading: bool
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Pool:
    """People whose 优秀 are counted together; ``holder_id`` is a unit, or None for the whole round."""

    category: Category
    kind: PoolKind
    holder_id: str | None
    unit_ids: tuple[str, ...]
    person_ids: tuple[str, ...]
    people: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by from one revision to the next."""
        return self.category.value, self.kind.value, self.holder_id or ""


def plan_pools(members: Iterable[Member], percent: int, *, upward: bool) -> list[Pool]:
    """Puts everybody into exactly one pool; the order of ``members`` does not matter."""
    groups: dict[tuple[Category, PoolKind, str | None], list[Member]] = defaultdict(list)
    for member in members:
        kind, holder = _first_place(member)
        groups[member.category, kind, holder].append(member)
    if upward:
        groups = _raise_small(groups, percent, PoolKind.UNIT)
        groups = _raise_small(groups, percent, PoolKind.SMALL_UNITS)
        groups = _raise_small(groups, percent, PoolKind.LEADING)
    pools = [_pool(*key, group) for key, group in groups.items()]
    return sorted(pools, key=lambda pool: pool.key)


Groups = dict[tuple[Category, PoolKind, str | None], list[Member]]


def _first_place(member: Member) -> tuple[PoolKind, str | None]:
    if member.leading:
        return PoolKind.LEADING, member.supervising_id
    return PoolKind.UNIT, member.unit_id


def _raise_small(
    groups: Mapping[tuple[Category, PoolKind, str | None], list[Member]], percent: int, small: PoolKind
) -> Groups:
    """Moves each pool of one kind whose limit is 0 one floor up: below a supervising body, then to the round."""
    raised: Groups = defaultdict(list)
    for (category, kind, holder), group in groups.items():
        if kind is not small or holder is None or limit_of(percent, _people(group)) > 0:
            raised[category, kind, holder].extend(group)
            continue
        for member in group:
            above = member.supervising_id if kind is PoolKind.UNIT else None
            target = PoolKind.SMALL_UNITS if kind is PoolKind.UNIT else kind
            raised[category, target, above].append(member)
    return raised


def _people(group: Sequence[Member]) -> int:
    return sum(member.counts for member in group)


def _pool(category: Category, kind: PoolKind, holder: str | None, group: Sequence[Member]) -> Pool:
    return Pool(
        category,
        kind,
        holder,
        tuple(sorted({member.unit_id for member in group})),
        tuple(sorted(member.person_id for member in group)),
        _people(group),
    )
