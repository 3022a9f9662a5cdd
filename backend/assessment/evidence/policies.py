"""What must hold before evidence is disputed, ruled upon or entered."""

from __future__ import annotations

from datetime import date

from sqlalchemy import literal, select

from backend.assessment.evidence.errors import (
    EvidenceObjectionClosed,
    EvidencePersonNotFound,
    EvidencePlaceUnknown,
    EvidenceUnitNotFound,
    OwnEvidence,
    RulingUnfit,
)
from backend.assessment.evidence.models import EvidenceObjection
from backend.assessment.evidence.sources import SOURCES
from backend.assessment.evidence.states import ImpossibleAct, ObjectionAct, ObjectionState, after
from backend.assessment.rounds.public import (
    Assessed,
    Round,
    RoundState,
    assessed_in_year,
    ensure_state,
    lock_round,
    round_at,
    round_of_person,
)
from backend.assessment.terms import SubjectKind
from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope
from backend.register.public import UnitBrief, unit_brief


def round_of_subject(tx: Tx, kind: SubjectKind, subject_id: str, year: int) -> Round | None:
    """The round of a year that a person, or a unit, takes part in."""
    if kind is SubjectKind.PERSON:
        return round_of_person(tx, subject_id, year)
    unit = unit_brief(tx, [subject_id]).get(subject_id)
    return round_at(tx, unit.node_id, year) if unit else None


def ensure_evidence_open(tx: Tx, subject_id: str, year: int, kind: SubjectKind = SubjectKind.PERSON) -> None:
    """The evidence of the year is not frozen; it stays so until the end of this transaction.

    Raises ``RoundStateWrong``.
    """
    the_round = round_of_subject(tx, kind, subject_id, year)
    if the_round is not None:
        ensure_state(lock_round(tx, the_round.id), RoundState.PREPARING, RoundState.OPEN)


def ensure_placed(tx: Tx, person_id: str, year: int) -> Assessed:
    """The place where somebody is assessed in a year. Raises :class:`EvidencePlaceUnknown`."""
    place = assessed_in_year(tx, person_id, year)
    if place is None:
        raise EvidencePlaceUnknown
    return place


def ensure_person_in_scope(tx: Tx, actor: Actor, permission: Permission, person_id: str, year: int) -> Assessed:
    """Somebody who is assessed where the actor has ``permission``. Raises :class:`EvidencePersonNotFound`."""
    place = assessed_in_year(tx, person_id, year)
    if place is None:
        raise EvidencePersonNotFound
    if not lies_in_scope(tx, actor, permission, place.node_id):
        raise EvidencePersonNotFound
    return place


def ensure_unit_in_scope(tx: Tx, actor: Actor, permission: Permission, organization_id: str) -> UnitBrief:
    """A unit where the actor has ``permission``. Raises :class:`EvidenceUnitNotFound`."""
    unit = unit_brief(tx, [organization_id]).get(organization_id)
    if unit is None or not lies_in_scope(tx, actor, permission, unit.node_id):
        raise EvidenceUnitNotFound
    return unit


def lies_in_scope(tx: Tx, actor: Actor, permission: Permission, node_id: str) -> bool:
    """Whether the actor has ``permission`` at the node."""
    return bool(tx.session.scalar(select(in_scope(actor, permission, literal(node_id)))))


def ensure_not_own(actor: Actor, person_id: str) -> None:
    """Raises :class:`OwnEvidence`."""
    if actor.person_ref == person_id:
        raise OwnEvidence


def is_own(tx: Tx, actor: Actor, objection: EvidenceObjection) -> bool:
    """Whether it is about the actor, or about a unit for which the actor speaks."""
    if SOURCES[objection.source].kind is SubjectKind.PERSON:
        return objection.subject_id == actor.person_ref
    return lies_in_scope(tx, actor, Permission.UNIT_EVIDENCE_OBJECT, objection.node_id)


def next_state(objection: EvidenceObjection, act: ObjectionAct) -> ObjectionState:
    """The state after ``act``. Raises :class:`EvidenceObjectionClosed`."""
    try:
        return after(objection.state, act)
    except ImpossibleAct as error:
        raise EvidenceObjectionClosed(state=objection.state) from error


def ensure_ruling_fits(objection: EvidenceObjection, amount: int | None, *, upheld: bool) -> None:
    """Raises :class:`RulingUnfit` for an amount that is none, that changes nothing, or that no ruling needs."""
    if not upheld and amount is not None:
        raise RulingUnfit(fields={"amount": ["not_allowed"]})
    if upheld and amount is not None and (amount > objection.out_of or amount == objection.amount):
        raise RulingUnfit(fields={"amount": ["out_of_range" if amount > objection.out_of else "unchanged"]})


def ensure_day_possible(tx: Tx, day: date) -> None:
    """Raises ``Invalid`` for a day that has not come."""
    if day > tx.today():
        raise Invalid(fields={"on": ["date_in_future"]})
