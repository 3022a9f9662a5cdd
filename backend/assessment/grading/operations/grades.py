"""The one writer of grades. Under the pool's lock, so that two people cannot both give the last 优秀."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from backend.assessment.grading.errors import (
    NotCompiled,
    PoolNotFound,
    RatioExceeded,
)
from backend.assessment.grading.models import (
    AssessmentCase,
    AssessmentPool,
    AssessmentRun,
    GradeAdjustment,
    GradeCause,
    RunKind,
    RunState,
)
from backend.assessment.grading.policies import (
    ensure_no_run,
    ensure_not_own,
    ensure_possible,
    ensure_undecided,
    ensure_version,
    load_case,
    load_round,
    lock_case,
    lock_pool,
)
from backend.assessment.grading.queries.cases import grade_or_none, reason_aad
from backend.assessment.grading.ratio import Standing
from backend.assessment.rounds.public import RoundState, ensure_state, lock_round
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit


def adjust_grade(tx: Tx, actor: Actor, case_id: str, seen_version: int, grade: Grade, reason: str) -> None:
    """An assessor gives another grade than the score proposes, and says why.

    Raises :class:`CaseNotFound`, ``RoundStateWrong``, :class:`CompileRunning`, :class:`CaseDecided`,
    :class:`CaseChanged`, and as :func:`set_grade`.
    """
    round_id = load_case(tx, actor, Permission.ROUND_MANAGE, case_id).round_id
    ensure_state(lock_round(tx, round_id), RoundState.COMPILED)
    ensure_no_run(tx, round_id)
    case = lock_case(tx, case_id)
    ensure_undecided(case)
    ensure_version(case, seen_version)
    set_grade(tx, actor, case_id, grade, reason, GradeCause.ADJUSTMENT)


def grade_rest(tx: Tx, actor: Actor, pool_id: str, grade: Grade, reason: str) -> int:
    """Give one grade to everybody of a pool who has neither one nor what stands in its place; returns how many.

    The own case is left out; all or none. Raises :class:`PoolNotFound`, ``RoundNotFound``, ``RoundStateWrong``,
    :class:`CompileRunning`, :class:`GradeOfOtherCategory`, :class:`GradeNotLeft`, :class:`RatioExceeded`.
    """
    known = tx.session.get(AssessmentPool, pool_id)
    if known is None:
        raise PoolNotFound
    found = load_round(tx, actor, Permission.ROUND_MANAGE, known.round_id)
    ensure_state(found, RoundState.COMPILED)
    ensure_no_run(tx, found.id)
    case = AssessmentCase
    waiting = (
        select(case.id)
        .where(case.pool_id == pool_id, case.revision == known.revision, case.decided.is_(False))
        .where(case.grade.is_(None), case.person_id.is_distinct_from(actor.person_ref))
        .order_by(case.id)
    )
    case_ids = tx.session.scalars(waiting).all()
    for case_id in case_ids:
        set_grade(tx, actor, case_id, grade, reason, GradeCause.ADJUSTMENT)
    return len(case_ids)


def set_grade(
    tx: Tx, actor: Actor, case_id: str, grade: Grade, reason: str, cause: GradeCause = GradeCause.DECISION
) -> None:
    """Give a grade. Whether the actor may is the caller's to ask; nobody grades themselves.

    Raises :class:`OwnCase`, :class:`NotCompiled`, :class:`GradeOfOtherCategory`, :class:`SpecialCaseStands`,
    :class:`GradeNotLeft`, and :class:`RatioExceeded` with the numbers of the pool.
    """
    case = lock_case(tx, case_id)
    ensure_not_own(actor, case.person_id)
    _ensure_compiled(tx, case)
    ensure_possible(case, grade)
    write_grade(tx, actor, case, grade, reason, cause)


def write_grade(
    tx: Tx, actor: Actor, case: AssessmentCase, grade: Grade | None, reason: str, cause: GradeCause
) -> None:
    """Change a locked case and count it in its pool. Raises :class:`RatioExceeded`."""
    before = grade_or_none(case.grade)
    if before == grade:
        return
    pool = lock_pool(tx, case.pool_id)
    keep(pool, regraded(pool, before, grade))
    row_id = new_id()
    tx.session.add(
        GradeAdjustment(
            id=row_id,
            case_id=case.id,
            revision=case.revision,
            cause=cause.value,
            before=case.grade,
            after=grade.value if grade else None,
            reason=tx.keyring.encrypt(reason, reason_aad(row_id)) if reason else "",
            adjusted_by=actor.account_id,
            adjusted_at=tx.now(),
        )
    )
    case.grade = grade.value if grade else None
    case.tied = False
    case.version += 1
    tx.session.flush()
    # the adjustment says what it was; the audit record holds nothing of anybody's result
    facts = {"adjustment": row_id, "cause": cause.value, "pool": pool.id}
    record_audit(tx, actor, "assessment:grade:set", "case", case.id, node_id=case.node_id, facts=facts)


def standing_of(pool: AssessmentPool) -> Standing:
    """A pool's numbers as a value."""
    return Standing(pool.people, pool.percent, pool.excellent)


def regraded(pool: AssessmentPool, before: Grade | None, after: Grade | None) -> Standing:
    """Raises :class:`RatioExceeded` with the pool named."""
    try:
        return standing_of(pool).regrade(before, after)
    except RatioExceeded as exceeded:
        raise RatioExceeded(**exceeded.facts, pool=pool.id) from exceeded


def keep(pool: AssessmentPool, standing: Standing) -> None:
    """Write a standing that was checked."""
    pool.people, pool.percent, pool.excellent = standing.people, standing.percent, standing.excellent
    pool.version += 1


def close_cases(tx: Tx, case_ids: Collection[str]) -> None:
    """A decision covers these cases from now on: only what follows a decision changes them."""
    ordered = sorted(set(case_ids))
    tx.session.flush()
    for start in range(0, len(ordered), 500):
        tx.session.execute(
            update(AssessmentCase)
            .where(AssessmentCase.id.in_(ordered[start : start + 500]))
            .values(decided=True, version=AssessmentCase.version + 1)
        )
    tx.session.expire_all()


def _ensure_compiled(tx: Tx, case: AssessmentCase) -> None:
    done = select(AssessmentRun.id).where(
        AssessmentRun.round_id == case.round_id,
        AssessmentRun.kind == RunKind.COMPILE.value,
        AssessmentRun.revision == case.revision,
        AssessmentRun.state == RunState.DONE.value,
    )
    if tx.session.scalar(done.limit(1)) is None:
        raise NotCompiled
