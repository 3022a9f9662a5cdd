"""What a person reads of quizzes: the quiz, their paper, its result, its review."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from courses.quizzes.errors import AttemptNotFound, QuizNotFound, ReviewNotYet
from courses.quizzes.gates import ensure_quiz_is_open_to
from courses.quizzes.models import Attempt, QuizVersion, Topic
from courses.quizzes.papers import PaperItem, paper_items
from courses.quizzes.presenting import reveal, show
from courses.quizzes.scoring import AttemptState, percent_text
from courses.quizzes.standing import Sitting, Standing, standings

Row = dict[str, Any]


def quiz_view(tx: Tx, actor: Actor, quiz_id: str) -> Row:
    """A quiz with the person's own attempts. Raises :class:`QuizNotFound`, or what a gate raises."""
    ensure_quiz_is_open_to(tx, actor, quiz_id)
    standing = standings(tx, actor.account_id or "", [quiz_id]).get(quiz_id)
    if standing is None:
        raise QuizNotFound
    settings = standing.settings
    return {
        "id": quiz_id,
        "title": standing.quiz.title,
        "questions": settings.size,
        "minutes": settings.minutes,
        "attempts": settings.attempts,
        "attempts_left": standing.attempts_left,
        "pass_mark": settings.pass_mark,
        "review": settings.review,
        "closes_at": settings.closes_at,
        "closed": standing.is_closed,
        "ordered": settings.ordered,
        "partial_credit": settings.partial_credit,
        "passed": standing.passed,
        "open_attempt_id": standing.open_attempt_id,
        "own": [_own_attempt(standing, sitting) for sitting in standing.sittings],
    }


def started_view(tx: Tx, attempt_id: str) -> Row:
    """What the app needs to open a paper that was just begun."""
    attempt = tx.session.get_one(Attempt, attempt_id)
    return {
        "id": attempt.id,
        "quiz_id": attempt.quiz_id,
        "number": attempt.number,
        "deadline": attempt.deadline,
        "now": tx.now(),
    }


def paper_view(tx: Tx, actor: Actor, attempt_id: str) -> Row:
    """The person's own paper: questions as they were arranged, own answers, the clock; the result when it is over.

    Raises :class:`AttemptNotFound`.
    """
    standing, sitting = _own(tx, actor, attempt_id)
    attempt, items = sitting.attempt, paper_items(tx, attempt_id)
    return {
        "id": attempt_id,
        "quiz_id": attempt.quiz_id,
        "title": _title(tx, attempt),
        "number": attempt.number,
        "state": sitting.state.value,
        "deadline": attempt.deadline,
        "now": tx.now(),
        "items": [
            {
                "position": item.position,
                "question": show(item.question, item.keymap),
                "answer": item.answer,
                "seq": item.seq,
            }
            for item in items
        ],
        "result": _result(tx, standing, sitting, items),
    }


def result_view(tx: Tx, actor: Actor, attempt_id: str) -> Row | None:
    """The result alone; none while the attempt is open. Raises :class:`AttemptNotFound`."""
    standing, sitting = _own(tx, actor, attempt_id)
    return _result(tx, standing, sitting, paper_items(tx, attempt_id))


def review_view(tx: Tx, actor: Actor, attempt_id: str) -> Row:
    """The paper with what was right and why. Raises :class:`AttemptNotFound` or :class:`ReviewNotYet`."""
    standing, sitting = _own(tx, actor, attempt_id)
    if sitting.outcome is None or not standing.may_review:
        raise ReviewNotYet(rule=standing.settings.review)
    items = paper_items(tx, attempt_id)
    return {
        "id": attempt_id,
        "quiz_id": sitting.attempt.quiz_id,
        "title": _title(tx, sitting.attempt),
        "result": _result(tx, standing, sitting, items),
        "items": [
            {
                "position": item.position,
                "question": show(item.question, item.keymap),
                "answer": item.answer,
                "verdict": "right" if share == 1 else "partly" if share else "wrong",
                "percent": percent_text(round(share * 10_000)),
                "told": reveal(item.question, item.keymap),
            }
            for item, share in zip(items, sitting.outcome.shares, strict=True)
        ],
    }


def topic_names(tx: Tx, codes: Sequence[str] | None = None) -> dict[str, dict[str, str]]:
    """``{code: {"zh", "en"}}``; a topic nobody named is its code."""
    chosen = select(Topic) if codes is None else select(Topic).where(Topic.code.in_(codes))
    named = {topic.code: {"zh": topic.zh, "en": topic.en} for topic in tx.session.scalars(chosen)}
    return named | {code: {"zh": code, "en": code} for code in codes or () if code not in named}


def _own(tx: Tx, actor: Actor, attempt_id: str) -> tuple[Standing, Sitting]:
    owned = select(Attempt.quiz_id).where(Attempt.id == attempt_id, Attempt.account_id == actor.account_id)
    quiz_id = tx.session.scalar(owned)
    if quiz_id is None:
        raise AttemptNotFound
    standing = standings(tx, actor.account_id or "", [quiz_id])[quiz_id]
    return standing, next(sitting for sitting in standing.sittings if sitting.attempt.id == attempt_id)


def _title(tx: Tx, attempt: Attempt) -> str:
    return tx.session.scalars(
        select(QuizVersion.title).where(
            QuizVersion.quiz_id == attempt.quiz_id, QuizVersion.version == attempt.quiz_version
        )
    ).one()


def _own_attempt(standing: Standing, sitting: Sitting) -> Row:
    outcome = sitting.outcome
    return {
        "id": sitting.attempt.id,
        "number": sitting.attempt.number,
        "state": sitting.state.value,
        "finished_at": sitting.finished_at if outcome else None,
        "percent": percent_text(outcome.percent) if outcome else None,
        "passed": outcome.passed if outcome else None,
        "may_review": outcome is not None and standing.may_review,
    }


def _result(tx: Tx, standing: Standing, sitting: Sitting, items: Sequence[PaperItem]) -> Row | None:
    outcome = sitting.outcome
    if outcome is None:
        return None
    return {
        "state": sitting.state.value,
        "percent": percent_text(outcome.percent),
        "passed": outcome.passed,
        "pass_mark": standing.settings.pass_mark,
        "finished_at": sitting.finished_at,
        "attempts_left": 0 if standing.is_closed else standing.attempts_left,
        "review": standing.settings.review,
        "may_review": standing.may_review,
        "practise": _to_practise(tx, standing, sitting.state, items, outcome.shares),
    }


def _to_practise(
    tx: Tx, standing: Standing, state: AttemptState, items: Sequence[PaperItem], shares: Sequence[Fraction]
) -> list[Row]:
    """The topics in which something was missing, the weakest first.

    Where the key stays closed whatever the person does, so do the topics: with one question in a topic they would
    say which answer was wrong.
    """
    if state == AttemptState.OPEN or standing.settings.review in ("never", "after_close"):
        return []
    lost: dict[str, Fraction] = {}
    for item, share in zip(items, shares, strict=True):
        lost[item.question.topic] = lost.get(item.question.topic, Fraction(0)) + 1 - share
    weak = sorted((code for code, missing in lost.items() if missing), key=lambda code: (-lost[code], code))
    names = topic_names(tx, weak)
    return [{"code": code, **names[code]} for code in weak]
