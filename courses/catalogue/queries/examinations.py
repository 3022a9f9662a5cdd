"""The examinations that the office ordered, person by person: owed or not, passed or not. Batched.

An examination is the final paper of an assigned course, or a paper that is itself marked as ordered. Nothing is
told of scores, of how often somebody tried, or of how long it took.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from backend.core.transaction import Tx
from courses.catalogue.models import Assignment, Course, CourseVersion, Obligation
from courses.quizzes.public import OrderedPaper, days_of_passing, ordered_papers

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Examination:
    """One ordered examination of one person.

    ``key`` is the row that says so, ``due_on`` the last day, None where there is none; ``owed`` whether it was
    still asked of the person on that day, and ``passed_on`` the day of passing.
    """

    account_id: str
    key: str
    title: str
    course_id: str | None
    quiz_id: str
    due_on: date | None
    owed: bool
    passed_on: date | None


def examinations_of(tx: Tx, account_ids: Collection[str], first: date, last: date) -> Iterator[Examination]:
    """The examinations of these accounts that were due or passed from ``first`` to ``last``, each once a person.

    A course that was assigned twice is one examination: the assignment with the earlier last day tells of it.
    """
    ordered = sorted(set(account_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        chunk = ordered[start : start + _AT_ONCE]
        assigned = list(_assigned(tx, chunk, first, last))
        yield from assigned
        finals = {(one.account_id, one.quiz_id) for one in assigned}
        for paper in ordered_papers(tx, chunk):
            if (paper.account_id, paper.quiz_id) not in finals and _falls_into(paper, first, last):
                yield _examination(paper)


def _assigned(tx: Tx, account_ids: list[str], first: date, last: date) -> Iterator[Examination]:
    rows = tx.session.execute(_obligations(account_ids, first, last)).all()
    papers = _final_papers(tx, {row.course_id for row in rows})
    passed = days_of_passing(tx, {quiz_id for quiz_id, _ in papers.values()}, account_ids)
    told: set[tuple[str, str]] = set()
    for row in rows:
        if row.course_id not in papers or (row.account_id, row.course_id) in told:
            continue
        told.add((row.account_id, row.course_id))
        quiz_id, title = papers[row.course_id]
        yield Examination(
            account_id=row.account_id,
            key=row.id,
            title=title,
            course_id=row.course_id,
            quiz_id=quiz_id,
            due_on=row.due_on,
            owed=row.opened_on <= row.due_on and (row.ended_on is None or row.ended_on > row.due_on),
            passed_on=_passed_on(row, passed.get((row.account_id, quiz_id))),
        )


def _obligations(account_ids: list[str], first: date, last: date) -> Any:
    met = and_(Obligation.reason == "completed", Obligation.ended_on.between(first, last))
    return (
        select(
            Obligation.id,
            Obligation.account_id,
            Obligation.opened_on,
            Obligation.ended_on,
            Obligation.reason,
            Assignment.course_id,
            Assignment.due_on,
        )
        .join(Assignment, Assignment.id == Obligation.assignment_id)
        .where(Obligation.account_id.in_(account_ids), or_(Assignment.due_on.between(first, last), met))
        .order_by(Assignment.due_on, Obligation.id)
    )


def _passed_on(row: Any, paper_passed: date | None) -> date | None:
    """The day on which what was owed was met; not before it was asked."""
    if row.reason == "completed":
        return row.ended_on  # type: ignore[no-any-return]  # a column of a joined row
    return None if paper_passed is None else max(paper_passed, row.opened_on)


def _final_papers(tx: Tx, course_ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Final quiz and title of the published version by course; a course without a final paper is left out."""
    rows = tx.session.execute(
        select(Course.id, CourseVersion.title, CourseVersion.outline)
        .join(
            CourseVersion,
            (CourseVersion.course_id == Course.id) & (CourseVersion.version == Course.current_version),
        )
        .where(Course.id.in_(course_ids))
    )
    return {row.id: (quiz, row.title) for row in rows if (quiz := row.outline.get("final_quiz_id"))}


def _falls_into(paper: OrderedPaper, first: date, last: date) -> bool:
    return any(day is not None and first <= day <= last for day in (paper.passed_on, paper.closed_on))


def _examination(paper: OrderedPaper) -> Examination:
    return Examination(
        account_id=paper.account_id,
        key=paper.first_attempt_id,
        title=paper.title,
        course_id=None,
        quiz_id=paper.quiz_id,
        due_on=paper.closed_on,
        owed=True,
        passed_on=paper.passed_on,
    )
