"""Rows that several writes of the catalogue need."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from sqlalchemy import func, select

from backend.core.transaction import Tx
from courses.catalogue.errors import CourseNotFound
from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.outline import Outline
from courses.markdown import WORDING


def locked_course(tx: Tx, course_id: str) -> Course:
    """The course, held against others who write it. Raises :class:`CourseNotFound`."""
    course = tx.session.get(Course, course_id, with_for_update=True)
    if course is None:
        raise CourseNotFound
    return course


def current_version(tx: Tx, course: Course) -> CourseVersion | None:
    """The published version, if there is one."""
    return tx.session.get(CourseVersion, (course.id, course.current_version))


def current_outline(tx: Tx, course: Course) -> Outline:
    """The order of the published version of a course that has one."""
    version = current_version(tx, course)
    if version is None:
        raise CourseNotFound
    return Outline.from_data(version.outline)


def digest_of(data: Any) -> str:
    """A digest of canonical data as this version of the product renders it."""
    content = orjson.dumps([WORDING, data], option=orjson.OPT_SORT_KEYS)
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def hold_progress(tx: Tx, account_id: str, course_id: str) -> None:
    """Let the writes about one person and course follow each other.

    Otherwise the last lesson and the last quiz, finished at the same moment, would each not see the other, and the
    course would never be completed. SQLite has one writer anyway.
    """
    if tx.dialect == "postgresql":
        key = hashlib.sha256(f"{account_id}/{course_id}".encode()).digest()[:8]
        tx.session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(key, signed=True))))
