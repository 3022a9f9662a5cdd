"""One course as its learner sees it: its order, a lesson, and all of it to be taken along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select, tuple_

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.records.public import FileBrief, files_of_ids
from courses.catalogue.errors import CourseNotFound, LessonNotFound
from courses.catalogue.models import Course, LessonVersion
from courses.catalogue.outline import Outline, OutlineLesson, neighbours
from courses.catalogue.policies import ensure_prerequisites, ensure_visible, missing_prerequisites
from courses.catalogue.queries.completions import course_titles
from courses.catalogue.queries.learning import Row, course_columns, course_item, standing_of
from courses.quizzes.public import best_results, quiz_brief


def course_page(tx: Tx, actor: Actor, course_id: str) -> Row:
    """A course with its order and what the reader has done of it. Raises :class:`CourseNotFound`."""
    row = _visible(tx, actor, course_id)
    outline = Outline.from_data(row.outline)
    standing = standing_of(tx, actor, [course_id])
    quizzes = _quizzes(tx, actor, outline)
    done = standing.done.get(course_id, set())
    return {
        **course_item(tx, row, standing),
        "audience": row.audience,
        "audience_en": row.audience_en,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "completed_on": standing.completed.get(course_id),
        "package_bytes": row.package_bytes,
        "prerequisites": _prerequisites(tx, actor, outline),
        "completion": {"lessons": outline.lesson_rule, "quizzes": outline.quiz_rule},
        "units": [
            {
                "title": unit.title,
                "title_en": unit.title_en,
                "lessons": [_outlined(lesson, done=lesson.id in done) for lesson in unit.lessons],
                "quizzes": [quizzes[unit.quiz_id]] if unit.quiz_id in quizzes else [],
            }
            for unit in outline.units
        ],
        "final_quiz": quizzes.get(outline.final_quiz_id or ""),
    }


def lesson_page(tx: Tx, actor: Actor, course_id: str, lesson_id: str) -> Row:
    """A lesson of the published version.

    Raises :class:`CourseNotFound`, :class:`LessonNotFound`, :class:`PrerequisiteMissing`.
    """
    row = _visible(tx, actor, course_id)
    outline = Outline.from_data(row.outline)
    chosen = [lesson for lesson in outline.lessons if lesson.id == lesson_id]
    if not chosen:
        raise LessonNotFound
    ensure_prerequisites(tx, actor.account_id or "", outline)
    done = standing_of(tx, actor, [course_id]).done.get(course_id, set())
    [lesson] = _lessons(tx, course_id, outline, chosen, done)
    return lesson


def course_package(tx: Tx, actor: Actor, course_id: str) -> Row:
    """All of a course for a phone without a network: texts, and which files to fetch. Papers stay online.

    Raises :class:`CourseNotFound`, :class:`PrerequisiteMissing`.
    """
    row = _visible(tx, actor, course_id)
    outline = Outline.from_data(row.outline)
    ensure_prerequisites(tx, actor.account_id or "", outline)
    course = course_page(tx, actor, course_id)
    done = {lesson["id"] for unit in course["units"] for lesson in unit["lessons"] if lesson["done"]}
    lessons = _lessons(tx, course_id, outline, outline.lessons, done)
    files = {media["file_id"]: media for lesson in lessons for media in lesson["media"]}
    return {
        "course": course,
        "version": row.version,
        "lessons": lessons,
        "media": [{name: file[name] for name in ("file_id", "size", "media_type")} for file in files.values()],
        "size_bytes": row.package_bytes,
    }


def _visible(tx: Tx, actor: Actor, course_id: str) -> Any:
    ensure_visible(actor, tx.session.get(Course, course_id))
    row = tx.session.execute(course_columns().where(Course.id == course_id)).first()
    if row is None:
        raise CourseNotFound
    return row


def _outlined(lesson: OutlineLesson, *, done: bool) -> Row:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "title_en": lesson.title_en,
        "summary_en": lesson.summary_en,
        "done": done,
    }


def _quizzes(tx: Tx, actor: Actor, outline: Outline) -> dict[str, Row]:
    briefs = quiz_brief(tx, outline.quiz_ids)
    results = best_results(tx, actor.account_id or "", outline.quiz_ids)
    return {
        quiz_id: {
            "id": quiz_id,
            "title": brief.title,
            "questions": brief.questions,
            "minutes": brief.minutes,
            "pass_mark": brief.pass_mark,
            "passed": results[quiz_id].passed,
            "best_percent": results[quiz_id].best_percent,
            "attempts_left": results[quiz_id].attempts_left,
            "open_attempt_id": results[quiz_id].open_attempt_id,
        }
        for quiz_id, brief in briefs.items()
    }


def _prerequisites(tx: Tx, actor: Actor, outline: Outline) -> list[Row]:
    if not outline.prerequisites:
        return []
    titles = course_titles(tx, outline.prerequisites)
    missing = missing_prerequisites(tx, actor.account_id or "", outline)
    return [
        {"id": course_id, "title": titles.get(course_id, ""), "completed": course_id not in missing}
        for course_id in outline.prerequisites
    ]


def _lessons(
    tx: Tx, course_id: str, outline: Outline, chosen: Sequence[OutlineLesson], done: set[str]
) -> list[Row]:
    """Lessons with their texts and files: two statements for any number of them."""
    wanted = [(lesson.id, lesson.version) for lesson in chosen]
    texts = {
        row.lesson_id: row
        for row in tx.session.scalars(
            select(LessonVersion).where(tuple_(LessonVersion.lesson_id, LessonVersion.version).in_(wanted))
        )
    }
    shown = {file_id for row in texts.values() for file_id in _file_ids(row)}
    files = {file.id: file for file in files_of_ids(tx, shown)}
    titles = {lesson.id: lesson for lesson in outline.lessons}

    def beside(lesson_id: str | None) -> Row | None:
        return None if lesson_id is None else _named(titles[lesson_id])

    lessons = []
    for lesson in chosen:
        row = texts[lesson.id]
        before, after = neighbours(outline, lesson.id)
        lessons.append(
            {
                **_outlined(lesson, done=lesson.id in done),
                "course_id": course_id,
                "html": row.html,
                "articles": row.articles,
                "media": list(_media(row, files)),
                "previous": beside(before),
                "next": beside(after),
            }
        )
    return lessons


def _named(lesson: OutlineLesson) -> Row:
    return {"id": lesson.id, "title": lesson.title, "title_en": lesson.title_en}


def _file_ids(row: LessonVersion) -> Iterable[str]:
    return [*row.pictures, *(media["file_id"] for media in row.media)]


def _media(row: LessonVersion, files: dict[str, FileBrief]) -> Iterable[Row]:
    """Files of the text first (pictures, in place), then those beside it."""
    names = {media["file_id"]: media["name"] for media in row.media}
    for file_id in dict.fromkeys(_file_ids(row)):
        file = files.get(file_id)
        if file is not None:
            yield {
                "file_id": file_id,
                "kind": file.kind.group,
                "name": names.get(file_id, file.name),
                "size": file.size,
                "media_type": file.media_type,
                "in_text": file_id in row.pictures,
            }
