"""Results as other rooms need them: passed or not, what is worth practising, what an ordered examination said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select

from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx
from courses.quizzes.book import AT_ONCE, Ref, slices
from courses.quizzes.models import Attempt, AttemptItem, Quiz, QuizVersion
from courses.quizzes.scoring import percent_text
from courses.quizzes.settings import parse_settings
from courses.quizzes.standing import Sitting, standings


@dataclass(frozen=True, slots=True)
class QuizBrief:
    """What is told of a quiz before anybody opens it."""

    id: str
    key: str
    title: str
    questions: int
    minutes: int | None
    attempts: int | None
    pass_mark: int
    review: str
    closes_at: datetime | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class BestResult:
    """Where a person stands at a quiz; ``attempts_left`` is absent where there is no limit."""

    passed: bool
    best_percent: str | None
    attempts_left: int | None
    open_attempt_id: str | None


@dataclass(frozen=True, slots=True)
class OrderedResult:
    """Whether somebody passed an examination the office ordered; they have sat it at least once."""

    account_id: str
    quiz_id: str
    title: str
    passed: bool


@dataclass(frozen=True, slots=True)
class OrderedPaper:
    """An ordered examination that somebody has sat; ``closed_on`` is its last day, if it has one."""

    account_id: str
    quiz_id: str
    title: str
    first_attempt_id: str
    closed_on: date | None
    passed_on: date | None


def quiz_brief(tx: Tx, quiz_ids: Collection[str]) -> dict[str, QuizBrief]:
    """By id; unknown ones are left out."""
    rows = tx.session.execute(
        select(Quiz.id, Quiz.key, Quiz.title, QuizVersion.settings)
        .join(QuizVersion, (QuizVersion.quiz_id == Quiz.id) & (QuizVersion.version == Quiz.current_version))
        .where(Quiz.id.in_(quiz_ids))
    )
    briefs = {}
    for row in rows:
        it = parse_settings(row.settings)
        briefs[row.id] = QuizBrief(
            row.id,
            row.key,
            row.title,
            it.size,
            it.minutes,
            it.attempts,
            it.pass_mark,
            it.review,
            it.closes_at,
            it.ordered,
        )
    return briefs


def best_results(tx: Tx, account_id: str, quiz_ids: Sequence[str]) -> dict[str, BestResult]:
    """Where a person stands at each of ``quiz_ids``; unknown ones are left out."""
    return {
        quiz_id: BestResult(
            standing.passed,
            None if standing.best_percent is None else percent_text(standing.best_percent),
            standing.attempts_left,
            standing.open_attempt_id,
        )
        for quiz_id, standing in standings(tx, account_id, quiz_ids).items()
    }


def passed_accounts(tx: Tx, quiz_id: str, account_ids: Sequence[str]) -> set[str]:
    """Who of ``account_ids`` has passed a quiz."""
    passed: set[str] = set()
    for part in slices(account_ids, AT_ONCE):
        passed.update(
            tx.session.scalars(
                select(Attempt.account_id).where(
                    Attempt.quiz_id == quiz_id, Attempt.passed.is_(True), Attempt.account_id.in_(part)
                )
            )
        )
    return passed


def ordered_results(tx: Tx, account_ids: Sequence[str]) -> list[OrderedResult]:
    """The ordered examinations that these people have sat, each once, by person and title."""
    best: dict[tuple[str, str], OrderedResult] = {}
    for part in slices(account_ids, AT_ONCE):
        rows = tx.session.execute(
            select(Attempt.account_id, Attempt.quiz_id, Quiz.title, Attempt.passed)
            .join(Quiz, Quiz.id == Attempt.quiz_id)
            .where(Quiz.ordered.is_(True), Attempt.passed.is_not(None), Attempt.account_id.in_(part))
        )
        for row in rows:
            known = best.get((row.account_id, row.quiz_id))
            passed = bool(row.passed) or (known is not None and known.passed)
            best[row.account_id, row.quiz_id] = OrderedResult(row.account_id, row.quiz_id, row.title, passed)
    return sorted(best.values(), key=lambda result: (result.account_id, result.title, result.quiz_id))


def days_of_passing(
    tx: Tx, quiz_ids: Collection[str], account_ids: Collection[str]
) -> dict[tuple[str, str], date]:
    """``{(account, quiz): the day of the first passed attempt}`` of those who passed, in Asia/Shanghai."""
    days: dict[tuple[str, str], date] = {}
    for part in slices(sorted(account_ids), AT_ONCE):
        rows = tx.session.execute(
            select(Attempt.account_id, Attempt.quiz_id, func.min(Attempt.finished_at))
            .where(Attempt.quiz_id.in_(quiz_ids), Attempt.passed.is_(True), Attempt.account_id.in_(part))
            .group_by(Attempt.account_id, Attempt.quiz_id)
        )
        days |= {(account_id, quiz_id): _day(moment) for account_id, quiz_id, moment in rows if moment}
    return days


def ordered_papers(tx: Tx, account_ids: Collection[str]) -> list[OrderedPaper]:
    """The ordered examinations that these people have sat to an end, each once a person, by person and quiz."""
    rows: list[Any] = []
    for part in slices(sorted(account_ids), AT_ONCE):
        rows += tx.session.execute(
            select(
                Attempt.account_id,
                Attempt.quiz_id,
                func.min(Attempt.id).label("first_attempt_id"),
                func.min(case((Attempt.passed.is_(True), Attempt.finished_at))).label("passed_at"),
            )
            .join(Quiz, Quiz.id == Attempt.quiz_id)
            .where(Quiz.ordered.is_(True), Attempt.passed.is_not(None), Attempt.account_id.in_(part))
            .group_by(Attempt.account_id, Attempt.quiz_id)
            .order_by(Attempt.account_id, Attempt.quiz_id)
        )
    briefs = quiz_brief(tx, {row.quiz_id for row in rows})
    return [_ordered_paper(row, briefs[row.quiz_id]) for row in rows]


def _ordered_paper(row: Any, quiz: QuizBrief) -> OrderedPaper:
    return OrderedPaper(
        account_id=row.account_id,
        quiz_id=row.quiz_id,
        title=quiz.title,
        first_attempt_id=row.first_attempt_id,
        closed_on=None if quiz.closes_at is None else _day(quiz.closes_at),
        passed_on=None if row.passed_at is None else _day(row.passed_at),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def mistakes(tx: Tx, account_id: str) -> list[Ref]:
    """Questions the person did not answer wholly right and whose key they may see, the latest first, each once."""
    found: dict[Ref, None] = {}
    for sitting in reversed(_reviewable(tx, account_id)):
        assert sitting.outcome is not None
        refs = _refs(tx, sitting.attempt.id)
        found |= {ref: None for ref, share in zip(refs, sitting.outcome.shares, strict=True) if share < 1}
    return list(found)


def revealed_questions(tx: Tx, account_id: str) -> set[str]:
    """The questions whose key the person may see, because an attempt that asked them can be reviewed."""
    return {ref[0] for sitting in _reviewable(tx, account_id) for ref in _refs(tx, sitting.attempt.id)}


def _reviewable(tx: Tx, account_id: str) -> list[Sitting]:
    """By the time of their end."""
    sittings = [
        sitting
        for standing in standings(tx, account_id).values()
        if standing.may_review
        for sitting in standing.sittings
        if sitting.outcome is not None
    ]
    return sorted(sittings, key=lambda sitting: (sitting.finished_at, sitting.attempt.id))


def _refs(tx: Tx, attempt_id: str) -> list[Ref]:
    rows = tx.session.execute(
        select(AttemptItem.question_id, AttemptItem.question_version)
        .where(AttemptItem.attempt_id == attempt_id)
        .order_by(AttemptItem.position)
    )
    return [(row.question_id, row.question_version) for row in rows]
