"""Who is assessed, in which category, and by whom: the same rules for one person and for a hundred thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from backend.assessment.rounds.categories import category_of
from backend.assessment.rounds.models import NamedSuperior
from backend.assessment.rounds.queries.placing import FEW, Secondee, placing_on
from backend.assessment.rounds.superiors import Directors, SuperiorSource, superior_at, upward
from backend.assessment.rounds.values import Assessed, Round
from backend.assessment.terms import Period
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import ancestors_among, visible_among
from backend.register.public import (
    Appointment,
    StaffMember,
    appointments_below,
    appointments_held_by,
    appointments_on,
    people_named,
    staff_below,
    staff_members,
    staff_of_units,
    supervised_by,
    supervisors_of,
)


def assessed_people(tx: Tx, the_round: Round) -> list[Assessed]:
    """Everybody of a round by unit and name, in a handful of statements however many they are."""
    return assessed_below(tx, the_round.node_id, the_round.day(tx.today()))


def assessed_below(tx: Tx, node_id: str, on: date) -> list[Assessed]:
    """Everybody assessed below a place on a day, by unit and name, whether or not a round looks at them.

    Who is seconded to a unit comes after those posted there.
    """
    moved = placing_on(tx, on).moved()
    here = _placed_below(tx, node_id, moved)
    posted = [one for one in staff_below(tx, node_id, on) if one.person_id not in moved]
    staff = _by_unit(posted, here)
    return list(_assessed(tx, staff, appointments_below(tx, node_id, on), on, moved))


def assessed_page(tx: Tx, node_id: str, day: date, text: str, offset: int, limit: int) -> list[Assessed]:
    """So many people of a place from ``offset`` on: first who is seconded to it, then by unit and name."""
    moved = placing_on(tx, day).moved()
    here = [one for one in _placed_below(tx, node_id, moved) if text in one.name or text in one.organization_name]
    staff = here[offset : offset + limit]
    start, room = max(0, offset - len(here)), limit - len(staff)
    if room:
        staff += staff_below(tx, node_id, day, text=text, offset=start, limit=room, without=moved)
    return list(_assessed(tx, staff, appointments_on(tx, _units(staff), day), day, moved))


def assessed_in_units(tx: Tx, organization_ids: Collection[str], on: date) -> list[Assessed]:
    """Everybody assessed in these units, by name."""
    moved = placing_on(tx, on).moved()
    here = [placed for one in moved.values() if (placed := one.placed()).organization_id in organization_ids]
    staff = [one for one in staff_of_units(tx, organization_ids, on) if one.person_id not in moved] + here
    return list(_assessed(tx, staff, appointments_on(tx, organization_ids, on), on, moved))


def assessed_named(tx: Tx, person_ids: Collection[str], on: date) -> list[Assessed]:
    """These people, as far as they hold a posting on that day."""
    moved = placing_on(tx, on, person_ids).moved()
    posted = staff_members(tx, person_ids, on).values()
    staff = [moved[one.person_id].placed() if one.person_id in moved else one for one in posted]
    return list(_assessed(tx, staff, appointments_on(tx, _units(staff), on), on, moved))


def assessed_one(tx: Tx, person_id: str) -> Assessed | None:
    """One person as of today."""
    return assessed_on(tx, person_id, tx.today())


def assessed_on(tx: Tx, person_id: str, day: date) -> Assessed | None:
    """One person as of a day, with the place that counts on it; None for who holds no posting then."""
    return next(iter(assessed_named(tx, [person_id], day)), None)


def assessed_in_year(tx: Tx, person_id: str, year: int) -> Assessed | None:
    """One person with the place that counts in a year; who came only after it, with the place of today."""
    today = tx.today()
    day = min(today, Period.of_year(year).last)
    found = assessed_on(tx, person_id, day)
    return found if found or day == today else assessed_on(tx, person_id, today)


def assessed_in_scope(tx: Tx, actor: Actor, permission: str, text: str, limit: int) -> list[tuple[str, str, str]]:
    """``(person id, name, unit that assesses)`` of the first people whose name contains ``text``.

    Only who is assessed where ``actor`` has ``permission``: first those seconded there, then the others by name.
    """
    moved = placing_on(tx, tx.today()).moved()
    placed = [one.placed() for one in moved.values() if text in one.own.name]
    inside = visible_among(tx, actor, permission, {one.node_id for one in placed})
    here = [(one.person_id, one.name, one.organization_name) for one in placed if one.node_id in inside]
    posted = people_named(tx, actor, permission, text, limit + len(moved))
    return [*here, *(one for one in posted if one[0] not in moved)][:limit]


def superior_of(tx: Tx, person_id: str, on: date) -> str | None:
    """The person who is the superior of another on a day; None where nobody is known."""
    found = assessed_on(tx, person_id, on)
    return found.superior_id if found else None


def subordinates_of(tx: Tx, person_id: str, on: date) -> list[Assessed]:
    """Everybody whose superior this person is on a day, by name."""
    directed = {one.post.organization_id for one in appointments_held_by(tx, [person_id], on) if one.post.directs}
    units = directed | supervised_by(tx, directed)
    people = assessed_in_units(tx, units, on)
    known = {one.person_id for one in people}
    named = [one for one in _named_to(tx, person_id, on) if one not in known]
    everybody = [*people, *assessed_named(tx, named, on)]
    return [one for one in everybody if one.superior_id == person_id]


def supervising_unit(tx: Tx, organization_id: str) -> str | None:
    """The body that supervises a unit, if one is recorded."""
    return supervisors_of(tx, [organization_id]).get(organization_id)


def _placed_below(tx: Tx, node_id: str, moved: Mapping[str, Secondee]) -> list[StaffMember]:
    """Those of ``moved`` whose host lies at a place or below it, by unit and name."""
    placed = [one.placed() for one in moved.values()]
    inside = ancestors_among(tx, {one.node_id for one in placed}, [node_id])
    here = [one for one in placed if one.node_id in inside]
    return sorted(here, key=lambda one: (one.organization_name, one.organization_id, one.name, one.person_id))


def _by_unit(posted: Sequence[StaffMember], placed: Sequence[StaffMember]) -> list[StaffMember]:
    """The people of each unit together, in the order of its first."""
    if not placed:
        return list(posted)
    units: dict[str, list[StaffMember]] = {}
    for one in [*posted, *placed]:
        units.setdefault(one.organization_id, []).append(one)
    return [one for people in units.values() for one in people]


def _units(staff: Iterable[StaffMember]) -> set[str]:
    return {one.organization_id for one in staff}


def _assessed(
    tx: Tx,
    staff: Sequence[StaffMember],
    appointments: Sequence[Appointment],
    day: date,
    moved: Mapping[str, Secondee],
) -> Iterator[Assessed]:
    directors = _directors(tx, staff, appointments, day, moved)
    held = [((one.post.person_id, one.post.organization_id), one.post.division_id) for one in appointments]
    leaders = {place for place, division_id in held if division_id is None}
    divisions = dict(held)
    for one in staff:
        place = one.person_id, one.organization_id
        away = moved.get(one.person_id)
        division_id = divisions.get(place) if away else one.division_id
        superior_id, source = superior_at(one.person_id, one.organization_id, division_id, directors)
        yield Assessed(
            person_id=one.person_id,
            name=one.name,
            account_id=one.account_id,
            organization_id=one.organization_id,
            organization_name=one.organization_name,
            node_id=one.node_id,
            division_id=division_id,
            category=category_of(
                one.quota_type, one.identity, nature=one.nature, civil_servant_law=one.civil_servant_law
            ),
            rank=one.rank,
            started_on=one.started_on,
            leading=place in leaders,
            superior_id=superior_id,
            superior_source=source,
            seconded_from=away.own.organization_name if away else None,
        )


def _directors(
    tx: Tx,
    staff: Sequence[StaffMember],
    appointments: Sequence[Appointment],
    day: date,
    moved: Mapping[str, Secondee],
) -> Directors:
    """Who directs the units of ``staff`` and those above them; ``appointments`` are those of the former."""
    units = _units(staff)
    supervising = supervisors_of(tx, units)
    known = {one.post.organization_id for one in appointments} | units
    above = {unit_id for unit in units for unit_id in upward(unit, supervising)} - known
    places: dict[tuple[str, str | None], list[str]] = {}
    for one in [*appointments, *appointments_on(tx, above, day)]:
        if one.post.directs:
            places.setdefault((one.post.organization_id, one.post.division_id), []).append(one.post.person_id)
    since = {person_id: one.away.since for person_id, one in moved.items()}
    return Directors(places, supervising, _named(tx, [one.person_id for one in staff], day, since))


def _named(tx: Tx, person_ids: Sequence[str], day: date, since: Mapping[str, date]) -> dict[str, str]:
    """The superior that holds for each person by name; a later day counts more, on one day the later word.

    Who was named before somebody went elsewhere (``since``) is of the former place, and counts no more.
    """
    rows = (
        select(NamedSuperior.person_id, NamedSuperior.superior_id, NamedSuperior.effective_on)
        .where(NamedSuperior.effective_on <= day)
        .order_by(NamedSuperior.effective_on, NamedSuperior.id)
    )
    if len(person_ids) <= FEW:
        rows = rows.where(NamedSuperior.person_id.in_(person_ids))
    found: dict[str, str] = {}
    for person_id, superior_id, effective_on in tx.session.execute(rows):
        if effective_on < since.get(person_id, date.min):
            continue
        if superior_id is None:
            found.pop(person_id, None)
        else:
            found[person_id] = superior_id
    return found


def _named_to(tx: Tx, superior_id: str, day: date) -> list[str]:
    """Whom this person was ever named to by that day; some of them may have another superior since."""
    return list(
        tx.session.scalars(
            select(NamedSuperior.person_id)
            .where(NamedSuperior.superior_id == superior_id, NamedSuperior.effective_on <= day)
            .distinct()
        )
    )


def superiors_unknown(people: Iterable[Assessed]) -> list[Assessed]:
    """Those whose superior somebody has to name."""
    return [one for one in people if one.superior_source is SuperiorSource.UNKNOWN]
