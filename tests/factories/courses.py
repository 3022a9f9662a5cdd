"""Courses in the making, published ones, and whoever learns them."""

from __future__ import annotations

import random
from typing import Any, cast

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from courses.catalogue.models import Course
from courses.catalogue.operations.authoring import create_course, publish_course
from courses.catalogue.operations.rows import current_outline
from courses.catalogue.outline import Outline
from courses.quizzes.models import AttemptItem
from courses.quizzes.public import KeyMap, finish_attempt, question_data, reveal, save_answer, start_attempt
from tests.factories.quizzes import SYSTEM, fill_bank, single

Data = dict[str, Any]


def lesson_data(key: str, **changes: Any) -> Data:
    """A lesson as its author writes it."""
    return {"key": key, "title": f"第 {key} 课", "markdown": f"## {key}\n\n正文。", **changes}


def course_data(key: str = "basics", *, lessons: int = 2, quiz: bool = True, **changes: Any) -> Data:
    """A course of one unit with ``lessons`` lessons; with ``quiz`` also a final quiz of one question."""
    data: Data = {
        "key": key,
        "title": f"课程 {key}",
        "summary": "简介",
        "hours": "6",
        "units": [{"title": "第一单元", "lessons": [lesson_data(f"{key}-{n}") for n in range(1, lessons + 1)]}],
    }
    if quiz:
        data["final_quiz"] = {"key": f"{key}-final", "title": "结业测验", "questions": [f"{key}-q1"]}
    return data | changes


def make_course(tx: Tx, key: str = "basics", **changes: Any) -> str:
    """A published course with the question of its quiz; returns its id."""
    data = course_data(key, **changes)
    if data.get("final_quiz"):
        fill_bank(tx, [single(1, key=f"{key}-q1")])
    course_id = create_course(tx, SYSTEM, data)
    publish_course(tx, SYSTEM, course_id)
    return course_id


def outline_of(tx: Tx, course_id: str) -> Outline:
    return current_outline(tx, tx.session.get_one(Course, course_id))


def sit(tx: Tx, actor: Actor, quiz_id: str, *, right: bool = True) -> str:
    """Take a quiz from beginning to end, with the right answers or none; returns the attempt."""
    attempt_id = start_attempt(tx, actor, quiz_id, random.Random(1))
    items = tx.session.scalars(select(AttemptItem).where(AttemptItem.attempt_id == attempt_id)).all()
    for item in items if right else ():
        ref = (item.question_id, item.question_version)
        told = reveal(question_data(tx, [ref])[ref], cast(KeyMap, item.keymap))
        save_answer(tx, actor, attempt_id, item.position, told["answer"], 1)
    finish_attempt(tx, actor, attempt_id)
    return attempt_id
