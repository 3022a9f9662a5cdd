"""Who works elsewhere (挂职, 援派) for over half of a year, and whether that is where they are assessed. Pure.

公务员考核规定 art. 26, read in a mirror: in general where over half of the year was worked. A secondment that runs
is looked at as it is planned, until its expected end or, without one, the end of the year: whoever leaves in June
is assessed at the host from the first day, and does not change the round while people hand in their marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stretch:
    """A secondment as the register of them has it: both days belong to it, ``ended_on`` None while it runs.

    ``organization_id`` is None for a place outside of the register.
    """

    person_id: str
    organization_id: str | None
    place_name: str
    started_on: date
    ended_on: date | None = None
    expected_to: date | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """The place where somebody works for over half of a year, and since when."""

    person_id: str
    organization_id: str | None
    place_name: str
    since: date


def away_over_half(stretches: Iterable[Stretch], day: date) -> dict[str, Away]:
    """Who is away for over half of the year of ``day``, as it is known on that day, by person.

    All days at one place count together, none of them twice; what has not begun counts nothing yet.
    """
    worked: dict[tuple[str, str], set[int]] = {}
    places: dict[tuple[str, str], Away] = {}
    for one in sorted(stretches, key=lambda one: (one.started_on, one.place_name)):
        if one.started_on > day:
            continue
        key = (one.person_id, one.organization_id or f"name:{one.place_name}")
        known = places.get(key)
        since = known.since if known else one.started_on
        places[key] = Away(one.person_id, one.organization_id, one.place_name, since)
        worked.setdefault(key, set()).update(_days(one, day))
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    half = (last - first).days + 1
    return {key[0]: places[key] for key, days in worked.items() if 2 * len(days) > half}


def is_assessed_at_host(*, own_round: bool | None, host_round: bool | None) -> bool:
    """Whether somebody who is away is assessed at the host, by what the two rounds of the year say.

    Each says yes or no, None where there is no round. The host's round takes people in and the own one lets them
    go, or they stay: so a person is in one round and no other.
    """
    return host_round is True and own_round is not False


def _days(one: Stretch, day: date) -> range:
    """The days of the year of ``day`` that belong to a secondment, as ordinals."""
    planned = max(one.expected_to, day) if one.expected_to else date.max
    last = min(one.ended_on or planned, date(day.year, 12, 31))
    return range(max(one.started_on, date(day.year, 1, 1)).toordinal(), last.toordinal() + 1)
