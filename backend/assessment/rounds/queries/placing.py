"""Who is assessed at the host of a secondment, and not where they are posted: few people, whoever asks.

Nearly always one statement that finds nobody; where somebody is away for over half of the year, five more, however
many they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from backend.assessment.rounds.models import AssessmentRound
from backend.assessment.rounds.parameters import Parameters
from backend.assessment.rounds.seconded import Away, Stretch, away_over_half, is_assessed_at_host
from backend.core.transaction import Tx
from backend.identity.public import ancestors_among
from backend.register.public import StaffMember, UnitBrief, staff_members, unit_brief
from courses.public import PersonSecondment, secondments_in

#: up to so many people are asked for by id, more by reading the few secondments that there are
FEW = 500


@dataclass(frozen=True, slots=True)
class FrozenPlace:
    """Somebody whose assessment was frozen: in which revision of which round, and counted in which unit."""

    person_id: str
    round_id: str
    revision: int
    organization_id: str


CaseFinder = Callable[[Tx, Collection[str]], Iterable[FrozenPlace]]
_CASE_FINDERS: list[CaseFinder] = []


def add_case_finder(finder: CaseFinder) -> None:
    """Have ``finder`` asked where people were frozen. A second time changes nothing."""
    if finder not in _CASE_FINDERS:
        _CASE_FINDERS.append(finder)


def frozen_places(tx: Tx, person_ids: Collection[str]) -> list[FrozenPlace]:
    """Where these people were frozen, in revisions that may have been opened again since."""
    return [place for finder in _CASE_FINDERS for place in finder(tx, person_ids)] if person_ids else []


@dataclass(frozen=True, slots=True)
class Secondee:
    """Somebody who is away for over half of the year: as posted, where they are, and where they are assessed.

    ``host`` is None for a place outside of the register; ``at_host`` says that they are assessed there.
    """

    own: StaffMember
    away: Away
    host: UnitBrief | None
    at_host: bool

    def placed(self) -> StaffMember:
        """The person in the unit where they are assessed; what they are (编制, 身份) stays what it is at home."""
        if self.host is None or not self.at_host:
            return self.own
        unit = self.host
        return replace(
            self.own, organization_id=unit.id, organization_name=unit.name, node_id=unit.node_id, division_id=None
        )


@dataclass(frozen=True, slots=True)
class Placing:
    """Those who are away on a day, by person."""

    secondees: Mapping[str, Secondee] = field(default_factory=dict)

    def moved(self) -> dict[str, Secondee]:
        """Those of them who are assessed at the host."""
        return {person_id: one for person_id, one in self.secondees.items() if one.at_host}


def placing_on(tx: Tx, day: date, person_ids: Collection[str] | None = None) -> Placing:
    """Who is away for over half of the year of ``day``, everybody or of a few people, and where each is assessed.

    A frozen assessment keeps its place until it is opened again.
    """
    few = person_ids if person_ids is not None and len(person_ids) <= FEW else None
    away = away_over_half((_stretch(one) for one in secondments_in(tx, day.year, few)), day)
    if not away:
        return Placing()
    own = staff_members(tx, away, day)
    hosts = unit_brief(tx, {one.organization_id for one in away.values() if one.organization_id})
    rules = _Rules.of_year(tx, day.year, own.values(), hosts)
    frozen = rules.frozen(tx, own)
    return Placing(
        {
            person_id: _secondee(posted, away[person_id], hosts, rules, frozen.get(person_id))
            for person_id, posted in own.items()
        }
    )


@dataclass(frozen=True, slots=True)
class _Round:
    """A round as far as placing is concerned."""

    node_id: str
    revision: int
    at_host: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rounds of a year by id, and by place the one that looks at it."""

    rounds: Mapping[str, _Round]
    around: Mapping[str, str]

    @classmethod
    def of_year(cls, tx: Tx, year: int, posted: Iterable[StaffMember], hosts: Mapping[str, UnitBrief]) -> _Rules:
        table = AssessmentRound
        rows = tx.session.execute(
            select(table.id, table.node_id, table.revision, table.parameters).where(table.year == year)
        )
        rounds = {
            row.id: _Round(row.node_id, row.revision, Parameters().changed(row.parameters).seconded_at_host == 1)
            for row in rows
        }
        by_node = {one.node_id: round_id for round_id, one in rounds.items()}
        places = {one.node_id for one in posted} | {unit.node_id for unit in hosts.values()}
        above = ancestors_among(tx, places, by_node)
        return cls(rounds, {place: by_node[nodes[0]] for place, nodes in above.items()})

    def at(self, node_id: str) -> bool | None:
        """What the round of a place says of people who are seconded, None where there is no round."""
        found = self.around.get(node_id)
        return self.rounds[found].at_host if found is not None else None

    def frozen(self, tx: Tx, person_ids: Collection[str]) -> dict[str, str]:
        """The unit in which people are frozen in a round of the year, by person."""
        found = frozen_places(tx, person_ids) if self.rounds else []
        return {one.person_id: one.organization_id for one in found if self._stands(one)}

    def _stands(self, place: FrozenPlace) -> bool:
        found = self.rounds.get(place.round_id)
        return found is not None and found.revision == place.revision


def _stretch(one: PersonSecondment) -> Stretch:
    return Stretch(
        one.person_id, one.organization_id, one.place_name, one.started_on, one.ended_on, one.expected_to
    )


def _secondee(
    posted: StaffMember, away: Away, hosts: Mapping[str, UnitBrief], rules: _Rules, frozen: str | None
) -> Secondee:
    host = hosts.get(away.organization_id or "")
    if host is None or host.id == posted.organization_id:
        at_host = False
    elif frozen is not None:
        at_host = frozen == host.id
    else:
        at_host = is_assessed_at_host(own_round=rules.at(posted.node_id), host_round=rules.at(host.node_id))
    return Secondee(posted, away, host, at_host)


class AssessedAt(StrEnum):
    """Where somebody who is away is assessed, as seen from a round."""

    HERE = "here"  # the host is a unit of the round
    THERE = "there"  # the host is in a round of its own
    OWN = "own"  # stays with the own unit


@dataclass(frozen=True, slots=True)
class SecondedPerson:
    """Somebody who is away for over half of the year, as the desk of a round names them."""

    person_id: str
    name: str
    own_unit: str
    place: str
    assessed: AssessedAt


def seconded_around(tx: Tx, node_id: str, day: date) -> list[SecondedPerson]:
    """Who is away for over half of the year from a place or to it, by name; a few people."""
    away = placing_on(tx, day).secondees.values()
    nodes = {one.own.node_id for one in away} | {one.host.node_id for one in away if one.host}
    inside = ancestors_among(tx, nodes, [node_id])
    found = [
        SecondedPerson(
            one.own.person_id,
            one.own.name,
            one.own.organization_name,
            one.host.name if one.host else one.away.place_name,
            _told(one, inside),
        )
        for one in away
        if one.own.node_id in inside or (one.at_host and one.placed().node_id in inside)
    ]
    return sorted(found, key=lambda one: (one.name, one.person_id))


def _told(one: Secondee, inside: Collection[str]) -> AssessedAt:
    if not one.at_host:
        return AssessedAt.OWN
    return AssessedAt.HERE if one.placed().node_id in inside else AssessedAt.THERE
