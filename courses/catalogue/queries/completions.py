"""Who completed which course, and what courses are called: for what counts completions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from backend.core.transaction import Tx
from courses.catalogue.models import Completion, Course, CourseVersion


def course_titles(tx: Tx, course_ids: Collection[str]) -> dict[str, str]:
    """The title of the current version by course; drafts that were never published are left out."""
    rows = tx.session.execute(
        select(Course.id, CourseVersion.title)
        .join(
            CourseVersion,
            (CourseVersion.course_id == Course.id) & (CourseVersion.version == Course.current_version),
        )
        .where(Course.id.in_(course_ids))
    )
    return {row.id: row.title for row in rows}


def completions_of(tx: Tx, course_id: str) -> list[tuple[str, date]]:
    """The accounts that completed a course, each with the day."""
    rows = tx.session.execute(
        select(Completion.account_id, Completion.completed_on)
        .where(Completion.course_id == course_id)
        .order_by(Completion.id)
    )
    return [(account_id, completed_on) for account_id, completed_on in rows]
