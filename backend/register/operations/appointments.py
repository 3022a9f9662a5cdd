"""Appointments to leader posts and their ends, recorded from the document that says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope, record_audit
from backend.records.public import NewDocument, record_document
from backend.register.appointments import Appointment, AppointmentFact, EntryKind, Post
from backend.register.errors import (
    AlreadyAppointed,
    AppointmentEnded,
    AppointmentEndTooEarly,
    AppointmentNotFound,
    PersonNotFound,
    UnitNotFound,
)
from backend.register.models import AppointmentCount, AppointmentEntry, Organization, Posting
from backend.register.models.marks import table_of
from backend.register.operations.rows import insert_marked, load_divisions, load_units
from backend.register.policies import UnitFacts, ensure_code, ensure_division, ensure_effective
from backend.register.queries.appointments import appointments_of
from backend.register.values import NewAppointment, Paper

_ENTRIES = table_of(AppointmentEntry)
_COUNTS = table_of(AppointmentCount)
_BEGIN_COUNT = {
    "postgresql": postgresql.insert(_COUNTS).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(_COUNTS).on_conflict_do_nothing(),
}


def record_appointment(tx: Tx, actor: Actor, new: NewAppointment) -> str:
    """Appoint somebody to a leader post; returns the id of the appointment.

    The unit lies where the actor may record appointments, and so does the place at which the person is posted.
    Raises :class:`UnitNotFound`, :class:`PersonNotFound`, the date errors, :class:`DivisionNotInUnit`,
    :class:`UnknownCode` and :class:`AlreadyAppointed` when the person holds a post of that place already.
    """
    post = new.post
    unit = _unit_in_scope(tx, actor, post.organization_id)
    _ensure_known_person(tx, actor, post.person_id)
    ensure_effective(tx.today(), unit, new.effective_on)
    ensure_code("leadership_post_level", post.level)
    if post.division_id is not None:
        division = load_divisions(tx, [post.division_id]).get(post.division_id)
        ensure_division(division, unit.id, new.effective_on)
    sequence = _next_sequence(tx, unit.id)
    for known in appointments_of(tx, [unit.id]):
        same = (known.post.person_id, known.post.division_id) == (post.person_id, post.division_id)
        if same and known.meets(new.effective_on):
            raise AlreadyAppointed(appointment_id=known.id, started_on=known.started_on.isoformat())
    entry_id = new_id()
    fact = AppointmentFact(EntryKind.APPOINT, entry_id, post, new.effective_on)
    _write(tx, fact, entry_id, sequence, _document(tx, actor, new.paper, entry_id))
    _audit(tx, actor, "record", unit, entry_id, post, new.effective_on)
    return entry_id


def end_appointment(tx: Tx, actor: Actor, appointment_id: str, ended_on: date, paper: Paper | None = None) -> None:
    """End an appointment: ``ended_on`` is the first day on which it no longer stands.

    Ended on its first day it never was, which is how a mistake is taken back. Raises
    :class:`AppointmentNotFound`, the date errors, :class:`AppointmentEnded`, :class:`AppointmentEndTooEarly`.
    """
    organization_id = tx.session.scalar(
        select(_ENTRIES.c.organization_id).where(
            _ENTRIES.c.id == appointment_id, _ENTRIES.c.kind == EntryKind.APPOINT.value
        )
    )
    if organization_id is None:
        raise AppointmentNotFound
    try:
        unit = _unit_in_scope(tx, actor, organization_id)
    except UnitNotFound as unseen:
        raise AppointmentNotFound from unseen
    sequence = _next_sequence(tx, organization_id)
    known = _still_open(tx, organization_id, appointment_id)
    ensure_effective(tx.today(), unit, ended_on)
    if ended_on < known.started_on:
        raise AppointmentEndTooEarly(started_on=known.started_on.isoformat(), ended_on=ended_on.isoformat())
    fact = AppointmentFact(EntryKind.END, appointment_id, known.post, ended_on)
    entry_id = new_id()
    _write(tx, fact, entry_id, sequence, _document(tx, actor, paper, entry_id))
    _audit(tx, actor, "end", unit, appointment_id, known.post, ended_on)


def _still_open(tx: Tx, organization_id: str, appointment_id: str) -> Appointment:
    """The appointment as it stands; one that was taken back is gone. Raises :class:`AppointmentEnded`."""
    for known in appointments_of(tx, [organization_id]):
        if known.id == appointment_id and known.ended_on is None:
            return known
    raise AppointmentEnded


def _unit_in_scope(tx: Tx, actor: Actor, organization_id: str) -> UnitFacts:
    condition = in_scope(actor, Permission.APPOINTMENT_RECORD, Organization.node_id)
    seen = tx.session.scalar(select(Organization.id).where(Organization.id == organization_id, condition))
    if seen is None:
        raise UnitNotFound(unit_id=organization_id)
    return load_units(tx, [organization_id])[organization_id]


def _ensure_known_person(tx: Tx, actor: Actor, person_id: str) -> None:
    """The person is posted where the actor may record appointments. Raises :class:`PersonNotFound`."""
    condition = in_scope(actor, Permission.APPOINTMENT_RECORD, Organization.node_id)
    posted = (
        select(Posting.person_id)
        .join(Organization, Organization.id == Posting.organization_id)
        .where(Posting.person_id == person_id, Posting.ended_on.is_(None), condition)
    )
    if tx.session.scalar(posted) is None:
        raise PersonNotFound(person_id=person_id)


def _next_sequence(tx: Tx, organization_id: str) -> int:
    """Lock the ledger of the unit and count on."""
    tx.session.execute(_BEGIN_COUNT[tx.dialect], {"organization_id": organization_id, "entries": 0})
    locked = select(_COUNTS.c.entries).where(_COUNTS.c.organization_id == organization_id).with_for_update()
    sequence = int(tx.session.execute(locked).scalar_one()) + 1
    counted = update(_COUNTS).where(_COUNTS.c.organization_id == organization_id).values(entries=sequence)
    tx.session.execute(counted)
    return sequence


def _write(tx: Tx, fact: AppointmentFact, entry_id: str, sequence: int, document_id: str | None) -> None:
    post = fact.post
    row = {
        "id": entry_id,
        "appointment_id": fact.appointment_id,
        "sequence": sequence,
        "kind": fact.kind.value,
        "person_id": post.person_id,
        "organization_id": post.organization_id,
        "division_id": post.division_id,
        "title": post.title,
        "level": post.level,
        "role": post.role.value,
        "principal": post.principal,
        "counts": post.counts,
        "effective_on": fact.effective_on,
        "recorded_at": tx.now(),
        "document_id": document_id,
    }
    insert_marked(tx, _ENTRIES, [row])


def _document(tx: Tx, actor: Actor, paper: Paper | None, entry_id: str) -> str | None:
    if paper is None:
        return None
    new = NewDocument(
        paper.number, paper.title, paper.issuer, paper.dated_on, "appointment", "appointment", entry_id
    )
    return record_document(tx, actor, new)


def _audit(tx: Tx, actor: Actor, done: str, unit: UnitFacts, appointment_id: str, post: Post, day: date) -> None:
    facts: dict[str, Any] = {
        "organization_id": unit.id,
        "person_id": post.person_id,
        "role": post.role.value,
        "effective_on": day.isoformat(),
    }
    action = f"register:appointment:{done}"
    record_audit(tx, actor, action, "appointment", appointment_id, node_id=unit.node_id, facts=facts)
