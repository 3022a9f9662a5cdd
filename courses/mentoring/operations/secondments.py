"""挂职锻炼: recorded by the office for people in its scope, ended with an evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope, record_audit
from backend.records.public import NewDocument, record_document
from backend.register.public import places_of_people, units_named
from courses.learners import nodes_in_scope
from courses.mentoring.errors.life import (
    SecondmentChanged,
    SecondmentDatesInvalid,
    SecondmentEnded,
    SecondmentNotFound,
    SecondmentOverlaps,
    SecondmentPersonUnknown,
)
from courses.mentoring.models.life import Secondment
from courses.mentoring.texts import sealed

EVALUATION = "courses_secondment:evaluation"


@dataclass(frozen=True, slots=True)
class SecondmentDocument:
    """The document that the secondment rests on."""

    number: str
    title: str
    issuer: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class SecondmentDraft:
    """Where somebody goes: the place by name, the post held there, from when, and the end that was planned."""

    place_name: str
    post_held: str
    started_on: date
    expected_to: date | None
    document: SecondmentDocument


def record_secondment(tx: Tx, actor: Actor, person_id: str, draft: SecondmentDraft) -> str:
    """Record a secondment of a person posted in the actor's scope; returns its id.

    Raises :class:`SecondmentPersonUnknown`, :class:`SecondmentDatesInvalid`, :class:`SecondmentOverlaps` and
    what ``record_document`` raises.
    """
    node_id = _node_of(tx, actor, person_id)
    _ensure_free(tx, person_id, draft.started_on, draft.expected_to)
    secondment = Secondment(id=new_id(), person_id=person_id, node_id=node_id, recorded_by=actor.account_id)
    _write(tx, actor, secondment, draft)
    tx.session.add(secondment)
    tx.session.flush()
    _record(tx, actor, "recorded", secondment)
    return secondment.id


def change_secondment(tx: Tx, actor: Actor, secondment_id: str, version: int, draft: SecondmentDraft) -> None:
    """Correct one that has not ended.

    Raises :class:`SecondmentNotFound`, :class:`SecondmentEnded`, :class:`SecondmentChanged` and what
    :func:`record_secondment` raises.
    """
    secondment = _running(tx, actor, secondment_id, version)
    _ensure_free(tx, secondment.person_id, draft.started_on, draft.expected_to, besides=secondment.id)
    _write(tx, actor, secondment, draft)
    secondment.version += 1
    _record(tx, actor, "changed", secondment)


def end_secondment(
    tx: Tx, actor: Actor, secondment_id: str, version: int, ended_on: date, evaluation: str
) -> None:
    """Write its last day, today or before, and how it went; then it stays as it is.

    Raises :class:`SecondmentNotFound`, :class:`SecondmentEnded`, :class:`SecondmentChanged`,
    :class:`SecondmentDatesInvalid`.
    """
    secondment = _running(tx, actor, secondment_id, version)
    if not secondment.started_on <= ended_on <= tx.today():
        raise SecondmentDatesInvalid(fields={"ended_on": ["invalid"]})
    secondment.ended_on = ended_on
    secondment.evaluation_encrypted = sealed(tx, EVALUATION, secondment.id, evaluation)
    secondment.version += 1
    _record(tx, actor, "ended", secondment)


def _node_of(tx: Tx, actor: Actor, person_id: str) -> str:
    place = places_of_people(tx, [person_id]).get(person_id)
    if place is None or not nodes_in_scope(tx, actor, Permission.MENTORING_MANAGE, [place.node_id]):
        raise SecondmentPersonUnknown
    return place.node_id


def _running(tx: Tx, actor: Actor, secondment_id: str, version: int) -> Secondment:
    secondment = tx.session.scalar(
        select(Secondment)
        .where(Secondment.id == secondment_id, in_scope(actor, Permission.MENTORING_MANAGE, Secondment.node_id))
        .with_for_update()
    )
    if secondment is None:
        raise SecondmentNotFound
    if secondment.ended_on is not None:
        raise SecondmentEnded
    if secondment.version != version:
        raise SecondmentChanged(version=secondment.version)
    return secondment


def _ensure_free(
    tx: Tx, person_id: str, started_on: date, expected_to: date | None, besides: str | None = None
) -> None:
    """Nobody is seconded to two places at once; one that runs without an end reaches to any later day."""
    if expected_to is not None and expected_to < started_on:
        raise SecondmentDatesInvalid(fields={"expected_to": ["invalid"]})
    others = select(Secondment).where(
        Secondment.person_id == person_id,
        or_(Secondment.ended_on.is_(None), Secondment.ended_on >= started_on),
        Secondment.id != besides if besides else Secondment.id.is_not(None),
    )
    for other in tx.session.scalars(others.order_by(Secondment.started_on)):
        last = other.ended_on or other.expected_to
        if (last is None or last >= started_on) and (expected_to is None or other.started_on <= expected_to):
            raise SecondmentOverlaps(started_on=other.started_on, ended_on=last)


def _write(tx: Tx, actor: Actor, secondment: Secondment, draft: SecondmentDraft) -> None:
    named = units_named(tx, [draft.place_name]).get(draft.place_name, [])
    document = draft.document
    secondment.organization_id = named[0] if len(named) == 1 else None
    secondment.place_name, secondment.post_held = draft.place_name, draft.post_held
    secondment.started_on, secondment.expected_to = draft.started_on, draft.expected_to
    secondment.document_id = record_document(
        tx,
        actor,
        NewDocument(
            number=document.number,
            title=document.title,
            issuer=document.issuer,
            dated_on=document.dated_on,
            kind="secondment_document",
            cause_kind="secondment",
            cause_id=secondment.id,
        ),
    )


def _record(tx: Tx, actor: Actor, what: str, secondment: Secondment) -> None:
    action, node_id = f"courses:secondment:{what}", secondment.node_id
    record_audit(tx, actor, action, "secondment", secondment.id, node_id=node_id)
