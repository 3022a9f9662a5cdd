"""Writes of attempts: begin, save an answer, finish.

A person has at most one open attempt at a quiz; whatever device asks for one gets that. Answers carry a number
that counts up on the devices, so that a late arrival never replaces what was given after it. An attempt is judged
once, by what was saved, in the transaction that ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Integer, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.actor import Actor
from backend.core.db import JsonType, new_id
from backend.core.jobs import enqueue
from backend.core.prepared import PreparedOnce, json_of, moment_of
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.events import AttemptFinished, AttemptStarted
from courses.quizzes.book import question_data
from courses.quizzes.drawing import draw_paper
from courses.quizzes.errors import (
    AttemptNotFound,
    AttemptOver,
    NoAttemptsLeft,
    QuestionNotDrawn,
    QuizClosed,
    QuizNotFound,
)
from courses.quizzes.gates import ensure_quiz_is_open_to
from courses.quizzes.judging import check_answer_shape
from courses.quizzes.models import Attempt, AttemptItem, Quiz
from courses.quizzes.papers import judge_paper, paper_items, settings_of
from courses.quizzes.presenting import Rng, arrange, show
from courses.quizzes.scoring import GRACE, AttemptState, deadline_of, is_over
from courses.quizzes.settings import QuizSettings

SETTLE_ATTEMPT = "settle_attempt"

#: Saving an answer is what everybody in an examination does all the time.
_ITEM = PreparedOnce(
    lambda: (
        select(
            Attempt.account_id,
            Attempt.state,
            Attempt.deadline,
            AttemptItem.question_id,
            AttemptItem.question_version,
            AttemptItem.keymap,
            AttemptItem.answer,
            AttemptItem.answer_seq,
        )
        .outerjoin(
            AttemptItem,
            (AttemptItem.attempt_id == Attempt.id)
            & (AttemptItem.position == bindparam("position", type_=Integer)),
        )
        .where(Attempt.id == bindparam("attempt"))
        .with_for_update(of=Attempt)
    )
)
_SAVE = PreparedOnce(
    lambda: (
        update(AttemptItem)
        .where(AttemptItem.attempt_id == bindparam("attempt"), AttemptItem.position == bindparam("place"))
        .values(answer=bindparam("given", type_=JsonType), answer_seq=bindparam("seq"))
    )
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored for a question now; ``saved`` says whether it is what was just sent."""

    saved: bool
    answer: dict[str, Any] | None
    seq: int


def start_attempt(tx: Tx, actor: Actor, quiz_id: str, rng: Rng) -> str:
    """The id of the person's open attempt at a quiz, drawn anew if there is none.

    Raises :class:`QuizNotFound`, :class:`QuizClosed`, :class:`NoAttemptsLeft`,
    :class:`~courses.quizzes.errors.TooFewQuestions`, or what a gate raises.
    """
    ensure_quiz_is_open_to(tx, actor, quiz_id)
    account_id = _account(actor)
    quiz = tx.session.get(Quiz, quiz_id)
    if quiz is None:
        raise QuizNotFound
    running = _open_attempt(tx, account_id, quiz_id)
    if running is not None and not is_over(running.deadline, tx.now()):
        return running.id
    if running is not None:
        settle_attempt(tx, running.id)
    settings = settings_of(tx, quiz_id, quiz.current_version)
    if settings.closes_at is not None and tx.now() >= settings.closes_at:
        raise QuizClosed(closes_at=settings.closes_at.isoformat())
    number = (
        1
        + tx.session.scalars(
            select(func.count()).where(Attempt.account_id == account_id, Attempt.quiz_id == quiz_id)
        ).one()
    )
    if settings.attempts is not None and number > settings.attempts:
        raise NoAttemptsLeft(attempts=settings.attempts)
    return _begin(tx, account_id, quiz, settings, number, rng)


def save_answer(
    tx: Tx, actor: Actor, attempt_id: str, position: int, answer: dict[str, Any] | None, seq: int
) -> Saved:
    """Keep an answer unless one with the same or a higher ``seq`` is kept; ``None`` takes the answer back.

    Raises :class:`AttemptNotFound`, :class:`AttemptOver`, :class:`QuestionNotDrawn` or
    :class:`~courses.quizzes.errors.AnswerInvalid`.
    """
    rows = _ITEM.run(tx.connection, {"attempt": attempt_id, "position": position})
    if not rows or rows[0].account_id != actor.account_id:
        raise AttemptNotFound
    [row] = rows
    if row.state != AttemptState.OPEN:
        raise AttemptOver
    if row.deadline is not None and is_over(moment_of(row.deadline), tx.now()):
        raise AttemptOver().leaving(partial(settle_attempt, attempt_id=attempt_id))
    if row.question_id is None:
        raise QuestionNotDrawn
    ref = (row.question_id, row.question_version)
    if answer is not None:
        check_answer_shape(show(question_data(tx, [ref])[ref], json_of(row.keymap)), answer)
    kept = json_of(row.answer)
    if seq <= row.answer_seq:
        return Saved(saved=answer == kept, answer=kept, seq=row.answer_seq)
    text = None if answer is None else orjson.dumps(answer).decode()
    values = {"attempt": attempt_id, "place": position, "given": text, "seq": seq}
    _SAVE.change(tx.connection, values)
    return Saved(saved=True, answer=answer, seq=seq)


