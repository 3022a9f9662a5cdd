"""Every write of practice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.practice.choosing import Ref
from courses.practice.errors import ArticleWithoutQuestions, ChangeNotInForce
from courses.practice.handing_out import keymap_for
from courses.practice.models import ArticleChange, ChangedQuestion, PracticeCard, PracticeReview
from courses.practice.queries import open_questions, reviews_of
from courses.practice.scheduling import Verdict, due_day, verdict_of
from courses.quizzes.public import (
    AnswerInvalid,
    Question,
    check_answer_shape,
    judge,
    question_data,
    questions_for_article,
    retire_questions,
    show,
)

#: A device that was away for longer tells of a day that no longer matters.
OLDEST: Final = timedelta(days=366)


def record_reviews(tx: Tx, account_id: str, reviews: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Take in what a device has practised, judge it, and say when each question comes back.

    A review that was taken already is told again and changes nothing. One of a question whose key the person may
    not hold, or that is no answer to it, is left out and said so, without holding up the others: practice is
    nobody's duty. Each result is ``{id, state, verdict, due_on}``.
    """
    _be_alone(tx, account_id)
    refs = {(review["question_id"], review["version"]) for review in reviews}
    questions = question_data(tx, refs)
    usable = open_questions(tx, account_id)
    results = []
    for review in reviews:
        ref: Ref = (review["question_id"], review["version"])
        known = tx.session.get(PracticeReview, (account_id, review["id"]))
        if known is None and ref in questions and _may_practise(ref, questions[ref], usable):
            known = _record(tx, account_id, review, questions[ref])
        results.append(_told(tx, account_id, review["id"], known))
    return results


def change_article(tx: Tx, actor: Actor, article: str, effective_on: date, note: str) -> tuple[str, int]:
    """An article says something else since a day: its questions go out of use until they are revised.

    Who practised them is then offered the old beside the new. Returns the change's id and the number of questions.
    Raises :class:`ChangeNotInForce` for a day to come, :class:`ArticleWithoutQuestions`.
    """
    if effective_on > tx.today():
        raise ChangeNotInForce(effective_on=effective_on.isoformat())
    refs = questions_for_article(tx, article)
    if not refs:
        raise ArticleWithoutQuestions
    change = ArticleChange(
        article=article, effective_on=effective_on, note=note, made_by=actor.account_id, made_at=tx.now()
    )
    tx.session.add(change)
    tx.session.flush()
    ids = [question_id for question_id, _ in refs]
    tx.session.add_all(
        ChangedQuestion(change_id=change.id, question_id=id_, version=version) for id_, version in refs
    )
    # what was learned of the old text says nothing about the new one
    tx.session.execute(delete(PracticeCard).where(PracticeCard.question_id.in_(ids)))
    retire_questions(tx, actor, ids, "article_changed", article)
    facts = {"article": article, "questions": len(ids)}
    record_audit(tx, actor, "courses:article:changed", "article_change", change.id, facts=facts)
    return change.id, len(ids)


def _be_alone(tx: Tx, account_id: str) -> None:
    """Two devices of one person send one after the other, for a card is made of all reviews."""
    if tx.dialect == "postgresql":  # SQLite's writers are alone already
        tx.session.execute(select(func.pg_advisory_xact_lock(int(account_id[-15:], 16))))


def _may_practise(ref: Ref, question: Question, usable: Mapping[Ref, None]) -> bool:
    """A question that went out of use since it was handed out still counts; an examination's key is not told."""
    return question.use == "practice" or ref in usable


def _record(tx: Tx, account_id: str, review: Mapping[str, Any], question: Question) -> PracticeReview | None:
    """Judge one answer (none is wrong), keep day and verdict; ``None`` where it is no answer to the question."""
    keymap = keymap_for(account_id, (review["question_id"], review["version"]), question)
    answer = review["answer"]
    if answer is not None:
        try:
            check_answer_shape(show(question, keymap), answer)
        except AnswerInvalid:
            return None
    row = PracticeReview(
        account_id=account_id,
        id=review["id"],
        question_id=review["question_id"],
        version=review["version"],
        answered_on=_bounded(review["answered_on"], tx.today()),
        verdict=verdict_of(judge(question, keymap, answer)).value,
    )
    tx.session.add(row)
    tx.session.flush()
    _reschedule(tx, account_id, row.question_id)
    return row


def _bounded(claimed: date, today: date) -> date:
    """The day a device claims, but never one to come: its clock may be wrong."""
    return max(min(claimed, today), today - OLDEST)


def _reschedule(tx: Tx, account_id: str, question_id: str) -> None:
    due_on = due_day(reviews_of(tx, account_id, question_id))
    if due_on is not None:
        tx.session.merge(PracticeCard(account_id=account_id, question_id=question_id, due_on=due_on))
        tx.session.flush()


def _told(tx: Tx, account_id: str, review_id: str, row: PracticeReview | None) -> dict[str, Any]:
    if row is None:
        return {"id": review_id, "state": "left_out", "verdict": None, "due_on": None}
    card = tx.session.get(PracticeCard, (account_id, row.question_id))
    due_on = card.due_on if card else None
    return {"id": review_id, "state": "recorded", "verdict": Verdict(row.verdict).value, "due_on": due_on}
