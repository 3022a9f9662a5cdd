"""Reviews and appeals: what may be asked, and until when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from backend.assessment.grading.public import Case
from backend.assessment.results.deadlines import Periods, ReviewKind, Right, rights
from backend.assessment.results.models import Notice, Review
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.states import UNANSWERED, AnswerState
from backend.assessment.rounds.public import Round
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx


def rights_of(tx: Tx, found: Round, notice: Notice, case: Case) -> list[Right]:
    """What the person may ask for against the result of ``notice``, the past deadlines included.

    A result is known on the day on which the notice was signed or refused, until then on the present day at the
    earliest. While a review has no answer, nothing else is given.
    """
    result = result_of(case)
    review = tx.session.scalar(
        select(Review).where(
            Review.notice_id == notice.id,
            Review.kind == ReviewKind.REVIEW.value,
            Review.state != AnswerState.WITHDRAWN.value,
        )
    )
    if result is None or (review is not None and review.state in UNANSWERED):
        return []
    periods = Periods(
        found.parameters.review_days(case.category),
        found.parameters.appeal_days(case.category),
    )
    answered_on = review.answered_on if review is not None else None
    known_on = known_day(tx, notice)
    return rights(case.category, result, periods, known_on=known_on, review_answered_on=answered_on)


def known_day(tx: Tx, notice: Notice) -> date:
    """The day from which the days are counted."""
    if notice.paper_signed_on is not None:
        return notice.paper_signed_on
    return notice.settled_at.astimezone(SHANGHAI).date() if notice.settled_at else tx.today()
