"""Who is whose superior (主管领导), by who directs what: one is looked at as a hundred thousand are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Place = tuple[str, str | None]


class SuperiorSource(StrEnum):
    """Where a superior comes from."""

    DIVISION = "division"
    UNIT = "unit"
    SUPERVISING = "supervising"
    NAMED = "named"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Directors:
    """Who directs what on a day.

    ``places`` holds, by unit and division (None for the unit itself), the people who direct it, the first first;
    ``supervising`` the body above each unit; ``named`` the superior somebody was given by name.
    """

    places: Mapping[Place, Sequence[str]] = field(default_factory=dict)
    supervising: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)


def superior_at(
    person_id: str, organization_id: str, division_id: str | None, directors: Directors
) -> tuple[str | None, SuperiorSource]:
    """The superior of a person in a place, and where that comes from.

    Who was named counts first; then who directs the division, the unit, the body that supervises it and so on
    upward. Nobody is their own superior: a place that one directs oneself is passed over.
    """
    named = directors.named.get(person_id)
    if named is not None and named != person_id:
        return named, SuperiorSource.NAMED
    if division_id is not None:
        found = _other(person_id, directors.places.get((organization_id, division_id), ()))
        if found is not None:
            return found, SuperiorSource.DIVISION
    found = _other(person_id, directors.places.get((organization_id, None), ()))
    if found is not None:
        return found, SuperiorSource.UNIT
    for unit_id in upward(organization_id, directors.supervising):
        found = _other(person_id, directors.places.get((unit_id, None), ()))
        if found is not None:
            return found, SuperiorSource.SUPERVISING
    return None, SuperiorSource.UNKNOWN


def upward(organization_id: str, supervising: Mapping[str, str]) -> Iterable[str]:
    """The bodies above a unit, the nearest first; a circle ends where it closes."""
    seen = {organization_id}
    above = supervising.get(organization_id)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = supervising.get(above)


def _other(person_id: str, directors: Sequence[str]) -> str | None:
    """Who directs a place; somebody who directs it, even beside another, has nobody there above them."""
    if person_id in directors:
        return None
    return directors[0] if directors else None
