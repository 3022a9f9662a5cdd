"""A paper as it is stored: its questions with their arrangements and answers, and its judgment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from sqlalchemy import select

from backend.core.transaction import Tx
from courses.quizzes.book import question_data
from courses.quizzes.judging import judge
from courses.quizzes.models import Attempt, AttemptItem, QuizVersion
from courses.quizzes.presenting import KeyMap
from courses.quizzes.questions import Question
from courses.quizzes.scoring import Outcome, outcome_of
from courses.quizzes.settings import QuizSettings, parse_settings


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question of a paper."""

    position: int
    question_id: str
    version: int
    question: Question
    keymap: KeyMap
    answer: dict[str, Any] | None
    seq: int


def paper_items(tx: Tx, attempt_id: str) -> list[PaperItem]:
    """The questions of a paper in their order, in the versions it was drawn with."""
    rows = tx.session.execute(
        select(
            AttemptItem.position,
            AttemptItem.question_id,
            AttemptItem.question_version,
            AttemptItem.keymap,
            AttemptItem.answer,
            AttemptItem.answer_seq,
        )
        .where(AttemptItem.attempt_id == attempt_id)
        .order_by(AttemptItem.position)
    ).all()
    questions = question_data(tx, [(row.question_id, row.question_version) for row in rows])
    return [
        PaperItem(
            row.position,
            row.question_id,
            row.question_version,
            questions[row.question_id, row.question_version],
            cast(KeyMap, row.keymap),
            row.answer,
            row.answer_seq,
        )
        for row in rows
    ]


def settings_of(tx: Tx, quiz_id: str, version: int) -> QuizSettings:
    """What a quiz was in a version."""
    stored = tx.session.scalars(
        select(QuizVersion.settings).where(QuizVersion.quiz_id == quiz_id, QuizVersion.version == version)
    ).one()
    return parse_settings(stored)


def judge_paper(items: Sequence[PaperItem], settings: QuizSettings) -> Outcome:
    """The result of what is saved. A function of that alone: asked again, it says the same."""
    shares = [judge(it.question, it.keymap, it.answer, partial=settings.partial_credit) for it in items]
    return outcome_of(shares, settings.pass_mark)


def stored_outcome(attempt: Attempt) -> Outcome | None:
    """The result an attempt has; none while it is open."""
    if attempt.score is None or attempt.percent is None:
        return None
    shares = tuple(Fraction(share) for share in attempt.shares or ())
    return Outcome(shares, Fraction(attempt.score), attempt.percent, bool(attempt.passed))
