"""What a learner sees: the catalogue, where to go on, a course, a lesson, and a course to take along.

Lists take the same number of statements whatever their length. Nothing here is read by anybody but the learner.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from courses.catalogue.models import Assignment, Completion, Course, CourseVersion, LessonDone, Obligation
from courses.catalogue.outline import Outline, next_step
from courses.quizzes.public import best_results, quiz_brief

#: how many courses the first page of learning proposes, and looks at
RECOMMENDED, LOOKED_AT = 6, 200
_SHOWN = ("key", "title", "title_en", "summary", "summary_en", "hours")

Row = dict[str, Any]


@dataclass(slots=True)
class Standing:
    """Where one person stands with some courses: lessons done, days of completion, days by which one is owed."""

    done: dict[str, set[str]] = field(default_factory=dict)
    last_done: dict[str, date] = field(default_factory=dict)
    completed: dict[str, date] = field(default_factory=dict)
    due: dict[str, date] = field(default_factory=dict)


def catalogue(tx: Tx, actor: Actor, text: str, cursor: str | None, limit: int) -> Row:
    """A page of the published courses that are valid today and whose title or summary contains ``text``."""
    statement = _published(tx.today()).order_by(Course.id).limit(limit + 1)
    if text:
        wanted = (CourseVersion.title, CourseVersion.title_en, CourseVersion.summary)
        statement = statement.where(or_(*(column.icontains(text, autoescape=True) for column in wanted)))
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(Course.id > after[0])
    rows = tx.session.execute(statement).all()
    standing = standing_of(tx, actor, [row.id for row in rows])
    return page([course_item(tx, row, standing) for row in rows], limit, ["id"])


def home(tx: Tx, actor: Actor) -> Row:
    """Where to go on, what is owed with its day, and courses that nothing stands before."""
    rows = tx.session.execute(_published(tx.today()).order_by(Course.id).limit(LOOKED_AT)).all()
    standing = standing_of(tx, actor, [row.id for row in rows])
    items = {row.id: course_item(tx, row, standing) for row in rows}
    assigned = [item for item in items.values() if item["assigned"] and item["state"] != "completed"]
    free = [
        items[row.id]
        for row in rows
        if items[row.id]["state"] == "new"
        and not items[row.id]["assigned"]
        and all(one in standing.completed or one not in items for one in row.outline["prerequisites"])
    ]
    return {
        "continue": _resume(tx, actor, rows, standing),
        "assigned": sorted(assigned, key=lambda item: (item["assigned"]["due_on"], item["id"])),
        "recommended": free[:RECOMMENDED],
    }


def _resume(tx: Tx, actor: Actor, rows: Sequence[Any], standing: Standing) -> Row | None:
    """The next step of the course in which something was done last."""
    begun = [row for row in rows if row.id in standing.last_done and row.id not in standing.completed]
    if not begun:
        return None
    row = max(begun, key=lambda row: (standing.last_done[row.id], row.id))
    outline = Outline.from_data(row.outline)
    results = best_results(tx, actor.account_id or "", outline.quiz_ids)
    step = next_step(outline, standing.done[row.id], [key for key, result in results.items() if result.passed])
    if step is None:
        return None
    lesson = next((lesson for lesson in outline.lessons if lesson.id == step.id), None)
    quiz = None if lesson else quiz_brief(tx, [step.id]).get(step.id)
    return {
        "course_id": row.id,
        "title": row.title,
        "title_en": row.title_en,
        "lesson_id": lesson and lesson.id,
        "lesson_title": lesson and lesson.title,
        "lesson_title_en": lesson and lesson.title_en,
        "quiz_id": quiz and quiz.id,
        "quiz_title": quiz and quiz.title,
    }


def standing_of(tx: Tx, actor: Actor, course_ids: Collection[str]) -> Standing:
    """Three statements, whatever the number of courses."""
    own = actor.account_id
    standing = Standing()
    done = select(LessonDone.course_id, LessonDone.lesson_id, LessonDone.done_on).where(
        LessonDone.account_id == own, LessonDone.course_id.in_(course_ids)
    )
    for course_id, lesson_id, day in tx.session.execute(done):
        standing.done.setdefault(course_id, set()).add(lesson_id)
        standing.last_done[course_id] = max(day, standing.last_done.get(course_id, day))
    completed = select(Completion.course_id, Completion.completed_on).where(
        Completion.account_id == own, Completion.course_id.in_(course_ids)
    )
    standing.completed = {row[0]: row[1] for row in tx.session.execute(completed)}
    owed = (
        select(Assignment.course_id, func.min(Assignment.due_on))
        .join(Obligation, Obligation.assignment_id == Assignment.id)
        .where(
            Obligation.account_id == own,
            Obligation.ended_on.is_(None),
            Assignment.course_id.in_(course_ids),
        )
        .group_by(Assignment.course_id)
    )
    standing.due = {row[0]: row[1] for row in tx.session.execute(owed)}
    return standing


def course_item(tx: Tx, row: Any, standing: Standing) -> Row:
    """A course in a list. A lesson that the present version left out is not counted."""
    current = {lesson["id"] for unit in row.outline["units"] for lesson in unit["lessons"]}
    done = len(current & standing.done.get(row.id, set()))
    begun = "begun" if row.id in standing.last_done else "new"
    due = standing.due.get(row.id)
    return {
        "id": row.id,
        "version": row.version,
        **{name: getattr(row, name) for name in _SHOWN},
        "state": "completed" if row.id in standing.completed else begun,
        "lessons": row.lessons,
        "lessons_done": done,
        "assigned": due and {"due_on": due, "late": due < tx.today()},
        "certificate": row.gives_certificate,
    }


def course_columns() -> Any:
    """The columns of a course's published version that items and pages show."""
    return (
        select(
            Course.id,
            Course.key,
            CourseVersion.version,
            CourseVersion.title,
            CourseVersion.title_en,
            CourseVersion.summary,
            CourseVersion.summary_en,
            CourseVersion.audience,
            CourseVersion.audience_en,
            CourseVersion.hours,
            CourseVersion.valid_from,
            CourseVersion.valid_to,
            CourseVersion.lessons,
            CourseVersion.gives_certificate,
            CourseVersion.package_bytes,
            CourseVersion.outline,
        )
        .select_from(Course)
        .join(
            CourseVersion,
            (CourseVersion.course_id == Course.id) & (CourseVersion.version == Course.current_version),
        )
    )


def _published(today: date) -> Any:
    return course_columns().where(
        Course.state == "published",
        CourseVersion.valid_from.is_(None) | (CourseVersion.valid_from <= today),
        CourseVersion.valid_to.is_(None) | (CourseVersion.valid_to >= today),
    )