def finish_attempt(tx: Tx, actor: Actor, attempt_id: str) -> None:
    """Hand the paper in. One that has ended stays as it is. Raises :class:`AttemptNotFound`."""
    owner = tx.session.scalar(select(Attempt.account_id).where(Attempt.id == attempt_id))
    if owner is None or owner != actor.account_id:
        raise AttemptNotFound
    settle_attempt(tx, attempt_id)


def settle_attempt(tx: Tx, attempt_id: str) -> None:
    """Judge an open attempt by what is saved; it has expired where its time is over, and is finished elsewhere."""
    attempt = tx.session.scalars(select(Attempt).where(Attempt.id == attempt_id).with_for_update()).one()
    if attempt.state != AttemptState.OPEN:
        return
    settings = settings_of(tx, attempt.quiz_id, attempt.quiz_version)
    outcome = judge_paper(paper_items(tx, attempt_id), settings)
    expired = is_over(attempt.deadline, tx.now())
    attempt.state = AttemptState.EXPIRED.value if expired else AttemptState.FINISHED.value
    attempt.finished_at = attempt.deadline if expired else tx.now()
    attempt.score, attempt.percent, attempt.passed = str(outcome.score), outcome.percent, outcome.passed
    attempt.shares = [str(share) for share in outcome.shares]
    tx.session.flush()
    if settings.ordered:  # an examination of the office; nobody keeps a record of who tests themselves
        facts = {"quiz_id": attempt.quiz_id, "account_id": attempt.account_id, "passed": outcome.passed}
        record_audit(tx, Actor.system("quizzes"), "courses:attempt:judged", "attempt", attempt_id, facts=facts)
    tx.publish(AttemptFinished(attempt_id, attempt.account_id, attempt.quiz_id, outcome.passed))


def _begin(tx: Tx, account_id: str, quiz: Quiz, settings: QuizSettings, number: int, rng: Rng) -> str:
    refs = draw_paper(tx, settings, rng)
    questions = question_data(tx, refs)
    attempt_id, now = new_id(), tx.now()
    deadline = deadline_of(settings, now)
    row = {
        "id": attempt_id,
        "account_id": account_id,
        "quiz_id": quiz.id,
        "quiz_version": quiz.current_version,
        "number": number,
        "state": AttemptState.OPEN.value,
        "started_at": now,
        "deadline": deadline,
    }
    upsert = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    written = tx.session.execute(
        upsert(Attempt).values(row).on_conflict_do_nothing().returning(Attempt.id)
    ).scalar()
    if written is None:  # another device of the same person was faster
        running = _open_attempt(tx, account_id, quiz.id)
        if running is None:
            raise NoAttemptsLeft(attempts=number - 1)
        return running.id
    rows = [
        {
            "attempt_id": attempt_id,
            "position": position,
            "question_id": ref[0],
            "question_version": ref[1],
            "keymap": arrange(questions[ref], rng, shuffle=settings.shuffle),
            "answer_seq": 0,
        }
        for position, ref in enumerate(refs, 1)
    ]
    tx.session.execute(insert(AttemptItem), rows)
    if deadline is not None:
        enqueue(tx, SETTLE_ATTEMPT, {"attempt_id": attempt_id}, run_after=deadline + GRACE)
    tx.publish(AttemptStarted(attempt_id, account_id, quiz.id))
    return attempt_id


def _open_attempt(tx: Tx, account_id: str, quiz_id: str) -> Attempt | None:
    return tx.session.scalars(
        select(Attempt)
        .where(
            Attempt.account_id == account_id,
            Attempt.quiz_id == quiz_id,
            Attempt.state == AttemptState.OPEN.value,
        )
        .with_for_update()
    ).one_or_none()


def _account(actor: Actor) -> str:
    assert actor.account_id is not None, "only people sit examinations"
    return actor.account_id
