"""Where a person stands at a quiz: their attempts, what is left, and whether they may see what was right.

An attempt whose time is over counts as expired from that moment, also where nobody has written so yet: its result
is a function of the saved answers, which nobody can change any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from backend.core.transaction import Tx
from courses.quizzes.models import Attempt, Quiz, QuizVersion
from courses.quizzes.papers import judge_paper, paper_items, settings_of, stored_outcome
from courses.quizzes.scoring import AttemptState, Outcome, is_over
from courses.quizzes.settings import QuizSettings, parse_settings


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt as it stands now; ``outcome`` is there exactly when it is over."""

    attempt: Attempt
    state: AttemptState
    outcome: Outcome | None

    @property
    def finished_at(self) -> datetime | None:
        return self.attempt.deadline if self.state == AttemptState.EXPIRED else self.attempt.finished_at


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's attempts at one quiz, by number, under its present settings."""

    quiz: Quiz
    settings: QuizSettings
    sittings: tuple[Sitting, ...]
    now: datetime

    @property
    def passed(self) -> bool:
        return any(sitting.outcome.passed for sitting in self.sittings if sitting.outcome)

    @property
    def best_percent(self) -> int | None:
        return max((sitting.outcome.percent for sitting in self.sittings if sitting.outcome), default=None)

    @property
    def open_attempt_id(self) -> str | None:
        running = (sitting.attempt.id for sitting in self.sittings if sitting.state == AttemptState.OPEN)
        return next(running, None)

    @property
    def attempts_left(self) -> int | None:
        """How many more may be begun; none: as many as one likes."""
        if self.settings.attempts is None:
            return None
        return max(0, self.settings.attempts - len(self.sittings))

    @property
    def is_closed(self) -> bool:
        return self.settings.closes_at is not None and self.now >= self.settings.closes_at

    @property
    def may_review(self) -> bool:
        """Whether the key may be seen, by the present rule; never while the person has an open attempt."""
        if self.open_attempt_id is not None:
            return False
        rules = {
            "after_finish": True,
            "after_pass": self.passed,
            "after_close": self.is_closed,
            "never": False,
        }
        return rules[self.settings.review]


def standings(tx: Tx, account_id: str, quiz_ids: Sequence[str] | None = None) -> dict[str, Standing]:
    """By quiz, for ``quiz_ids`` (unknown ones are left out) or for every quiz the person ever began."""
    chosen = Attempt.account_id == account_id
    if quiz_ids is not None:
        chosen &= Attempt.quiz_id.in_(quiz_ids)
    attempts: dict[str, list[Attempt]] = {quiz_id: [] for quiz_id in quiz_ids or ()}
    for attempt in tx.session.scalars(select(Attempt).where(chosen).order_by(Attempt.quiz_id, Attempt.number)):
        attempts.setdefault(attempt.quiz_id, []).append(attempt)
    rows = tx.session.execute(
        select(Quiz, QuizVersion.settings)
        .join(QuizVersion, (QuizVersion.quiz_id == Quiz.id) & (QuizVersion.version == Quiz.current_version))
        .where(Quiz.id.in_(attempts))
    )
    return {
        quiz.id: Standing(
            quiz,
            parse_settings(settings),
            tuple(sitting_of(tx, attempt) for attempt in attempts[quiz.id]),
            tx.now(),
        )
        for quiz, settings in rows
    }


def sitting_of(tx: Tx, attempt: Attempt) -> Sitting:
    """An attempt with its result, judged here where its time is over and nobody has judged it."""
    state, outcome = AttemptState(attempt.state), stored_outcome(attempt)
    if state == AttemptState.OPEN and is_over(attempt.deadline, tx.now()):
        settings = settings_of(tx, attempt.quiz_id, attempt.quiz_version)
        return Sitting(attempt, AttemptState.EXPIRED, judge_paper(paper_items(tx, attempt.id), settings))
    return Sitting(attempt, state, outcome)
