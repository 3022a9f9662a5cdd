"""A small published course, and somebody who goes the whole way through it by real operations."""

from __future__ import annotations

import random
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from courses.catalogue.models import Lesson
from courses.catalogue.operations.authoring import create_course, publish_course
from courses.catalogue.public import final_quiz_of, mark_lesson_done
from courses.quizzes.operations.attempts import finish_attempt, start_attempt
from tests.factories.quizzes import SYSTEM, fill_bank, single

#: Reached by a paper without answers, so that finishing is passing; the other mark is reached by nobody.
EASY, IMPOSSIBLE = 0, 100


def course_source(key: str = "small", *, pass_mark: int = EASY, **changes: Any) -> dict[str, Any]:
    """A course of one lesson and a final quiz of one question, with a certificate of 24 months."""
    lesson = {"key": f"{key}-l1", "title": "第一课", "markdown": "# 正文\n\n内容"}
    settings = {"draw": [{"topic": "local_bodies", "count": 1}], "pass_mark": pass_mark}
    return {
        "key": key,
        "title": f"课程 {key}",
        "summary": "简介",
        "hours": "6",
        "units": [{"title": "第一单元", "lessons": [lesson]}],
        "final_quiz": {"key": f"{key}-final", "title": "结业测验", **settings},
        "certificate": {"valid_months": 24},
        **changes,
    }


def publish(tx: Tx, source: dict[str, Any]) -> str:
    """Publish a course and see to a question for its quiz; returns the course's id."""
    fill_bank(tx, [single(1)])
    course_id = create_course(tx, SYSTEM, source)
    publish_course(tx, SYSTEM, course_id)
    return course_id


def complete(tx: Tx, actor: Actor, course_id: str) -> None:
    """Do each lesson and sit the final quiz."""
    for lesson_id in tx.session.scalars(select(Lesson.id).where(Lesson.course_id == course_id)).all():
        mark_lesson_done(tx, actor, lesson_id)
    sit_final_quiz(tx, actor, course_id)


def sit_final_quiz(tx: Tx, actor: Actor, course_id: str) -> str:
    """Hand in an empty paper of the final quiz; returns the attempt."""
    attempt_id = start_attempt(tx, actor, final_quiz_of(tx, course_id) or "", random.Random(1))
    finish_attempt(tx, actor, attempt_id)
    return attempt_id
