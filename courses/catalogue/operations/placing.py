"""Placing what a published version is made of: lessons in their wording, and quizzes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.errors import DomainError
from backend.core.transaction import Tx
from courses.catalogue.errors import CourseInvalid
from courses.catalogue.models import CourseQuiz, Lesson, LessonVersion
from courses.catalogue.operations.rows import digest_of
from courses.catalogue.outline import OutlineLesson, OutlineUnit
from courses.catalogue.source import CourseSource, LessonSource, QuizSource
from courses.markdown import file_ids, render_markdown
from courses.quizzes.public import QuizInvalid, TooFewQuestions, place_quiz


def place_units(tx: Tx, actor: Actor, course_id: str, source: CourseSource) -> tuple[OutlineUnit, ...]:
    """The units of a course with their lessons and quizzes in the versions they have now.

    Raises :class:`CourseInvalid` where a quiz cannot be placed.
    """
    known = {row.key: row.id for row in tx.session.scalars(select(Lesson).where(Lesson.course_id == course_id))}
    newest = _newest_versions(tx, list(known.values()))
    return tuple(
        OutlineUnit(
            unit.title,
            unit.title_en,
            tuple(_place_lesson(tx, course_id, lesson, known, newest) for lesson in unit.lessons),
            place_quiz_of(tx, actor, course_id, unit.quiz, f"units[{position}].quiz"),
        )
        for position, unit in enumerate(source.units)
    )


def _newest_versions(tx: Tx, lesson_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The last version of each lesson with its digest."""
    rows = tx.session.execute(
        select(LessonVersion.lesson_id, LessonVersion.version, LessonVersion.digest)
        .where(LessonVersion.lesson_id.in_(lesson_ids))
        .order_by(LessonVersion.version)
    )
    return {row.lesson_id: (row.version, row.digest) for row in rows}


def _place_lesson(
    tx: Tx,
    course_id: str,
    lesson: LessonSource,
    known: dict[str, str],
    newest: dict[str, tuple[int, str]],
) -> OutlineLesson:
    """The lesson in its present wording, which is a new version only where it differs from the last."""
    lesson_id = known.get(lesson.key)
    if lesson_id is None:
        lesson_id = new_id()
        tx.session.add(Lesson(id=lesson_id, course_id=course_id, key=lesson.key))
        tx.session.flush()
    version, digest = newest.get(lesson_id, (0, ""))
    wanted = digest_of(lesson.to_data())
    if digest != wanted:
        version += 1
        tx.session.add(
            LessonVersion(
                lesson_id=lesson_id,
                version=version,
                digest=wanted,
                title=lesson.title,
                title_en=lesson.title_en,
                summary_en=lesson.summary_en,
                markdown=lesson.markdown,
                html=render_markdown(lesson.markdown),
                articles=list(lesson.articles),
                media=[media.to_data() for media in lesson.media],
                pictures=file_ids(lesson.markdown),
                recorded_at=tx.now(),
            )
        )
    return OutlineLesson(lesson_id, version, lesson.title, lesson.title_en, lesson.summary_en)


def place_quiz_of(tx: Tx, actor: Actor, course_id: str, quiz: QuizSource | None, path: str) -> str | None:
    """Place a quiz that stands at ``path`` of the course, if there is one. Raises :class:`CourseInvalid`."""
    if quiz is None:
        return None
    try:
        quiz_id = place_quiz(tx, actor, quiz.key, quiz.title, quiz.settings)
    except QuizInvalid as refusal:
        problems: Any = refusal.facts["problems"]
        raise CourseInvalid([{**each, "path": f"{path}.{each['path']}"} for each in problems]) from refusal
    except TooFewQuestions as refusal:
        raise _too_few(refusal, path) from refusal
    owner = tx.session.get(CourseQuiz, quiz_id)
    if owner is None:
        tx.session.add(CourseQuiz(quiz_id=quiz_id, course_id=course_id))
    elif owner.course_id != course_id:
        raise CourseInvalid([{"path": f"{path}.key", "problem": "quiz_of_another_course"}])
    return quiz_id


def _too_few(refusal: DomainError, path: str) -> CourseInvalid:
    where = f"{path}.{refusal.facts.get('path', '')}".removesuffix(".")
    return CourseInvalid([{**refusal.facts, "path": where, "problem": "too_few_questions"}])
