"""Who rates whom (民主测评): the people of a unit one another, of a large one division by division.

A group in which one could guess who gave what is not rated at all. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who could be rated; ``votes`` says whether the person can also rate."""

    person_id: str
    organization_id: str
    division_id: str | None
    votes: bool


def rating_groups(members: Iterable[Member], *, unit_up_to: int, min_raters: int) -> dict[str, str]:
    """The group of each person, by person; who is left out has none.

    A unit of at most ``unit_up_to`` people is one group. In a larger one each division is, and those of divisions
    that are too small, or of none, are one group together. A group needs ``min_raters`` raters for each of its
    people, none of whom rates themselves.
    """
    groups: dict[str, str] = {}
    for unit_id, people in _by(members, lambda one: one.organization_id).items():
        if len(people) <= unit_up_to:
            groups |= _group(unit_id, people, min_raters)
            continue
        rest: list[Member] = []
        for division_id, those in _by(people, lambda one: one.division_id or "").items():
            found = _group(division_id, those, min_raters) if division_id else {}
            groups |= found
            rest += [] if found else those
        groups |= _group(unit_id, rest, min_raters)
    return groups


def _group(group_id: str, people: list[Member], min_raters: int) -> dict[str, str]:
    enough = sum(one.votes for one in people) > min_raters
    return {one.person_id: group_id for one in people} if enough else {}


def _by(members: Iterable[Member], key: Callable[[Member], str]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for one in members:
        found.setdefault(key(one), []).append(one)
    return found
