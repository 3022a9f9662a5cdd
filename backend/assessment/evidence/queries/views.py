"""The evidence of a year as a page shows it: by source, with sums, each piece with what was said against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from backend.assessment.evidence.gathering import Piece
from backend.assessment.evidence.marking import opened_text
from backend.assessment.evidence.models import EvidenceObjection
from backend.assessment.evidence.policies import (
    ensure_person_in_scope,
    ensure_unit_in_scope,
    lies_in_scope,
    round_of_subject,
)
from backend.assessment.evidence.shown import is_frozen, pieces_shown
from backend.assessment.evidence.sources import SOURCES
from backend.assessment.evidence.states import ObjectionState
from backend.assessment.terms import SubjectKind
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.register.public import names_of_people

View = dict[str, Any]
#: objections by source and key, in the order in which they were made
_Said = Mapping[tuple[str, str], Sequence[EvidenceObjection]]


def own_evidence(tx: Tx, actor: Actor, year: int) -> View:
    """The actor's own evidence of a year, also where there is no round yet; empty for who is nobody's record."""
    return _year_view(tx, actor, SubjectKind.PERSON, actor.person_ref or "", year)


def evidence_of_person(tx: Tx, actor: Actor, person_id: str, year: int) -> View:
    """Somebody's evidence, for those who read results there. Raises :class:`EvidencePersonNotFound`."""
    ensure_person_in_scope(tx, actor, Permission.RESULT_READ, person_id, year)
    name = names_of_people(tx, [person_id]).get(person_id, "")
    return {"id": person_id, "name": name, **_year_view(tx, actor, SubjectKind.PERSON, person_id, year)}


def evidence_of_unit(tx: Tx, actor: Actor, organization_id: str, year: int) -> View:
    """A unit's evidence, for who speaks for it or assesses it. Raises :class:`EvidenceUnitNotFound`."""
    unit = ensure_unit_in_scope(tx, actor, Permission.UNIT_YEAR_READ, organization_id)
    view = _year_view(tx, actor, SubjectKind.UNIT, organization_id, year)
    speaks = lies_in_scope(tx, actor, Permission.UNIT_EVIDENCE_OBJECT, unit.node_id)
    return {"id": organization_id, "name": unit.name, **view, "can_object": view["can_object"] and speaks}


def objection_view(tx: Tx, actor: Actor, row: EvidenceObjection) -> View:
    """What whoever made an objection sees of it."""
    return {
        "id": row.id,
        "state": row.state,
        "reason": _text(tx, row, "reason", row.reason_encrypted),
        "made_at": row.made_at,
        "answer": _text(tx, row, "answer", row.answer_encrypted),
        "answered_at": row.answered_at,
        "yours": row.account_id == actor.account_id,
    }


def _year_view(tx: Tx, actor: Actor, kind: SubjectKind, subject_id: str, year: int) -> View:
    held = round_of_subject(tx, kind, subject_id, year)
    pieces = pieces_shown(tx, kind, [subject_id], year, held)
    said: dict[tuple[str, str], list[EvidenceObjection]] = {}
    for row in tx.session.scalars(
        select(EvidenceObjection)
        .where(EvidenceObjection.subject_id == subject_id, EvidenceObjection.state != ObjectionState.WITHDRAWN)
        .order_by(EvidenceObjection.id)
    ):
        said.setdefault((row.source, row.key), []).append(row)
    return {
        "year": year,
        "can_object": not is_frozen(held),
        "frozen": is_frozen(held),
        "groups": _groups(tx, actor, pieces, said),
    }


def _groups(tx: Tx, actor: Actor, pieces: Iterable[Piece], said: _Said) -> list[View]:
    """One group per source that has pieces, in the order of the table of sources; the latest piece first."""
    by_source: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_source.setdefault(piece.evidence.source, []).append(piece)
    return [_group(tx, actor, code, by_source[code], said) for code in SOURCES if code in by_source]


def _group(tx: Tx, actor: Actor, code: str, pieces: list[Piece], said: _Said) -> View:
    counted = [one for piece in pieces if (one := piece.counted) is not None]
    return {
        "source": code,
        "base": SOURCES[code].base_hint.value,
        "count": len(counted),
        "amount": sum(one.amount for one in counted),
        "out_of": sum(one.out_of for one in counted),
        "pieces": [_piece(tx, actor, piece, said) for piece in reversed(pieces)],
    }


def _piece(tx: Tx, actor: Actor, piece: Piece, said: _Said) -> View:
    it = piece.evidence
    # what was said of an amount that has changed since is not about this piece any more
    about = [
        row
        for row in said.get((it.source, it.key), ())
        if row.state == ObjectionState.OPEN or row.amount == it.amount
    ]
    return {
        "key": it.key,
        "on": it.on,
        "amount": it.amount,
        "out_of": it.out_of,
        "link": it.link or None,
        "facts": dict(it.facts),
        "ruling": {"amount": piece.ruling.amount, "on": piece.ruling.ruled_on} if piece.ruling else None,
        "objection": objection_view(tx, actor, about[-1]) if about else None,
    }


def _text(tx: Tx, row: EvidenceObjection, column: str, stored: str | None) -> str | None:
    if stored is None:
        return None
    return opened_text(tx.keyring, EvidenceObjection.__tablename__, column, row.id, stored)
