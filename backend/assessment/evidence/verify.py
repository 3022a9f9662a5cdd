"""Checks of evidence for ``verify``: entries and rulings are as they were written, each ruling has its cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Table, select

from backend.assessment.evidence.marking import mark_holds
from backend.assessment.evidence.models import EvidenceEntry, EvidenceObjection, EvidenceRuling
from backend.assessment.evidence.states import ObjectionState
from backend.core.findings import Check, Finding
from backend.core.transaction import Tx

_MARKED: tuple[Any, ...] = (EvidenceEntry, EvidenceRuling)
_BATCH = 2000


def check_marks(tx: Tx) -> Iterator[Finding]:
    """Every entry and ruling bears the mark that only the product can make."""
    for model in _MARKED:
        table = cast(Table, model.__table__)
        for row in tx.session.execute(select(table).execution_options(yield_per=_BATCH)).mappings():
            if not mark_holds(tx.keyring, table.name, dict(row)):
                yield Finding("evidence_mark", table.name, row["id"], "changed or written past the product")


def check_rulings(tx: Tx) -> Iterator[Finding]:
    """Each ruling belongs to an upheld objection to the same piece, and each upheld objection has its ruling."""
    rulings = {row.objection_id: row for row in tx.session.scalars(select(EvidenceRuling))}
    upheld = select(EvidenceObjection).where(EvidenceObjection.state == ObjectionState.UPHELD)
    for objection in tx.session.scalars(upheld):
        ruling = rulings.pop(objection.id, None)
        if ruling is None:
            yield _wrong(EvidenceObjection, objection.id, "was upheld without a ruling")
        elif (*_piece_of(ruling), ruling.disputed) != (*_piece_of(objection), objection.amount):
            yield _wrong(EvidenceRuling, ruling.id, "is about another piece than its objection")
    for ruling in rulings.values():
        yield _wrong(EvidenceRuling, ruling.id, "rests on an objection that was not upheld")


def _piece_of(row: EvidenceRuling | EvidenceObjection) -> tuple[str, str, str]:
    return row.subject_id, row.source, row.key


def _wrong(model: Any, row_id: str, message: str) -> Finding:
    return Finding("evidence_ruling", model.__tablename__, row_id, message)


CHECKS: list[Check] = [check_marks, check_rulings]
