"""Reviews (复核) and appeals (申诉): asked for by the person within the days, answered with a reason."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from backend.assessment.events import ReviewAsked
from backend.assessment.grading.public import Case, case_by_id
from backend.assessment.results.deadlines import ReviewKind, answer_due
from backend.assessment.results.errors import ReviewNotFound, ReviewNotGiven, ReviewRepeated, ReviewTooLate
from backend.assessment.results.models import Notice, Review
from backend.assessment.results.operations.answers import withdraw_asked, write_answer
from backend.assessment.results.operations.notices import own_notice
from backend.assessment.results.operations.recording import Minutes, record_single
from backend.assessment.results.policies import assessors, ensure_not_asker, ensure_not_own, managed_round
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.reviews import rights_of
from backend.assessment.results.states import AnswerAct, AnswerState, NoticeState, Occasion
from backend.assessment.rounds.public import Round, round_by_id
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit


def ask_review(tx: Tx, actor: Actor, notice_id: str, kind: ReviewKind, text: str) -> str:
    """Ask for a review of, or appeal against, the own result. Returns its id.

    Raises ``NoticeNotFound``, ``ReviewRepeated``, ``ReviewNotGiven``, ``ReviewTooLate``.
    """
    notice = own_notice(tx, actor, notice_id)
    case = case_by_id(tx, notice.case_id)
    found = round_by_id(tx, notice.round_id)
    until = _ensure_given(tx, found, notice, case, kind)
    due, _ = answer_due(case.category, kind, tx.today())
    row_id = new_id()
    tx.session.add(
        Review(
            id=row_id,
            round_id=notice.round_id,
            case_id=notice.case_id,
            notice_id=notice.id,
            account_id=actor.account_id or "",
            kind=kind.value,
            text_encrypted=close_text(tx, Review.__tablename__, "text", row_id, text),
            asked_on=tx.today(),
            until=until,
            answer_due_on=due,
            state=AnswerState.OPEN.value,
        )
    )
    tx.session.flush()
    facts = {"kind": kind.value, "notice_id": notice.id}
    record_audit(tx, actor, "assessment:review:asked", "assessment_review", row_id, facts=facts)
    tx.publish(ReviewAsked(row_id, notice.round_id, assessors(tx, found.node_id, but=actor.account_id)))
    return row_id


def withdraw_review(tx: Tx, actor: Actor, review_id: str) -> None:
    """Take back one's own review or appeal while nobody has answered it.

    It can be asked for again within its days. Raises ``ReviewNotFound``, ``AnswerNotInState``.
    """
    query = select(Review).where(Review.id == review_id, Review.account_id == actor.account_id)
    review = tx.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if review is None:
        raise ReviewNotFound
    found = round_by_id(tx, review.round_id)
    withdraw_asked(tx, review, found.node_id)
    _audit(tx, actor, found, review, "withdrawn")


def reject_review(tx: Tx, actor: Actor, review_id: str, answer: str) -> None:
    """Answer that the result stands, with the reason.

    Raises ``ReviewNotFound``, ``AnswerNotInState``, ``OwnResult``.
    """
    found, review, _ = _to_answer(tx, actor, review_id)
    write_answer(tx, actor, review, AnswerAct.REJECT, answer)
    _audit(tx, actor, found, review, "rejected")


def accept_review(tx: Tx, actor: Actor, review_id: str, answer: str, minutes: Minutes, grade: Grade) -> str:
    """Change the result by a decision, which counts with the answer once it is confirmed.

    Returns the decision's id. Raises as :func:`reject_review` and as ``record_single``.
    """
    found, review, case = _to_answer(tx, actor, review_id)
    write_answer(tx, actor, review, AnswerAct.ACCEPT, answer)
    _audit(tx, actor, found, review, "accepted")
    return record_single(
        tx,
        actor,
        found,
        case,
        occasion=Occasion.REVIEW,
        cause_id=review.id,
        minutes=minutes,
        grade=grade,
        reason=answer,
    )


def _ensure_given(tx: Tx, found: Round, notice: Notice, case: Case, kind: ReviewKind) -> date:
    given = {right.kind: right for right in rights_of(tx, found, notice, case)}
    standing = (Review.notice_id == notice.id) & (Review.kind == kind.value)
    if tx.session.scalar(select(Review.id).where(standing, Review.state != AnswerState.WITHDRAWN.value)):
        raise ReviewRepeated
    if notice.state == NoticeState.REPLACED or kind not in given:
        raise ReviewNotGiven(kind=kind.value)
    until = given[kind].until
    if tx.today() > until:
        raise ReviewTooLate(kind=kind.value, until=until.isoformat())
    return until


def _to_answer(tx: Tx, actor: Actor, review_id: str) -> tuple[Round, Review, Case]:
    round_id = tx.session.scalar(select(Review.round_id).where(Review.id == review_id))
    if round_id is None:
        raise ReviewNotFound
    found = managed_round(tx, actor, round_id)
    review = tx.session.get_one(Review, review_id, with_for_update=True, populate_existing=True)
    case = case_by_id(tx, review.case_id)
    ensure_not_own(actor, [case])
    ensure_not_asker(actor, review.account_id)
    return found, review, case


def _audit(tx: Tx, actor: Actor, found: Round, review: Review, verb: str) -> None:
    facts = {"round_id": found.id, "kind": review.kind}
    record_audit(
        tx,
        actor,
        f"assessment:review:{verb}",
        "assessment_review",
        review.id,
        node_id=found.node_id,
        facts=facts,
    )
