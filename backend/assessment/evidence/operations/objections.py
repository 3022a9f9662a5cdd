"""Objections to a piece of evidence: made by the person, or for a unit by who speaks for it; answered by an
assessor, ruled upon once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, Table, insert, select

from backend.assessment.events import EvidenceObjected, ObjectionAnswered, UnitObjectionAnswered
from backend.assessment.evidence.errors import (
    EvidenceObjectedAlready,
    EvidenceObjectionChanged,
    EvidenceObjectionNotFound,
    EvidencePieceNotFound,
    OwnEvidence,
)
from backend.assessment.evidence.marking import marked, sealed_text
from backend.assessment.evidence.models import EvidenceObjection, EvidenceRuling
from backend.assessment.evidence.policies import (
    ensure_evidence_open,
    ensure_placed,
    ensure_ruling_fits,
    ensure_unit_in_scope,
    is_own,
    next_state,
    round_of_subject,
)
from backend.assessment.evidence.shown import pieces_shown
from backend.assessment.evidence.sources import SOURCES
from backend.assessment.evidence.states import ObjectionAct, ObjectionState
from backend.assessment.terms import Evidence, SubjectKind
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, Role, accounts_with_role, in_scope, record_audit

OBJECTION, RULING = EvidenceObjection.__tablename__, EvidenceRuling.__tablename__


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office says: upheld with another amount, upheld without one (struck out), or dismissed."""

    upheld: bool
    amount: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Disputed:
    """Whose piece of which year is disputed, and where it is answered."""

    kind: SubjectKind
    subject_id: str
    node_id: str
    year: int


def object_to_evidence(tx: Tx, actor: Actor, year: int, source: str, key: str, reason: str) -> str:
    """Dispute a piece of the own evidence of a year; returns the objection's id.

    Raises :class:`EvidencePieceNotFound`, :class:`EvidencePlaceUnknown`, :class:`EvidenceObjectedAlready` and
    ``RoundStateWrong`` once the evidence is frozen.
    """
    person_id = actor.person_ref or ""
    ensure_evidence_open(tx, person_id, year)
    piece = _piece(tx, SubjectKind.PERSON, person_id, year, source, key)
    place = ensure_placed(tx, person_id, year)
    return _object(tx, actor, _Disputed(SubjectKind.PERSON, person_id, place.node_id, year), piece, reason)


def object_for_unit(  # a piece has a year, a source and a key
    tx: Tx, actor: Actor, organization_id: str, *, year: int, source: str, key: str, reason: str
) -> str:
    """Dispute a piece about a unit for which the actor speaks; returns the objection's id.

    Raises :class:`EvidenceUnitNotFound`, :class:`EvidencePieceNotFound`, :class:`EvidenceObjectedAlready` and
    ``RoundStateWrong`` once the evidence is frozen.
    """
    unit = ensure_unit_in_scope(tx, actor, Permission.UNIT_EVIDENCE_OBJECT, organization_id)
    ensure_evidence_open(tx, unit.id, year, SubjectKind.UNIT)
    piece = _piece(tx, SubjectKind.UNIT, unit.id, year, source, key)
    return _object(tx, actor, _Disputed(SubjectKind.UNIT, unit.id, unit.node_id, year), piece, reason)


def _object(tx: Tx, actor: Actor, about: _Disputed, piece: Evidence, reason: str) -> str:
    _ensure_first(tx, piece)
    objection_id = new_id()
    objection = EvidenceObjection(
        id=objection_id,
        subject_id=about.subject_id,
        account_id=actor.account_id,
        node_id=about.node_id,
        year=about.year,
        source=piece.source,
        key=piece.key,
        on=piece.on,
        amount=piece.amount,
        out_of=piece.out_of,
        reason_encrypted=sealed_text(tx.keyring, OBJECTION, "reason", objection_id, reason),
        made_at=tx.now(),
    )
    tx.session.add(objection)
    tx.session.flush()
    _record(tx, actor, objection, "made")
    assessors = set(accounts_with_role(tx, Role.ASSESSOR, about.node_id)) - {actor.account_id}
    tx.publish(EvidenceObjected(objection_id, tuple(sorted(assessors))))
    return objection_id


def withdraw_objection(tx: Tx, actor: Actor, objection_id: str) -> None:
    """Take the own objection back. Raises :class:`EvidenceObjectionNotFound`, :class:`EvidenceObjectionClosed`."""
    objection = _locked(tx, objection_id, EvidenceObjection.account_id == actor.account_id)
    objection.state = next_state(objection, ObjectionAct.WITHDRAW)
    objection.version += 1
    tx.session.flush()
    _record(tx, actor, objection, "withdrawn")


