"""Evidence that the assessor entered from a document: results of 专项考核, commendations of 信息员."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from backend.assessment.evidence.models import EvidenceEntry
from backend.assessment.evidence.port import Batch
from backend.assessment.terms import Evidence, SubjectKind
from backend.core.transaction import Tx

_AT_ONCE = 500


def entered_evidence(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """Each entry that was not taken back, with the amount that its document says."""
    reversal = aliased(EvidenceEntry)
    for start in range(0, len(batch.subject_ids), _AT_ONCE):
        rows = tx.session.scalars(
            select(EvidenceEntry).where(
                EvidenceEntry.person_id.in_(batch.subject_ids[start : start + _AT_ONCE]),
                EvidenceEntry.on.between(batch.period.first, batch.period.last),
                EvidenceEntry.reverses_id.is_(None),
                ~exists().where(reversal.reverses_id == EvidenceEntry.id),
            )
        )
        for row in rows:
            yield Evidence(
                kind=SubjectKind.PERSON,
                subject_id=row.person_id,
                source=row.source,
                key=row.id,
                on=row.on,
                amount=row.amount,
                out_of=row.out_of,
                facts={"title": row.title},
            )
