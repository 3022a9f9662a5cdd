"""What becomes of objections and reviews; those that change a grade wait for the decision that says so."""

from __future__ import annotations

from backend.assessment.events import ObjectionAnswered, QuestionWithdrawn, ReviewAnswered
from backend.assessment.results.models import Decision, Objection, Review
from backend.assessment.results.policies import answer_after, assessors
from backend.assessment.results.private import close_text
from backend.assessment.results.states import AnswerAct, AnswerState, Occasion
from backend.core.actor import Actor
from backend.core.transaction import Tx


def write_answer(tx: Tx, actor: Actor, asked: Objection | Review, act: AnswerAct, answer: str) -> None:
    """Answer with words that the person reads: at once when rejected, once confirmed when accepted.

    Raises ``AnswerNotInState``.
    """
    asked.state = answer_after(asked, act).value
    asked.answer_encrypted = close_text(tx, asked.__tablename__, "answer", asked.id, answer)
    asked.answered_by = actor.account_id
    _settle(tx, asked)


def withdraw_asked(tx: Tx, asked: Objection | Review, node_id: str) -> None:
    """Take back what nobody has answered, and tell those who would have. Raises ``AnswerNotInState``."""
    asked.state = answer_after(asked, AnswerAct.WITHDRAW).value
    asked.withdrawn_on = tx.today()
    tx.session.flush()
    tx.publish(QuestionWithdrawn(asked.id, asked.round_id, assessors(tx, node_id, but=asked.account_id)))


def settle_cause(tx: Tx, decision: Decision, act: AnswerAct) -> None:
    """Carry what became of a decision to the objection or review it was made for, if it was made for one."""
    asked: Objection | Review
    if decision.occasion == Occasion.OBJECTION:
        asked = tx.session.get_one(Objection, decision.cause_id, with_for_update=True)
    elif decision.occasion == Occasion.REVIEW:
        asked = tx.session.get_one(Review, decision.cause_id, with_for_update=True)
    else:
        return
    asked.state = answer_after(asked, act).value
    if asked.state == AnswerState.OPEN:
        asked.answer_encrypted = asked.answered_by = None
    _settle(tx, asked)


def _settle(tx: Tx, asked: Objection | Review) -> None:
    """Date the answer and tell whoever asked, where it counts now."""
    if asked.state not in (AnswerState.ACCEPTED, AnswerState.REJECTED):
        return
    asked.answered_on = tx.today()
    if isinstance(asked, Objection):
        tx.publish(ObjectionAnswered(asked.id, "publicity", asked.account_id))
    else:
        tx.publish(ReviewAnswered(asked.id, asked.account_id))
