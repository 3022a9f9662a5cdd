"""Checks of the catalogue for ``verify``: completions stand on what was done, lessons show what was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from courses.catalogue.models import (
    Assignment,
    Completion,
    Course,
    CourseVersion,
    LessonDone,
    LessonVersion,
    Obligation,
)
from courses.catalogue.outline import Outline
from courses.markdown import render_markdown
from courses.quizzes.public import passed_accounts


def check_completions(tx: Tx) -> Iterator[Finding]:
    """Who completed a course has done and passed all that its version asks for."""
    by_version: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for row in tx.session.scalars(select(Completion).order_by(Completion.id)):
        by_version[row.course_id, row.version].append((row.id, row.account_id))
    for (course_id, version), completions in by_version.items():
        outline = Outline.from_data(tx.session.get_one(CourseVersion, (course_id, version)).outline)
        evidence = _evidence(tx, course_id, outline, [account_id for _, account_id in completions])
        needed = {*outline.required_lessons, *outline.required_quizzes}
        for completion_id, account_id in completions:
            missing = needed - evidence[account_id]
            if missing:
                yield Finding(
                    "course_completion",
                    "courses_completion",
                    completion_id,
                    "lessons or quizzes of the course are missing",
                    found=", ".join(sorted(missing)),
                )


def _evidence(tx: Tx, course_id: str, outline: Outline, accounts: Sequence[str]) -> dict[str, set[str]]:
    """The lessons done and quizzes passed, by account."""
    evidence: dict[str, set[str]] = defaultdict(set)
    done = select(LessonDone.account_id, LessonDone.lesson_id).where(LessonDone.course_id == course_id)
    for account_id, lesson_id in tx.session.execute(done):
        evidence[account_id].add(lesson_id)
    for quiz_id in outline.required_quizzes:
        for account_id in passed_accounts(tx, quiz_id, accounts):
            evidence[account_id].add(quiz_id)
    return evidence


def check_obligations(tx: Tx) -> Iterator[Finding]:
    """Nobody owes a course that they completed, or by an assignment that has ended."""
    rows = tx.session.execute(
        select(Obligation.id, Assignment.ended_on, Completion.id.label("completion_id"))
        .join(Assignment, Assignment.id == Obligation.assignment_id)
        .outerjoin(
            Completion,
            (Completion.account_id == Obligation.account_id) & (Completion.course_id == Assignment.course_id),
        )
        .where(
            Obligation.ended_on.is_(None),
            Assignment.ended_on.is_not(None) | Completion.id.is_not(None),
        )
        .order_by(Obligation.id)
    )
    for row in rows:
        why = "the course is completed" if row.completion_id else "its assignment has ended"
        yield Finding("course_obligation", "courses_obligation", row.id, f"still open, though {why}")


def check_versions(tx: Tx) -> Iterator[Finding]:
    """What is published exists."""
    rows = tx.session.execute(
        select(Course.id, Course.current_version)
        .outerjoin(
            CourseVersion,
            (CourseVersion.course_id == Course.id) & (CourseVersion.version == Course.current_version),
        )
        .where(Course.current_version > 0, CourseVersion.course_id.is_(None))
    )
    for row in rows:
        found = f"version {row.current_version}"
        yield Finding("course_version", "courses_course", row.id, "the published version is missing", found=found)


def check_lesson_html(tx: Tx) -> Iterator[Finding]:
    """The HTML that learners are shown is what the text comes out as, and nothing else."""
    for row in tx.session.scalars(select(LessonVersion).execution_options(yield_per=50)):
        if row.html != render_markdown(row.markdown):
            place = f"{row.lesson_id} v{row.version}"
            yield Finding("lesson_html", "courses_lesson_version", place, "the HTML is not that of the text")


CHECKS: tuple[Check, ...] = (check_completions, check_obligations, check_versions, check_lesson_html)