def answer_objection(tx: Tx, actor: Actor, objection_id: str, version: int, answer: Answer) -> None:
    """Uphold or dismiss an objection, with the reason; an upheld one leaves a dated ruling on the piece.

    Raises :class:`EvidenceObjectionNotFound`, :class:`OwnEvidence`, :class:`EvidenceObjectionClosed`,
    :class:`EvidenceObjectionChanged`, :class:`RulingUnfit` and ``RoundStateWrong``.
    """
    scope = in_scope(actor, Permission.ROUND_MANAGE, EvidenceObjection.node_id)
    objection = _locked(tx, objection_id, scope)
    if is_own(tx, actor, objection):
        raise OwnEvidence
    state = next_state(objection, ObjectionAct.UPHOLD if answer.upheld else ObjectionAct.DISMISS)
    if objection.version != version:
        raise EvidenceObjectionChanged(version=objection.version)
    ensure_ruling_fits(objection, answer.amount, upheld=answer.upheld)
    kind = SOURCES[objection.source].kind
    ensure_evidence_open(tx, objection.subject_id, objection.year, kind)
    objection.state = state
    objection.answer_encrypted = sealed_text(tx.keyring, OBJECTION, "answer", objection.id, answer.reason)
    objection.answered_by, objection.answered_at = actor.account_id, tx.now()
    objection.version += 1
    tx.session.flush()
    if answer.upheld:
        _rule(tx, actor, objection, answer)
    _record(tx, actor, objection, state.value)
    if kind is SubjectKind.UNIT:
        tx.publish(UnitObjectionAnswered(objection.id, objection.subject_id, objection.account_id))
    else:
        tx.publish(ObjectionAnswered(objection.id, "evidence", objection.account_id))


def _piece(  # a piece has a subject, a year, a source and a key
    tx: Tx, kind: SubjectKind, subject_id: str, year: int, source: str, key: str
) -> Evidence:
    """The piece as it is shown: what is not shown yet cannot be disputed either."""
    held = round_of_subject(tx, kind, subject_id, year)
    for piece in pieces_shown(tx, kind, [subject_id], year, held):
        if (piece.evidence.source, piece.evidence.key) == (source, key):
            return piece.evidence
    raise EvidencePieceNotFound


def _ensure_first(tx: Tx, piece: Evidence) -> None:
    """One objection at a time, and one to each amount of a piece: a fact that has changed can be disputed anew."""
    answered = EvidenceObjection.state.in_((ObjectionState.UPHELD, ObjectionState.DISMISSED))
    state = tx.session.scalar(
        select(EvidenceObjection.state)
        .where(
            EvidenceObjection.subject_id == piece.subject_id,
            EvidenceObjection.source == piece.source,
            EvidenceObjection.key == piece.key,
            (EvidenceObjection.state == ObjectionState.OPEN)
            | (answered & (EvidenceObjection.amount == piece.amount)),
        )
        .limit(1)
    )
    if state is not None:
        raise EvidenceObjectedAlready(state=state)


def _rule(tx: Tx, actor: Actor, objection: EvidenceObjection, answer: Answer) -> None:
    ruling_id = new_id()
    values = {
        "id": ruling_id,
        "objection_id": objection.id,
        "subject_id": objection.subject_id,
        "source": objection.source,
        "key": objection.key,
        "disputed": objection.amount,
        "amount": answer.amount,
        "reason_encrypted": sealed_text(tx.keyring, RULING, "reason", ruling_id, answer.reason),
        "ruled_by": actor.account_id,
        "ruled_on": tx.today(),
    }
    tx.session.execute(insert(cast(Table, EvidenceRuling.__table__)), marked(tx.keyring, RULING, values))


def _locked(tx: Tx, objection_id: str, condition: ColumnElement[bool]) -> EvidenceObjection:
    row = tx.session.scalar(
        select(EvidenceObjection).where(EvidenceObjection.id == objection_id, condition).with_for_update()
    )
    if row is None:
        raise EvidenceObjectionNotFound
    return row


def _record(tx: Tx, actor: Actor, objection: EvidenceObjection, done: str) -> None:
    action = f"assessment:evidence_objection:{done}"
    facts = {"source": objection.source, "year": objection.year}
    record_audit(tx, actor, action, "evidence_objection", objection.id, node_id=objection.node_id, facts=facts)
