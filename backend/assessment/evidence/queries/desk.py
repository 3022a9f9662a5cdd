"""What the office reads: objections that wait or were answered, entries from documents, people to enter about."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from backend.assessment.evidence.gathering import Piece, pieces_of
from backend.assessment.evidence.models import EvidenceEntry, EvidenceObjection
from backend.assessment.evidence.policies import is_own, round_of_subject
from backend.assessment.evidence.queries.views import View, objection_view
from backend.assessment.evidence.sources import SOURCES
from backend.assessment.evidence.states import ObjectionState
from backend.assessment.rounds.public import assessed_in_scope, round_by_id
from backend.assessment.terms import Period, SubjectKind
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, account_names, below, in_scope
from backend.records.public import documents
from backend.register.public import names_of_people, places_of_people, unit_brief

_MOST_FOUND = 20
_WAITING = (ObjectionState.OPEN,)
_ANSWERED = (ObjectionState.UPHELD, ObjectionState.DISMISSED)


def open_evidence_objections(tx: Tx, round_id: str) -> int:
    """How many objections to evidence of a round's year wait for an answer below the round's place."""
    the_round = round_by_id(tx, round_id)
    waiting = select(func.count()).where(
        EvidenceObjection.state == ObjectionState.OPEN,
        EvidenceObjection.year == the_round.year,
        below(the_round.node_id, EvidenceObjection.node_id),
    )
    return tx.session.scalar(waiting) or 0


def objections_for_office(tx: Tx, actor: Actor, which: str, cursor: str | None, limit: int) -> View:
    """A page of the objections in the actor's scope, the oldest waiting or the newest answered first."""
    waiting = which == "open"
    statement = select(EvidenceObjection).where(
        EvidenceObjection.state.in_(_WAITING if waiting else _ANSWERED),
        in_scope(actor, Permission.ROUND_MANAGE, EvidenceObjection.node_id),
    )
    if (after := decode_cursor(cursor, 1)) is not None:
        statement = statement.where(
            EvidenceObjection.id > after[0] if waiting else EvidenceObjection.id < after[0]
        )
    ordered = EvidenceObjection.id.asc() if waiting else EvidenceObjection.id.desc()
    rows = tx.session.scalars(statement.order_by(ordered).limit(limit + 1)).all()
    people = [row.subject_id for row in rows if _kind(row) is SubjectKind.PERSON]
    names, places, pieces = names_of_people(tx, people), places_of_people(tx, people), _pieces_as_now(tx, rows)
    units = unit_brief(tx, {row.subject_id for row in rows if _kind(row) is SubjectKind.UNIT})
    names = {**names, **{unit_id: unit.name for unit_id, unit in units.items()}}
    by = account_names(tx, [row.answered_by for row in rows if row.answered_by])
    lines = [
        {
            **objection_view(tx, actor, row),
            **_office_line(row, pieces.get(row.id)),
            "own": is_own(tx, actor, row),
            "name": names.get(row.subject_id, ""),
            "unit": places[row.subject_id].organization_name if row.subject_id in places else None,
            "answered_by": by.get(row.answered_by or ""),
        }
        for row in rows
    ]
    return page(lines, limit, ("id",))


def entries_in_scope(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> View:
    """A page of the entries in the actor's scope, the newest first."""
    reversal = aliased(EvidenceEntry)
    reversed_ = exists().where(reversal.reverses_id == EvidenceEntry.id)
    statement = select(EvidenceEntry, reversed_).where(
        EvidenceEntry.reverses_id.is_(None), in_scope(actor, Permission.ROUND_MANAGE, EvidenceEntry.node_id)
    )
    if (after := decode_cursor(cursor, 1)) is not None:
        statement = statement.where(EvidenceEntry.id < after[0])
    rows = tx.session.execute(statement.order_by(EvidenceEntry.id.desc()).limit(limit + 1)).all()
    names = names_of_people(tx, [row.person_id for row, _ in rows])
    papers = documents(tx, [row.document_id for row, _ in rows])
    return page(
        [
            {
                "id": row.id,
                "source": row.source,
                "name": names.get(row.person_id, ""),
                "title": row.title,
                "on": row.on,
                "amount": row.amount,
                "out_of": row.out_of,
                "document_number": papers[row.document_id]["number"],
                "reversed": bool(gone),
                "own": row.person_id == actor.person_ref,
            }
            for row, gone in rows
        ],
        limit,
        ("id",),
    )


def people_to_enter(tx: Tx, actor: Actor, text: str) -> list[View]:
    """The first people in the actor's scope whose name contains ``text``."""
    found = assessed_in_scope(tx, actor, Permission.ROUND_MANAGE, text, _MOST_FOUND)
    return [{"id": person_id, "name": name, "unit": unit} for person_id, name, unit in found]


def _kind(row: EvidenceObjection) -> SubjectKind:
    return SOURCES[row.source].kind


def _office_line(row: EvidenceObjection, piece: Piece | None) -> View:
    return {
        "kind": _kind(row).value,
        "subject_id": row.subject_id,
        "year": row.year,
        "source": row.source,
        "on": row.on,
        "amount": row.amount,
        "out_of": row.out_of,
        "facts": dict(piece.evidence.facts) if piece else {},
        "ruling": {"amount": piece.ruling.amount, "on": piece.ruling.ruled_on} if piece and piece.ruling else None,
        "version": row.version,
    }


def _pieces_as_now(tx: Tx, rows: Sequence[EvidenceObjection]) -> dict[str, Piece]:
    """The disputed pieces as they are today, by objection; those whose fact is gone are left out."""
    together: dict[tuple[SubjectKind, str | None, int], list[EvidenceObjection]] = {}
    for row in rows:
        the_round = round_of_subject(tx, _kind(row), row.subject_id, row.year)
        together.setdefault((_kind(row), the_round.id if the_round else None, row.year), []).append(row)
    found: dict[str, Piece] = {}
    for (kind, round_id, year), own in together.items():
        period = round_by_id(tx, round_id).period if round_id else Period.of_year(year)
        wanted = {(row.subject_id, row.source, row.key): row.id for row in own}
        for piece in pieces_of(tx, kind, {row.subject_id for row in own}, period, round_id):
            it = piece.evidence
            if (it.subject_id, it.source, it.key) in wanted:
                found[wanted[it.subject_id, it.source, it.key]] = piece
    return found
