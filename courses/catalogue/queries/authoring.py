"""What authors see: all courses with their state, and the source they work on."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from courses.catalogue.errors import CourseNotFound
from courses.catalogue.models import Course, CourseDraft, CourseVersion
from courses.catalogue.parsing import problems_of
from courses.catalogue.queries.learning import Row


def authored_courses(tx: Tx, cursor: str | None, limit: int) -> Row:
    """A page of all courses, drafts and withdrawn ones included, the newest first."""
    statement = (
        select(
            Course.id,
            Course.key,
            Course.state,
            Course.current_version,
            CourseDraft.source["title"].as_string().label("title"),
            CourseDraft.saved_at,
            (CourseDraft.digest != CourseVersion.digest).label("changed"),
        )
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .outerjoin(
            CourseVersion,
            (CourseVersion.course_id == Course.id) & (CourseVersion.version == Course.current_version),
        )
        .order_by(Course.id.desc())
        .limit(limit + 1)
    )
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(Course.id < after[0])
    rows = [dict(row) for row in tx.session.execute(statement).mappings()]
    for row in rows:
        row["title"] = row["title"] or row["key"]
        row["changed"] = row["changed"] is not False  # never published: all of it is new
    return page(rows, limit, ["id"])


def course_draft(tx: Tx, course_id: str) -> Row:
    """The source of a course with what still keeps it from being published. Raises :class:`CourseNotFound`."""
    course = tx.session.get(Course, course_id)
    draft = tx.session.get(CourseDraft, course_id)
    if course is None or draft is None:
        raise CourseNotFound
    published = tx.session.get(CourseVersion, (course_id, course.current_version))
    return {
        "id": course_id,
        "key": course.key,
        "state": course.state,
        "current_version": course.current_version,
        "published": course.state == "published",
        "changed": published is None or published.digest != draft.digest,
        "revision": draft.revision,
        "source": draft.source,
        "problems": problems_of(draft.source)[:200],
    }
