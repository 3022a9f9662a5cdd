"""Checks of the bank and of attempts for ``verify``."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from courses.quizzes.models import PLACES, Attempt, QuestionPool, QuestionRow, QuestionVersion
from courses.quizzes.papers import judge_paper, paper_items, settings_of, stored_outcome


def check_pools(tx: Tx) -> Iterator[Finding]:
    """The places of a pool are 1 … size, one question each, so that every question is as likely to be drawn."""
    place = QuestionRow.slot % PLACES
    rows = tx.session.execute(
        select(
            QuestionPool.number,
            QuestionPool.size,
            func.count(QuestionRow.id).label("held"),
            func.coalesce(func.max(place), 0).label("last"),
        )
        .outerjoin(QuestionRow, QuestionRow.slot // PLACES == QuestionPool.number)
        .group_by(QuestionPool.number, QuestionPool.size)
    )
    for row in rows:
        if not row.size == row.held == row.last:
            found = f"{row.held} questions, the last place is {row.last}"
            yield Finding(
                "question_pool",
                "courses_question_pool",
                str(row.number),
                "the pool is not numbered without a gap",
                str(row.size),
                found,
            )


def check_versions(tx: Tx) -> Iterator[Finding]:
    """What a question says now is its latest version."""
    rows = tx.session.execute(
        select(QuestionRow.id, QuestionRow.digest, QuestionVersion.digest.label("of_version")).outerjoin(
            QuestionVersion,
            (QuestionVersion.question_id == QuestionRow.id)
            & (QuestionVersion.version == QuestionRow.current_version),
        )
    )
    for row in rows:
        if row.digest != row.of_version:
            yield Finding(
                "question_version", "courses_question", row.id, "the present version is missing or another"
            )


def check_results(tx: Tx) -> Iterator[Finding]:
    """Judging the saved answers again gives the stored result."""
    attempts = select(Attempt).where(Attempt.finished_at.is_not(None)).order_by(Attempt.id)
    for attempt in tx.session.scalars(attempts.execution_options(yield_per=100)):
        settings = settings_of(tx, attempt.quiz_id, attempt.quiz_version)
        judged, stored = judge_paper(paper_items(tx, attempt.id), settings), stored_outcome(attempt)
        if judged != stored:
            yield Finding(
                "attempt_result",
                "courses_attempt",
                attempt.id,
                "the result is not what its answers are worth",
                str(judged.score),
                str(stored.score) if stored else "",
            )


CHECKS: list[Check] = [check_pools, check_versions, check_results]
