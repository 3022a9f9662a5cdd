"""Who is assessed, in which category, and by whom: the same rules for one person and for a hundred thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select

from backend.assessment.rounds.categories import category_of
from backend.assessment.rounds.models import NamedSuperior
from backend.assessment.rounds.superiors import Directors, SuperiorSource, superior_at, upward
from backend.assessment.rounds.values import Assessed, Round
from backend.core.transaction import Tx
from backend.register.public import (
    Appointment,
    StaffMember,
    appointments_below,
    appointments_held_by,
    appointments_on,
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
    """Everybody posted below a place on a day, by unit and name, whether or not a round looks at them."""
    staff = list(staff_below(tx, node_id, on))
    return list(_assessed(tx, staff, appointments_below(tx, node_id, on), on))


def assessed_page(tx: Tx, node_id: str, day: date, text: str, offset: int, limit: int) -> list[Assessed]:
    """So many people of a place from ``offset`` on, in the order of :func:`assessed_below`."""
    staff = list(staff_below(tx, node_id, day, text=text, offset=offset, limit=limit))
    return list(_assessed(tx, staff, appointments_on(tx, {one.organization_id for one in staff}, day), day))


def assessed_in_units(tx: Tx, organization_ids: Collection[str], on: date) -> list[Assessed]:
    """Everybody of these units, by name."""
    staff = staff_of_units(tx, organization_ids, on)
    return list(_assessed(tx, staff, appointments_on(tx, organization_ids, on), on))


def assessed_named(tx: Tx, person_ids: Collection[str], on: date) -> list[Assessed]:
    """These people, as far as they hold a posting on that day."""
    staff = list(staff_members(tx, person_ids, on).values())
    units = {one.organization_id for one in staff}
    return list(_assessed(tx, staff, appointments_on(tx, units, on), on))


def assessed_one(tx: Tx, person_id: str) -> Assessed | None:
    """One person as of today."""
    return next(iter(assessed_named(tx, [person_id], tx.today())), None)


def superior_of(tx: Tx, person_id: str, on: date) -> str | None:
    """The person who is the superior of another on a day; None where nobody is known."""
    found = next(iter(assessed_named(tx, [person_id], on)), None)
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


def _assessed(
    tx: Tx, staff: Sequence[StaffMember], appointments: Sequence[Appointment], day: date
) -> Iterator[Assessed]:
    directors = _directors(tx, staff, appointments, day)
    leaders = {
        (one.post.person_id, one.post.organization_id) for one in appointments if one.post.division_id is None
    }
    for one in staff:
        superior_id, source = superior_at(one.person_id, one.organization_id, one.division_id, directors)
        yield Assessed(
            person_id=one.person_id,
            name=one.name,
            account_id=one.account_id,
            organization_id=one.organization_id,
            organization_name=one.organization_name,
            node_id=one.node_id,
            division_id=one.division_id,
            category=category_of(
                one.quota_type, one.identity, nature=one.nature, civil_servant_law=one.civil_servant_law
            ),
            rank=one.rank,
            started_on=one.started_on,
            leading=(one.person_id, one.organization_id) in leaders,
            superior_id=superior_id,
            superior_source=source,
        )


def _directors(tx: Tx, staff: Sequence[StaffMember], appointments: Sequence[Appointment], day: date) -> Directors:
    """Who directs the units of ``staff`` and those above them; ``appointments`` are those of the former."""
    units = {one.organization_id for one in staff}
    supervising = supervisors_of(tx, units)
    known = {one.post.organization_id for one in appointments} | units
    above = {unit_id for unit in units for unit_id in upward(unit, supervising)} - known
    places: dict[tuple[str, str | None], list[str]] = {}
    for one in [*appointments, *appointments_on(tx, above, day)]:
        if one.post.directs:
            places.setdefault((one.post.organization_id, one.post.division_id), []).append(one.post.person_id)
    return Directors(places, supervising, _named(tx, [one.person_id for one in staff], day))


#: up to so many people are asked for by id, more by reading the few names that there are
_FEW = 500


def _named(tx: Tx, person_ids: Sequence[str], day: date) -> dict[str, str]:
    """The superior that holds for each person by name; a later day counts more, on one day the later word."""
    rows = (
        select(NamedSuperior.person_id, NamedSuperior.superior_id)
        .where(NamedSuperior.effective_on <= day)
        .order_by(NamedSuperior.effective_on, NamedSuperior.id)
    )
    if len(person_ids) <= _FEW:
        rows = rows.where(NamedSuperior.person_id.in_(person_ids))
    return _last({}, ((row.person_id, row.superior_id) for row in tx.session.execute(rows)))


def _last(found: dict[str, str], rows: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    for person_id, superior_id in rows:
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
