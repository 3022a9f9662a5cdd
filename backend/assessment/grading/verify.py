"""Checks of grading for ``verify``: pools by their people, frozen evidence and scores by their digests."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from backend.assessment.grading.models import AssessmentCase, AssessmentPool, AssessmentRun, RunKind, RunState
from backend.assessment.grading.operations.compiling import digest_of_scored
from backend.assessment.grading.operations.freezing import digest_of_frozen
from backend.assessment.terms import Grade, SpecialCase
from backend.core.findings import Check, Finding
from backend.core.transaction import Tx


def check_pools(tx: Tx) -> Iterator[Finding]:
    """A pool's numbers are those of its people, and 优秀 stays within its ratio."""
    here = (AssessmentCase.pool_id == AssessmentPool.id) & (AssessmentCase.revision == AssessmentPool.revision)
    counted = func.count().filter(AssessmentCase.special_case.is_distinct_from(SpecialCase.NOT_ASSESSED.value))
    excellent = func.count().filter(AssessmentCase.grade == Grade.EXCELLENT.value)
    pool = AssessmentPool
    rows = tx.session.execute(
        select(pool.id, pool.people, pool.excellent, counted.label("counted"), excellent.label("given"))
        .join(AssessmentCase, here)
        .group_by(pool.id, pool.people, pool.excellent)
    )
    for row in rows:
        stored, found = (row.people, row.excellent), (row.counted, row.given)
        if stored != found:
            yield Finding(
                "assessment_pool",
                AssessmentPool.__tablename__,
                row.id,
                "people and 优秀 are not those of its cases",
                expected=str(found),
                found=str(stored),
            )


def check_digests(tx: Tx) -> Iterator[Finding]:
    """The newest frozen evidence and the newest scores of each round give the digest they were closed with."""
    done = AssessmentRun.state == RunState.DONE.value
    runs = tx.session.scalars(select(AssessmentRun).where(done).order_by(AssessmentRun.ended_at, AssessmentRun.id))
    newest = {(run.round_id, run.kind): run for run in runs}
    frozen = {run.id for run in newest.values() if run.kind == RunKind.FREEZE.value}
    for run in newest.values():
        if run.kind == RunKind.FREEZE.value:
            digest = digest_of_frozen(tx, run.id)
        elif run.freeze_id in frozen:
            digest = digest_of_scored(tx, run.freeze_id or "", run.schemes)
        else:
            continue
        if digest != run.digest:
            yield Finding(
                "assessment_digest",
                AssessmentRun.__tablename__,
                run.id,
                f"what was written by this {run.kind} is no longer the same",
                expected=run.digest or "",
                found=digest,
            )


CHECKS: list[Check] = [check_pools, check_digests]
