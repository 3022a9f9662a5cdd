"""What the newest freezing of a round holds about some subjects, as evidence again."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select

from backend.assessment.grading.models import FrozenEvidence
from backend.assessment.grading.queries.revisions import freeze_of
from backend.assessment.rounds.public import Round
from backend.assessment.terms import Evidence, SubjectKind
from backend.core.transaction import Tx

_AT_ONCE = 500


def frozen_evidence(tx: Tx, held: Round, kind: SubjectKind, subject_ids: Collection[str]) -> Iterator[Evidence]:
    """The frozen rows by subject, source, day and key; none before the first freezing."""
    freeze = freeze_of(tx, held.id)
    ordered = sorted(set(subject_ids)) if freeze is not None else []
    for start in range(0, len(ordered), _AT_ONCE):
        rows = tx.session.scalars(
            select(FrozenEvidence)
            .where(
                FrozenEvidence.freeze_id == (freeze.id if freeze else ""),
                FrozenEvidence.kind == kind.value,
                FrozenEvidence.subject_id.in_(ordered[start : start + _AT_ONCE]),
            )
            .order_by(FrozenEvidence.subject_id, FrozenEvidence.source, FrozenEvidence.on, FrozenEvidence.key)
        )
        for row in rows:
            yield Evidence(
                kind=kind,
                subject_id=row.subject_id,
                source=row.source,
                key=row.key,
                on=row.on,
                amount=row.amount,
                out_of=row.out_of,
                link=row.link,
                facts=row.facts,
            )
