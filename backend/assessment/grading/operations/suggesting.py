"""The suggestion of the leader in charge, who has heard the masses (公务员法 art. 37): a grade and a comment."""

from __future__ import annotations

from backend.assessment.grading.models import GradeSuggestion
from backend.assessment.grading.policies import (
    ensure_no_run,
    ensure_not_own,
    ensure_possible,
    ensure_undecided,
    load_case,
    lock_case,
)
from backend.assessment.grading.queries.cases import comment_aad
from backend.assessment.rounds.public import RoundState, ensure_state, lock_round
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit


def suggest_grade(tx: Tx, actor: Actor, case_id: str, grade: Grade, comment: str) -> None:
    """Suggest; a later word of the same leader takes the place of the earlier. It gives nobody a grade.

    Raises :class:`CaseNotFound`, ``RoundStateWrong``, :class:`CompileRunning`, :class:`OwnCase`,
    :class:`CaseDecided`, :class:`SpecialCaseStands`, :class:`GradeOfOtherCategory`, :class:`GradeNotLeft`.
    """
    round_id = load_case(tx, actor, Permission.GRADE_SUGGEST, case_id).round_id
    ensure_state(lock_round(tx, round_id), RoundState.COMPILED)
    ensure_no_run(tx, round_id)
    case = lock_case(tx, case_id)
    ensure_not_own(actor, case.person_id)
    ensure_undecided(case)
    ensure_possible(case, grade)
    row_id = new_id()
    tx.session.add(
        GradeSuggestion(
            id=row_id,
            case_id=case_id,
            revision=case.revision,
            grade=grade.value,
            comment=tx.keyring.encrypt(comment, comment_aad(row_id)),
            suggested_by=actor.account_id,
            suggested_at=tx.now(),
        )
    )
    case.suggested = grade.value
    case.version += 1
    tx.session.flush()
    record_audit(tx, actor, "assessment:grade:suggested", "case", case_id, node_id=case.node_id)
