"""Entries from a document: a result of 专项考核, a commendation of a 信息员. Taken back, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, insert, select

from backend.assessment.evidence.errors import EvidenceEntryNotFound, EvidenceEntryReversed
from backend.assessment.evidence.marking import marked, sealed_text
from backend.assessment.evidence.models import EntrySource, EvidenceEntry
from backend.assessment.evidence.policies import (
    ensure_day_possible,
    ensure_evidence_open,
    ensure_not_own,
    ensure_person_in_scope,
)
from backend.assessment.terms import ONE
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.errors import Invalid
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope, record_audit
from backend.records.public import NewDocument, record_document

ENTRY = EvidenceEntry.__tablename__
#: a result of 专项考核 is written as points of a hundred
FULL = 100 * ONE


@dataclass(frozen=True, slots=True)
class EntryDocument:
    """The document that an entry rests on."""

    number: str
    title: str
    issuer: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is entered; ``points`` are hundredths of 100 points, for a result of 专项考核 only."""

    source: EntrySource
    person_id: str
    title: str
    on: date
    points: int | None
    document: EntryDocument


def record_entry(tx: Tx, actor: Actor, new: NewEntry) -> str:
    """Enter evidence about somebody from a document; returns the entry's id.

    Raises :class:`EvidencePersonNotFound`, :class:`OwnEvidence`, ``Invalid`` and ``RoundStateWrong``.
    """
    place = ensure_person_in_scope(tx, actor, Permission.ROUND_MANAGE, new.person_id, new.on.year)
    ensure_not_own(actor, new.person_id)
    ensure_day_possible(tx, new.on)
    amount, out_of = _amount(new)
    ensure_evidence_open(tx, new.person_id, new.on.year)
    entry_id = new_id()
    document = NewDocument(
        number=new.document.number,
        title=new.document.title,
        issuer=new.document.issuer,
        dated_on=new.document.dated_on,
        kind=new.source.value,
        cause_kind="assessment_evidence",
        cause_id=entry_id,
    )
    _insert(
        tx,
        {
            "id": entry_id,
            "source": new.source.value,
            "person_id": new.person_id,
            "node_id": place.node_id,
            "title": new.title,
            "on": new.on,
            "amount": amount,
            "out_of": out_of,
            "document_id": record_document(tx, actor, document),
            "reverses_id": None,
            "reason_encrypted": None,
            "entered_by": actor.account_id,
            "entered_at": tx.now(),
        },
    )
    _record(tx, actor, entry_id, place.node_id, "entered", {"source": new.source.value})
    return entry_id


def reverse_entry(tx: Tx, actor: Actor, entry_id: str, reason: str) -> str:
    """Take an entry back, with the reason; returns the id of the row that says so.

    Raises :class:`EvidenceEntryNotFound`, :class:`OwnEvidence`, :class:`EvidenceEntryReversed` and
    ``RoundStateWrong``.
    """
    scope = in_scope(actor, Permission.ROUND_MANAGE, EvidenceEntry.node_id)
    found = select(EvidenceEntry).where(EvidenceEntry.id == entry_id, EvidenceEntry.reverses_id.is_(None), scope)
    entry = tx.session.scalar(found.with_for_update())
    if entry is None:
        raise EvidenceEntryNotFound
    ensure_not_own(actor, entry.person_id)
    if tx.session.scalar(select(EvidenceEntry.id).where(EvidenceEntry.reverses_id == entry_id)) is not None:
        raise EvidenceEntryReversed
    ensure_evidence_open(tx, entry.person_id, entry.on.year)
    reversal_id = new_id()
    names = ("source", "person_id", "node_id", "title", "on", "amount", "out_of", "document_id")
    _insert(
        tx,
        {
            **{name: getattr(entry, name) for name in names},
            "id": reversal_id,
            "reverses_id": entry_id,
            "reason_encrypted": sealed_text(tx.keyring, ENTRY, "reason", reversal_id, reason),
            "entered_by": actor.account_id,
            "entered_at": tx.now(),
        },
    )
    _record(tx, actor, entry_id, entry.node_id, "reversed", {"source": entry.source})
    return reversal_id


def _amount(new: NewEntry) -> tuple[int, int]:
    """A commendation is one; a result of 专项考核 has its points."""
    is_commendation = new.source is EntrySource.COMMENDATION
    if is_commendation != (new.points is None):
        raise Invalid(fields={"points": ["not_allowed" if is_commendation else "required"]})
    return (ONE, ONE) if new.points is None else (new.points, FULL)


def _insert(tx: Tx, values: Mapping[str, Any]) -> None:
    tx.session.execute(insert(cast(Table, EvidenceEntry.__table__)), marked(tx.keyring, ENTRY, values))


def _record(tx: Tx, actor: Actor, entry_id: str, node_id: str, done: str, facts: Mapping[str, str]) -> None:
    action = f"assessment:evidence_entry:{done}"
    record_audit(tx, actor, action, "evidence_entry", entry_id, node_id=node_id, facts=dict(facts))
