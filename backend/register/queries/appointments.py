"""Reads of leader posts: the ledger of a unit, and who holds what on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, below
from backend.records.public import documents
from backend.register.appointments import (
    Appointment,
    AppointmentFact,
    AppointmentRole,
    EntryKind,
    Post,
    fold,
    order_of,
    standing,
)
from backend.register.errors import UnitNotFound
from backend.register.id_numbers import mask_name
from backend.register.models import AppointmentEntry, InternalDivision, Organization, Person
from backend.register.models.marks import table_of
from backend.register.operations.rows import chunks
from backend.register.queries.scope_flags import scope_flags

_ENTRY = table_of(AppointmentEntry)
_COLUMNS = (
    _ENTRY.c.kind,
    _ENTRY.c.appointment_id,
    _ENTRY.c.person_id,
    _ENTRY.c.organization_id,
    _ENTRY.c.division_id,
    _ENTRY.c.title,
    _ENTRY.c.level,
    _ENTRY.c.role,
    _ENTRY.c.principal,
    _ENTRY.c.counts,
    _ENTRY.c.effective_on,
)


def appointments_of(tx: Tx, organization_ids: Collection[str]) -> list[Appointment]:
    """Every appointment that the ledgers of these units hold, ended ones included."""
    return fold(
        fact_of(row)
        for chunk in chunks(organization_ids)
        for row in _rows(tx, _ENTRY.c.organization_id.in_(chunk))
    )


def appointments_on(tx: Tx, organization_ids: Collection[str], day: date) -> list[Appointment]:
    """The appointments of these units that stand on ``day``, who directs first."""
    return standing(appointments_of(tx, organization_ids), day)


def appointments_below(tx: Tx, node_id: str, day: date) -> list[Appointment]:
    """The appointments of all units at ``node_id`` and below that stand on ``day``, in one statement."""
    units = select(Organization.id).where(below(node_id, Organization.node_id))
    return standing(fold(fact_of(row) for row in _rows(tx, _ENTRY.c.organization_id.in_(units))), day)


def appointments_held_by(tx: Tx, person_ids: Collection[str], day: date) -> list[Appointment]:
    """The appointments of these people that stand on ``day``."""
    facts = (fact_of(row) for chunk in chunks(person_ids) for row in _rows(tx, _ENTRY.c.person_id.in_(chunk)))
    return standing(fold(facts), day)


def unit_appointments(tx: Tx, actor: Actor, unit_id: str) -> dict[str, Any]:
    """The leader posts of a unit today and, of the past, those that ended; names as the reader may see them.

    Raises :class:`UnitNotFound` for a unit whose people the actor may not read.
    """
    permissions = (Permission.PEOPLE_READ, Permission.PERSON_NAME, Permission.APPOINTMENT_RECORD)
    flags = scope_flags(actor, permissions, Organization.node_id)
    seen = tx.session.execute(select(*flags).where(Organization.id == unit_id)).first()
    if seen is None or not seen[0]:
        raise UnitNotFound(unit_id=unit_id)
    found = appointments_of(tx, [unit_id])
    names = _names(tx, [one.post.person_id for one in found])
    divisions = _divisions(tx, unit_id)
    papers = _papers(tx, [one.id for one in found])
    today = tx.today()
    items = [
        _item(one, names[one.post.person_id], divisions, papers.get(one.id), full=bool(seen[1]))
        for one in sorted(found, key=order_of)
    ]
    return {
        "may_record": bool(seen[2]),
        "divisions": [{"id": key, "name": name} for key, name in divisions.items()],
        "standing": [item for item in items if item["ended_on"] is None or item["ended_on"] > today],
        "ended": [item for item in items if item["ended_on"] is not None and item["ended_on"] <= today],
    }


def _rows(tx: Tx, condition: ColumnElement[bool]) -> Sequence[Any]:
    ordered = select(*_COLUMNS).where(condition).order_by(_ENTRY.c.organization_id, _ENTRY.c.sequence)
    return tx.session.execute(ordered).all()


def fact_of(row: Row[Any]) -> AppointmentFact:
    """An entry of the ledger as the fold takes it."""
    post = Post(
        row.person_id,
        row.organization_id,
        row.division_id,
        row.title,
        row.level,
        AppointmentRole(row.role),
        row.principal,
        row.counts,
    )
    return AppointmentFact(EntryKind(row.kind), row.appointment_id, post, row.effective_on)


def _names(tx: Tx, person_ids: Collection[str]) -> dict[str, str]:
    return {
        row.id: row.name
        for chunk in chunks(person_ids)
        for row in tx.session.execute(select(Person.id, Person.name).where(Person.id.in_(chunk)))
    }


def _divisions(tx: Tx, unit_id: str) -> dict[str, str]:
    rows = tx.session.execute(
        select(InternalDivision.id, InternalDivision.name)
        .where(InternalDivision.organization_id == unit_id)
        .order_by(InternalDivision.sort, InternalDivision.id)
    )
    return {row.id: row.name for row in rows}


def _papers(tx: Tx, entry_ids: Collection[str]) -> dict[str, str]:
    """The number of the document of each appointment that names one."""
    named: dict[str, str] = {}
    for chunk in chunks(entry_ids):
        rows = tx.session.execute(
            select(_ENTRY.c.id, _ENTRY.c.document_id).where(
                _ENTRY.c.id.in_(chunk), _ENTRY.c.document_id.is_not(None)
            )
        )
        named |= {row.id: row.document_id for row in rows}
    found = documents(tx, sorted(set(named.values())))
    return {
        entry_id: found[document_id]["number"] for entry_id, document_id in named.items() if document_id in found
    }


def _item(
    one: Appointment, name: str, divisions: dict[str, str], document: str | None, *, full: bool
) -> dict[str, Any]:
    post = one.post
    return {
        "id": one.id,
        "person_id": post.person_id,
        "name": name if full else mask_name(name),
        "division_id": post.division_id,
        "division": divisions.get(post.division_id or ""),
        "title": post.title,
        "level": post.level,
        "role": post.role.value,
        "principal": post.principal,
        "counts": post.counts,
        "started_on": one.started_on,
        "ended_on": one.ended_on,
        "document_number": document,
    }
