"""Item analysis of a quiz, from each person's first finished attempt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from backend.core.offload import run_blocking
from backend.core.transaction import Tx
from courses.markdown import plain_text
from courses.quizzes.analysis import Sheet, item_statistics
from courses.quizzes.book import AT_ONCE, Ref, question_data, slices
from courses.quizzes.errors import QuizNotFound
from courses.quizzes.models import Attempt, AttemptItem, Quiz
from courses.quizzes.questions import Question

#: The latest so many people are looked at.
MOST_PEOPLE = 1_000


def quiz_analysis(tx: Tx, quiz_id: str) -> dict[str, Any]:
    """``{id, title, items: [{question_id, version, key, stem, statistics | null}]}``, null where too few answered.

    Raises :class:`QuizNotFound`.
    """
    quiz = tx.session.get(Quiz, quiz_id)
    if quiz is None:
        raise QuizNotFound
    sheets = _sheets(tx, quiz_id)
    questions = question_data(tx, sheets)
    items = run_blocking(_items, questions, sheets)
    return {"id": quiz_id, "title": quiz.title, "items": items}


def _items(questions: dict[Ref, Question], sheets: dict[Ref, list[Sheet]]) -> list[dict[str, Any]]:
    items = []
    for ref, question in sorted(questions.items(), key=lambda pair: (pair[1].key, pair[0][1])):
        found = item_statistics(question, sheets[ref])
        items.append(
            {
                "question_id": ref[0],
                "version": ref[1],
                "key": question.key,
                "type": question.type.value,
                "stem": plain_text(question.stem)[:200],
                "too_few": found is None,
                "statistics": asdict(found) if found else None,
            }
        )
    return items


def _sheets(tx: Tx, quiz_id: str) -> dict[Ref, list[Sheet]]:
    """Per question and version, in the order in which the attempts ended."""
    rows = tx.session.execute(
        select(Attempt.id, Attempt.shares)
        .where(Attempt.quiz_id == quiz_id, Attempt.number == 1, Attempt.finished_at.is_not(None))
        .order_by(Attempt.finished_at.desc(), Attempt.id.desc())
        .limit(MOST_PEOPLE)
    ).all()
    shares = {row.id: [Fraction(share) for share in row.shares] for row in reversed(rows)}
    found: dict[str, dict[Ref, Sheet]] = {}
    for part in slices(list(shares), AT_ONCE):
        items = tx.session.execute(
            select(
                AttemptItem.attempt_id,
                AttemptItem.position,
                AttemptItem.question_id,
                AttemptItem.question_version,
                AttemptItem.keymap,
                AttemptItem.answer,
            ).where(AttemptItem.attempt_id.in_(part))
        )
        for item in items:
            of_paper = shares[item.attempt_id]
            share = of_paper[item.position - 1]
            rest = (sum(of_paper) - share) / max(1, len(of_paper) - 1)
            sheet = Sheet(share, rest, item.keymap, item.answer)
            found.setdefault(item.attempt_id, {})[item.question_id, item.question_version] = sheet
    sheets: dict[Ref, list[Sheet]] = defaultdict(list)
    for attempt_id in shares:
        for ref, sheet in found[attempt_id].items():
            sheets[ref].append(sheet)
    return sheets
