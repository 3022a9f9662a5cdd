"""Writes of quizzes: each change is a new version, and a running attempt keeps the one it began with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.quizzes.drawing import ensure_drawable
from courses.quizzes.errors import QuizInvalid, QuizKeyTaken, QuizNotFound
from courses.quizzes.models import Quiz, QuizVersion
from courses.quizzes.parsing import KEY
from courses.quizzes.settings import QuizSettings, parse_settings

MAX_TITLE = 200


def add_quiz(tx: Tx, actor: Actor, key: str, title: str, settings: Mapping[str, Any]) -> str:
    """A new quiz; returns its id. Raises :class:`QuizKeyTaken`, and what :func:`place_quiz` raises."""
    if tx.session.scalar(select(Quiz.id).where(Quiz.key == key)) is not None:
        raise QuizKeyTaken(key=key)
    return place_quiz(tx, actor, key, title, settings)


def change_quiz(tx: Tx, actor: Actor, quiz_id: str, title: str, settings: Mapping[str, Any]) -> None:
    """Another title or other settings. Raises :class:`QuizNotFound`, and what :func:`place_quiz` raises."""
    key = tx.session.scalar(select(Quiz.key).where(Quiz.id == quiz_id))
    if key is None:
        raise QuizNotFound
    place_quiz(tx, actor, key, title, settings)


def place_quiz(tx: Tx, actor: Actor, key: str, title: str, settings: Mapping[str, Any]) -> str:
    """Have a quiz of this key with this title and these settings; returns its id. The same again changes nothing.

    Raises :class:`QuizInvalid`, or :class:`~courses.quizzes.errors.TooFewQuestions` where the bank cannot fill it.
    """
    parsed = parse_settings(settings)
    _ensure_named(key, title)
    ensure_drawable(tx, parsed)
    quiz = tx.session.scalars(select(Quiz).where(Quiz.key == key).with_for_update()).one_or_none()
    if quiz is None:
        quiz = Quiz(id=new_id(), key=key, title=title, current_version=0, ordered=False, created_at=tx.now())
        tx.session.add(quiz)
    elif _says_the_same(tx, quiz, title, parsed):
        return quiz.id
    quiz.title, quiz.ordered = title, parsed.ordered
    quiz.current_version += 1
    tx.session.flush()
    tx.session.execute(insert(QuizVersion), [_version(tx, actor, quiz, parsed)])
    facts = {"version": quiz.current_version}
    record_audit(tx, actor, "courses:quiz:placed", "quiz", quiz.id, facts=facts)
    return quiz.id


def _ensure_named(key: str, title: str) -> None:
    problems = []
    if not KEY.fullmatch(key):
        problems.append({"path": "key", "problem": "bad_name"})
    if not title.strip() or len(title) > MAX_TITLE:
        problems.append({"path": "title", "problem": "too_long" if title.strip() else "missing"})
    if problems:
        raise QuizInvalid(problems=problems)


def _says_the_same(tx: Tx, quiz: Quiz, title: str, settings: QuizSettings) -> bool:
    present = tx.session.get_one(QuizVersion, (quiz.id, quiz.current_version))
    return (present.title, present.settings) == (title, settings.to_data())


def _version(tx: Tx, actor: Actor, quiz: Quiz, settings: QuizSettings) -> dict[str, Any]:
    return {
        "quiz_id": quiz.id,
        "version": quiz.current_version,
        "title": quiz.title,
        "settings": settings.to_data(),
        "recorded_at": tx.now(),
        "author_id": actor.account_id,
    }
