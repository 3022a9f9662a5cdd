"""What stands in place of a grade, by the articles on special cases, and the one neutral code.

Who enters a case names its document. The neutral code has neither document nor reason: it is entered and lifted by
the one person the round names for it, and nothing here says why. Of a disciplinary action the board, the papers
and the audit record hold only what it does to the grade; its kind and its document are encrypted with the entry,
for those who enter such cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import orjson

from backend.assessment.grading.discipline import KINDS, DisciplinaryAction, grades_left, within
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
from backend.assessment.grading.queries.grounds import PAPER, sealed_aad
from backend.assessment.grading.ratio import counts
from backend.assessment.rounds.public import Round, RoundState, ensure_state, lock_round, round_by_id
from backend.assessment.terms import Category, Grade, SpecialCase
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.errors import Invalid
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit
from backend.records.public import NewDocument, record_document

#: cases whose kind and document are encrypted with the entry
_SEALED: Final = (SpecialCase.WARNED, SpecialCase.DISCIPLINED)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is entered: the case, the kind of a disciplinary action heavier than a warning, and the document."""

    special: SpecialCase
    action: DisciplinaryAction | None
    document: NewDocument


def enter_special_case(tx: Tx, actor: Actor, case_id: str, seen_version: int, ground: Ground) -> None:
    """Put a special case with its document in place of a grade, or in the way of 优秀.

    Raises :class:`CaseNotFound`, ``RoundStateWrong``, :class:`CompileRunning`, :class:`OwnCase`,
    :class:`CaseDecided`, :class:`CaseChanged`, :class:`NotDeferralKeeper` for the neutral code, ``Invalid`` for an
    incomplete document or a kind that people of this category cannot have, and :class:`RatioExceeded` where fewer
    people would no longer bear the 优秀 given.
    """
    case = _open_case(tx, actor, case_id, seen_version)
    if SpecialCase.DEFERRED in (ground.special, case.special_case):
        raise NotDeferralKeeper
    _ensure_kind(case, ground)
    rules = round_by_id(tx, case.round_id).parameters
    if ground.special not in _SEALED:
        _enter(tx, actor, case, ground.special, document_id=record_document(tx, actor, ground.document))
        return
    left = grades_left(ground.special, ground.action, rules)
    _enter(tx, actor, case, ground.special, left=left, sealed=ground)


def _ensure_kind(case: AssessmentCase, ground: Ground) -> None:
    """A kind is named for a heavier action alone, one that the law knows for this category."""
    kinds = KINDS[Category(case.category)] if ground.special is SpecialCase.DISCIPLINED else (None,)
    if ground.action not in kinds:
        raise Invalid(fields={"action": ["missing" if ground.action is None else "unknown"]})


def lift_special_case(tx: Tx, actor: Actor, case_id: str, seen_version: int) -> None:
    """Take a special case back; the person has no grade then until somebody gives one.

    Raises as :func:`enter_special_case`, and :class:`SpecialCaseUnknown`.
    """
    case = _open_case(tx, actor, case_id, seen_version)
    if case.special_case == SpecialCase.DEFERRED:
        raise NotDeferralKeeper
    if case.special_case is None:
        raise SpecialCaseUnknown
    _enter(tx, actor, case, None)


def defer_case(tx: Tx, actor: Actor, round_id: str, case_id: str) -> None:
    """Enter the neutral code. Raises :class:`NotDeferralKeeper`, ``RoundNotFound`` for strangers, and as above."""
    case = _case_of_keeper(tx, actor, round_id, case_id)
    _enter(tx, actor, case, SpecialCase.DEFERRED)


def settle_case(tx: Tx, actor: Actor, round_id: str, case_id: str) -> None:
    """Lift the neutral code. Raises as :func:`defer_case`, and :class:`SpecialCaseUnknown`."""
    case = _case_of_keeper(tx, actor, round_id, case_id)
    if case.special_case != SpecialCase.DEFERRED:
        raise SpecialCaseUnknown
    _enter(tx, actor, case, None)


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
    tx: Tx,
    actor: Actor,
    case: AssessmentCase,
    special: SpecialCase | None,
    *,
    left: int | None = None,
    document_id: str | None = None,
    sealed: Ground | None = None,
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
            sealed=tx.keyring.encrypt(_sealed_text(sealed), sealed_aad(entry_id)) if sealed else None,
            entered_by=actor.account_id,
            entered_at=tx.now(),
        )
    )
    write_grade(tx, actor, case, _grade_after(case, before, special, left), "", GradeCause.SPECIAL_CASE)
    case.special_case, case.grades_left = special.value if special else None, left
    if left:
        # the proposal keeps to what is left as well: the change rests on the case, and is nobody's to explain
        proposed = within(Category(case.category), grade_or_none(case.proposed), left)
        case.proposed = proposed.value if proposed else None
    case.version += 1
    _count_again(tx, case, before, special)
    tx.session.flush()
    facts = {"entry": entry_id}
    record_audit(tx, actor, "assessment:special_case:entered", "case", case.id, node_id=case.node_id, facts=facts)


def _grade_after(
    case: AssessmentCase, before: SpecialCase | None, after: SpecialCase | None, left: int | None
) -> Grade | None:
    fixed = grade_by_case(after, left)
    if fixed is not None:
        return fixed
    if grade_by_case(before, case.grades_left) is not None:
        return None
    now = grade_or_none(case.grade)
    return now if left is None else within(Category(case.category), now, left)


def _sealed_text(ground: Ground) -> str:
    paper = {name: getattr(ground.document, name) for name in PAPER}
    return orjson.dumps({"action": ground.action, **paper}).decode()


def _count_again(tx: Tx, case: AssessmentCase, before: SpecialCase | None, after: SpecialCase | None) -> None:
    change = counts(after) - counts(before)
    if change:
        pool = lock_pool(tx, case.pool_id)
        keep(pool, standing_of(pool).resize(pool.people + change))
