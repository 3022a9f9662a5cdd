"""挂职锻炼: recorded by the office for people in its scope, ended with an evaluation, corrected with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

import orjson
from sqlalchemy import or_, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope, record_audit
from backend.records.public import NewDocument, record_document
from backend.register.public import places_of_people, unit_brief, units_named
from courses.learners import nodes_in_scope
from courses.mentoring.errors.life import (
    SecondmentChanged,
    SecondmentDatesInvalid,
    SecondmentEnded,
    SecondmentNotFound,
    SecondmentOverlaps,
    SecondmentPersonUnknown,
    SecondmentPlaceUnknown,
)
from courses.mentoring.models.life import Secondment, SecondmentCorrection
from courses.mentoring.texts import opened, sealed

EVALUATION = "courses_secondment:evaluation"
REASON = "courses_secondment_correction:reason"
FORMER = "courses_secondment_correction:former"


@dataclass(frozen=True, slots=True)
class SecondmentDocument:
    """The document that the secondment rests on."""

    number: str
    title: str
    issuer: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class SecondmentDraft:
    """Where somebody goes, the post held there, from when, and the end that was planned.

    The place is the unit that was picked from the register; without one it is its name, which stands for a unit
    there when exactly one is called so.
    """

    organization_id: str | None
    place_name: str
    post_held: str
    started_on: date
    expected_to: date | None
    document: SecondmentDocument


@dataclass(frozen=True, slots=True)
class SecondmentEnding:
    """The last day, and how it went."""

    ended_on: date
    evaluation: str


@dataclass(frozen=True, slots=True)
class FormerEntry:
    """What an entry said before it was corrected; days as ISO dates."""

    place_name: str
    post_held: str
    started_on: str
    expected_to: str | None
    ended_on: str | None
    evaluation: str | None


def record_secondment(tx: Tx, actor: Actor, person_id: str, draft: SecondmentDraft) -> str:
    """Record a secondment of a person posted in the actor's scope; returns its id.

    Raises :class:`SecondmentPersonUnknown`, :class:`SecondmentPlaceUnknown`, :class:`SecondmentDatesInvalid`,
    :class:`SecondmentOverlaps` and what ``record_document`` raises.
    """
    node_id = _node_of(tx, actor, person_id)
    secondment = Secondment(id=new_id(), person_id=person_id, node_id=node_id, recorded_by=actor.account_id)
    _ensure_order(tx, draft, None)
    _ensure_free(tx, secondment, draft.started_on, _reaches(tx, None, draft.expected_to))
    _write(tx, actor, secondment, draft)
    tx.session.add(secondment)
    tx.session.flush()
    _record(tx, actor, "recorded", secondment)
    return secondment.id


def end_secondment(tx: Tx, actor: Actor, secondment_id: str, version: int, ending: SecondmentEnding) -> None:
    """Write its last day, today or before, and how it went.

    Raises :class:`SecondmentNotFound`, :class:`SecondmentChanged`, :class:`SecondmentEnded`,
    :class:`SecondmentDatesInvalid`, :class:`SecondmentOverlaps`.
    """
    secondment = _locked(tx, actor, secondment_id)
    if secondment.ended_on is not None:
        raise SecondmentEnded
    _ensure_seen(secondment, version)
    _ensure_ending(tx, secondment.started_on, ending)
    _ensure_free(tx, secondment, secondment.started_on, ending.ended_on)
    _end(tx, secondment, ending)
    secondment.version += 1
    _record(tx, actor, "ended", secondment)


def correct_secondment(
    tx: Tx,
    actor: Actor,
    secondment_id: str,
    version: int,
    draft: SecondmentDraft,
    ending: SecondmentEnding | None,
    reason: str,
) -> None:
    """Put an entry right, with the reason; what it said before stays readable. One that ended keeps an ending.

    Raises :class:`SecondmentNotFound`, :class:`SecondmentChanged` and what :func:`record_secondment` raises.
    """
    secondment = _locked(tx, actor, secondment_id)
    _ensure_seen(secondment, version)
    if (ending is None) != (secondment.ended_on is None):
        raise SecondmentDatesInvalid(fields={"ended_on": ["required" if ending is None else "invalid"]})
    _ensure_order(tx, draft, ending)
    last = _reaches(tx, ending.ended_on if ending else None, draft.expected_to)
    _ensure_free(tx, secondment, draft.started_on, last)
    former = _former(tx, secondment)
    _write(tx, actor, secondment, draft, ending)
    secondment.version += 1
    _keep_former(tx, actor, secondment, former, reason)
    _record(tx, actor, "corrected", secondment)


def correction_key(secondment_id: str, version: int) -> str:
    """What names a correction for good."""
    return f"{secondment_id}:{version}"


def _node_of(tx: Tx, actor: Actor, person_id: str) -> str:
    place = places_of_people(tx, [person_id]).get(person_id)
    if place is None or not nodes_in_scope(tx, actor, Permission.MENTORING_MANAGE, [place.node_id]):
        raise SecondmentPersonUnknown
    return place.node_id


def _locked(tx: Tx, actor: Actor, secondment_id: str) -> Secondment:
    secondment = tx.session.scalar(
        select(Secondment)
        .where(Secondment.id == secondment_id, in_scope(actor, Permission.MENTORING_MANAGE, Secondment.node_id))
        .with_for_update()
    )
    if secondment is None:
        raise SecondmentNotFound
    return secondment


def _ensure_seen(secondment: Secondment, version: int) -> None:
    if secondment.version != version:
        raise SecondmentChanged(version=secondment.version)


def _ensure_order(tx: Tx, draft: SecondmentDraft, ending: SecondmentEnding | None) -> None:
    """Raises :class:`SecondmentDatesInvalid`."""
    if draft.expected_to is not None and draft.expected_to < draft.started_on:
        raise SecondmentDatesInvalid(fields={"expected_to": ["invalid"]})
    if ending is not None:
        _ensure_ending(tx, draft.started_on, ending)


def _ensure_ending(tx: Tx, started_on: date, ending: SecondmentEnding) -> None:
    """Raises :class:`SecondmentDatesInvalid`."""
    if not started_on <= ending.ended_on <= tx.today():
        raise SecondmentDatesInvalid(fields={"ended_on": ["invalid"]})


def _reaches(tx: Tx, ended_on: date | None, expected_to: date | None) -> date | None:
    """The last day as far as it is known; past the planned one it goes on until somebody ends it (``None``)."""
    if ended_on is not None:
        return ended_on
    return expected_to if expected_to is not None and expected_to >= tx.today() else None


def _ensure_free(tx: Tx, secondment: Secondment, started_on: date, last: date | None) -> None:
    """Nobody is seconded to two places at once. Raises :class:`SecondmentOverlaps`."""
    others = select(Secondment).where(
        Secondment.person_id == secondment.person_id,
        Secondment.id != secondment.id,
        or_(Secondment.ended_on.is_(None), Secondment.ended_on >= started_on),
    )
    for other in tx.session.scalars(others.order_by(Secondment.started_on)):
        reaches = _reaches(tx, other.ended_on, other.expected_to)
        if (reaches is None or reaches >= started_on) and (last is None or other.started_on <= last):
            raise SecondmentOverlaps(started_on=other.started_on, ended_on=reaches)


def _end(tx: Tx, secondment: Secondment, ending: SecondmentEnding) -> None:
    secondment.ended_on = ending.ended_on
    secondment.evaluation_encrypted = sealed(tx, EVALUATION, secondment.id, ending.evaluation)


def _write(
    tx: Tx,
    actor: Actor,
    secondment: Secondment,
    draft: SecondmentDraft,
    ending: SecondmentEnding | None = None,
) -> None:
    """Put all of it into the row at once: dates that are changed together are flushed together."""
    place, document_id = _place(tx, draft), _document(tx, actor, secondment.id, draft.document)
    secondment.organization_id, secondment.place_name = place
    secondment.post_held, secondment.document_id = draft.post_held, document_id
    secondment.started_on, secondment.expected_to = draft.started_on, draft.expected_to
    if ending is not None:
        _end(tx, secondment, ending)


def _document(tx: Tx, actor: Actor, secondment_id: str, document: SecondmentDocument) -> str:
    return record_document(
        tx,
        actor,
        NewDocument(
            number=document.number,
            title=document.title,
            issuer=document.issuer,
            dated_on=document.dated_on,
            kind="secondment_document",
            cause_kind="secondment",
            cause_id=secondment_id,
        ),
    )


def _place(tx: Tx, draft: SecondmentDraft) -> tuple[str | None, str]:
    """The unit of the register, if it is one, and the name."""
    if draft.organization_id is None:
        named = units_named(tx, [draft.place_name]).get(draft.place_name, [])
        return (named[0] if len(named) == 1 else None), draft.place_name
    picked = unit_brief(tx, [draft.organization_id]).get(draft.organization_id)
    if picked is None:
        raise SecondmentPlaceUnknown(fields={"organization_id": ["unknown"]})
    return picked.id, picked.name


def _former(tx: Tx, secondment: Secondment) -> FormerEntry:
    evaluation = secondment.evaluation_encrypted
    return FormerEntry(
        secondment.place_name,
        secondment.post_held,
        secondment.started_on.isoformat(),
        secondment.expected_to.isoformat() if secondment.expected_to else None,
        secondment.ended_on.isoformat() if secondment.ended_on else None,
        opened(tx, EVALUATION, secondment.id, evaluation) if evaluation is not None else None,
    )


def _keep_former(tx: Tx, actor: Actor, secondment: Secondment, former: FormerEntry, reason: str) -> None:
    key = correction_key(secondment.id, secondment.version)
    entry: Mapping[str, str | None] = asdict(former)
    tx.session.add(
        SecondmentCorrection(
            secondment_id=secondment.id,
            version=secondment.version,
            corrected_by=actor.account_id,
            corrected_on=tx.today(),
            reason_encrypted=sealed(tx, REASON, key, reason),
            former_encrypted=sealed(tx, FORMER, key, orjson.dumps(entry).decode()),
        )
    )
    tx.session.flush()


def _record(tx: Tx, actor: Actor, what: str, secondment: Secondment) -> None:
    action, node_id = f"courses:secondment:{what}", secondment.node_id
    record_audit(tx, actor, action, "secondment", secondment.id, node_id=node_id)
