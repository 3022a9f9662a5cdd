"""What stands in place of a grade, by the articles on special cases, and the one neutral code.

Who enters a case names its document. The neutral code has neither document nor reason: it is entered and lifted by
the one person the round names for it, and nothing here says why.
"""

from __future__ import annotations

from backend.assessment.grading.errors import NotDeferralKeeper, SpecialCaseUnknown
from backend.assessment.grading.models import AssessmentCase, GradeCause, SpecialCaseEntry
from backend.assessment.grading.operations.grades import keep, standing_of, write_grade
from backend.assessment.grading.policies import (
    ensure_keeper,
    ensure_no_run,
    ensure_not_own,
    ensure_undecided,
    ensure_version,
    load_case,
    lock_case,
    lock_pool,
)
from backend.assessment.grading.proposals import grade_by_case
from backend.assessment.grading.queries.cases import case_of_round, grade_or_none
from backend.assessment.grading.ratio import counts
from backend.assessment.rounds.public import Round, RoundState, ensure_state, lock_round
from backend.assessment.terms import GRADES, Category, Grade, SpecialCase
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit
from backend.records.public import NewDocument, record_document


def enter_special_case(
    tx: Tx, actor: Actor, case_id: str, seen_version: int, special: SpecialCase, document: NewDocument
) -> None:
    """Put a special case with its document in place of a grade, or in the way of 优秀.

    Raises :class:`CaseNotFound`, ``RoundStateWrong``, :class:`CompileRunning`, :class:`OwnCase`,
    :class:`CaseDecided`, :class:`CaseChanged`, :class:`NotDeferralKeeper` for the neutral code, ``Invalid`` for an
    incomplete document, and :class:`RatioExceeded` where fewer people would no longer bear the 优秀 given.
    """
    case = _open_case(tx, actor, case_id, seen_version)
    if SpecialCase.DEFERRED in (special, case.special_case):
        raise NotDeferralKeeper
    _enter(tx, actor, case, special, record_document(tx, actor, document))


def lift_special_case(tx: Tx, actor: Actor, case_id: str, seen_version: int) -> None:
    """Take a special case back; the person has no grade then until somebody gives one.

    Raises as :func:`enter_special_case`, and :class:`SpecialCaseUnknown`.
    """
    case = _open_case(tx, actor, case_id, seen_version)
    if case.special_case == SpecialCase.DEFERRED:
        raise NotDeferralKeeper
    if case.special_case is None:
        raise SpecialCaseUnknown
    _enter(tx, actor, case, None, None)


def defer_case(tx: Tx, actor: Actor, round_id: str, case_id: str) -> None:
    """Enter the neutral code. Raises :class:`NotDeferralKeeper`, ``RoundNotFound`` for strangers, and as above."""
    case = _case_of_keeper(tx, actor, round_id, case_id)
    _enter(tx, actor, case, SpecialCase.DEFERRED, None)


def settle_case(tx: Tx, actor: Actor, round_id: str, case_id: str) -> None:
    """Lift the neutral code. Raises as :func:`defer_case`, and :class:`SpecialCaseUnknown`."""
    case = _case_of_keeper(tx, actor, round_id, case_id)
    if case.special_case != SpecialCase.DEFERRED:
        raise SpecialCaseUnknown
    _enter(tx, actor, case, None, None)


def _open_case(tx: Tx, actor: Actor, case_id: str, seen_version: int) -> AssessmentCase:
    found = load_case(tx, actor, Permission.ROUND_MANAGE, case_id)
    _ensure_between(tx, lock_round(tx, found.round_id))
    case = lock_case(tx, case_id)
    ensure_not_own(actor, case.person_id)
    ensure_undecided(case)
    ensure_version(case, seen_version)
    return case


def _case_of_keeper(tx: Tx, actor: Actor, round_id: str, case_id: str) -> AssessmentCase:
    found = lock_round(tx, round_id)
    ensure_keeper(tx, actor, found)
    case_of_round(tx, round_id, case_id)
    _ensure_between(tx, found)
    case = lock_case(tx, case_id)
    ensure_not_own(actor, case.person_id)
    ensure_undecided(case)
    return case


def _ensure_between(tx: Tx, found: Round) -> None:
    """Cases are there once evidence is frozen, and are decided later."""
    ensure_state(found, RoundState.FROZEN, RoundState.COMPILED)
    ensure_no_run(tx, found.id)


def _enter(
    tx: Tx, actor: Actor, case: AssessmentCase, special: SpecialCase | None, document_id: str | None
) -> None:
    before = SpecialCase(case.special_case) if case.special_case else None
    entry_id = new_id()
    tx.session.add(
        SpecialCaseEntry(
            id=entry_id,
            round_id=case.round_id,
            person_id=case.person_id,
            special_case=special.value if special else None,
            document_id=document_id,
            entered_by=actor.account_id,
            entered_at=tx.now(),
        )
    )
    write_grade(tx, actor, case, _grade_after(case, before, special), "", GradeCause.SPECIAL_CASE)
    case.special_case = special.value if special else None
    case.version += 1
    _count_again(tx, case, before, special)
    tx.session.flush()
    facts = {"entry": entry_id}
    record_audit(tx, actor, "assessment:special_case:entered", "case", case.id, node_id=case.node_id, facts=facts)


def _grade_after(case: AssessmentCase, before: SpecialCase | None, after: SpecialCase | None) -> Grade | None:
    fixed = grade_by_case(after)
    if fixed is not None:
        return fixed
    if grade_by_case(before) is not None:
        return None
    now = grade_or_none(case.grade)
    if after is SpecialCase.WARNED and now is Grade.EXCELLENT:
        return GRADES[Category(case.category)][1]
    return now


def _count_again(tx: Tx, case: AssessmentCase, before: SpecialCase | None, after: SpecialCase | None) -> None:
    change = counts(after) - counts(before)
    if change:
        pool = lock_pool(tx, case.pool_id)
        keep(pool, standing_of(pool).resize(pool.people + change))
