"""Who may do what in grading, and when."""

from __future__ import annotations

from sqlalchemy import select

from backend.assessment.evidence.public import open_evidence_objections
from backend.assessment.grading.discipline import ALL, possible_grades
from backend.assessment.grading.errors import (
    CaseChanged,
    CaseDecided,
    CaseNotFound,
    CompileRunning,
    EvidenceObjectionsOpen,
    GradeNotLeft,
    GradeOfOtherCategory,
    NotDeferralKeeper,
    PoolNotFound,
    SpecialCaseStands,
    WindowsOpen,
)
from backend.assessment.grading.models import (
    AssessmentCase,
    AssessmentPool,
    AssessmentRun,
    RunState,
)
from backend.assessment.grading.proposals import grade_by_case
from backend.assessment.rounds.public import OwnCase, Round, lock_round, round_for
from backend.assessment.terms import GRADES, Category, Grade, SpecialCase
from backend.core.actor import Actor
from backend.core.errors import DomainError
from backend.core.jobs import has_ended
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope


def load_round(tx: Tx, actor: Actor, permission: str, round_id: str) -> Round:
    """A round in the actor's scope, locked by one that writes. Raises ``RoundNotFound``."""
    found = round_for(tx, actor, permission, round_id)
    return lock_round(tx, round_id) if tx.writes else found


def load_case(tx: Tx, actor: Actor, permission: str, case_id: str) -> AssessmentCase:
    """A case of somebody in the actor's scope. Raises :class:`CaseNotFound`."""
    condition = in_scope(actor, permission, AssessmentCase.node_id)
    case = tx.session.scalar(select(AssessmentCase).where(AssessmentCase.id == case_id, condition))
    if case is None:
        raise CaseNotFound
    return case


def lock_case(tx: Tx, case_id: str) -> AssessmentCase:
    """A case for a change; its round is locked before it. Raises :class:`CaseNotFound`."""
    query = select(AssessmentCase).where(AssessmentCase.id == case_id).with_for_update()
    case = tx.session.scalar(query.execution_options(populate_existing=True))
    if case is None:
        raise CaseNotFound
    return case


def lock_pool(tx: Tx, pool_id: str | None) -> AssessmentPool:
    """A pool for a change of its numbers; locked after cases. Raises :class:`PoolNotFound`."""
    query = select(AssessmentPool).where(AssessmentPool.id == pool_id).with_for_update()
    pool = tx.session.scalar(query.execution_options(populate_existing=True))
    if pool is None:
        raise PoolNotFound
    return pool


def ensure_not_own(actor: Actor, person_id: str) -> None:
    """Raises :class:`OwnCase`."""
    if actor.person_ref is not None and actor.person_ref == person_id:
        raise OwnCase


def ensure_undecided(case: AssessmentCase) -> None:
    """Raises :class:`CaseDecided`."""
    if case.decided:
        raise CaseDecided


def ensure_possible(case: AssessmentCase, grade: Grade) -> None:
    """Raises :class:`SpecialCaseStands`, :class:`GradeOfOtherCategory`, :class:`GradeNotLeft`."""
    category = Category(case.category)
    if grade_by_case(SpecialCase(case.special_case) if case.special_case else None, case.grades_left) is not None:
        raise SpecialCaseStands(special_case=case.special_case)
    if grade not in GRADES[category]:
        possible = [one.value for one in GRADES[category]]
        raise GradeOfOtherCategory(fields={"grade": ["unknown"]}, grades=possible)
    left = possible_grades(category, ALL if case.grades_left is None else case.grades_left)
    if grade not in left:
        raise GradeNotLeft(grades=[one.value for one in left])


def ensure_version(case: AssessmentCase, seen: int) -> None:
    """Raises :class:`CaseChanged` when somebody changed the case since it was read."""
    if case.version != seen:
        raise CaseChanged(version=case.version)


def running_run(tx: Tx, round_id: str) -> AssessmentRun | None:
    """What is under way. A run whose job was given up counts no more."""
    query = select(AssessmentRun).where(
        AssessmentRun.round_id == round_id, AssessmentRun.state == RunState.RUNNING.value
    )
    run = tx.session.scalar(query)
    return None if run is None or (run.job_id and has_ended(tx, run.job_id)) else run


def ensure_no_run(tx: Tx, round_id: str) -> None:
    """Raises :class:`CompileRunning`."""
    run = running_run(tx, round_id)
    if run is not None:
        raise CompileRunning(kind=run.kind, done=run.done, total=run.total)


def obstacles(tx: Tx, found: Round) -> list[DomainError]:
    """What could still change the evidence, so that it cannot be frozen: each as the refusal it is."""
    refusals: list[DomainError] = []
    running = {window.value: until for window, (_, until) in found.windows.items() if until >= tx.today()}
    if running:
        refusals.append(WindowsOpen(windows=sorted(running), until=max(running.values()).isoformat()))
    objections = open_evidence_objections(tx, found.id)
    if objections:
        refusals.append(EvidenceObjectionsOpen(count=objections))
    return refusals


def ensure_keeper(tx: Tx, actor: Actor, found: Round) -> None:
    """Raises :class:`NotDeferralKeeper` for all but the one person named, ``RoundNotFound`` for strangers."""
    if actor.account_id is None or found.investigation_keeper != actor.account_id:
        round_for(tx, actor, Permission.ROUND_READ, found.id)
        raise NotDeferralKeeper
