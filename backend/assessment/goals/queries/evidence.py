"""Goals and checks as evidence of the year. It is made of what is kept here each time it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import case, func, select

from backend.assessment.goals.models import CheckComment, Goal, GoalPart, GoalProgress, RoutineCheck
from backend.assessment.goals.periods import AMOUNT_OF_GRADE, CheckGrade
from backend.assessment.goals.plans import achieved, part_target, part_weight_of_year
from backend.assessment.terms import ONE, Evidence, Period, SubjectKind
from backend.core.transaction import Tx

#: how many ids one statement takes
_AT_ONCE = 500


def goal_evidence(tx: Tx, person_ids: Collection[str], period: Period) -> list[Evidence]:
    """Source ``goal``: a row for each part that somebody spoke of and that is due or begun, by person and id.

    ``out_of`` is the part's weight in the unit's year (hundredths of a percent), ``amount`` what of it is reached.
    A part without an entry is left out, due or not: an empty entry is no minus. That nothing was done is said by
    an entry, too, which the head of the unit can make.
    """
    found = [
        _of_part(row)
        for chunk in _chunks(person_ids)
        for row in _parts(tx, GoalPart.person_id.in_(chunk), period)
        if _counts(tx, row, period)
    ]
    return sorted(found, key=lambda evidence: (evidence.subject_id, evidence.key))


def unit_goal_evidence(tx: Tx, organization_ids: Collection[str], period: Period) -> list[Evidence]:
    """Source ``unit_goal``: what the parts of each goal reached together, of those that count as in ``goal``."""
    found = []
    for chunk in _chunks(organization_ids):
        goals: dict[str, list[Any]] = defaultdict(list)
        for row in _parts(tx, Goal.organization_id.in_(chunk), period):
            if _counts(tx, row, period):
                goals[row.goal_id].append(row)
        found += [_of_goal(rows) for rows in goals.values()]
    return sorted(found, key=lambda evidence: (evidence.subject_id, evidence.key))


def check_evidence(tx: Tx, person_ids: Collection[str], period: Period) -> list[Evidence]:
    """Source ``routine_check``: a row for each check with a grade; no entry or no grade is no evidence."""
    found = []
    for chunk in _chunks(person_ids):
        latest = (
            select(CheckComment.check_id, func.max(CheckComment.number).label("number"))
            .group_by(CheckComment.check_id)
            .subquery()
        )
        rows = tx.session.execute(
            select(RoutineCheck.id, RoutineCheck.person_id, RoutineCheck.period, RoutineCheck.last_on)
            .add_columns(CheckComment.grade, CheckComment.from_paper)
            .join(CheckComment, CheckComment.check_id == RoutineCheck.id)
            .join(latest, (latest.c.check_id == CheckComment.check_id) & (latest.c.number == CheckComment.number))
            .where(
                RoutineCheck.person_id.in_(chunk),
                RoutineCheck.last_on.between(period.first, period.last),
                CheckComment.grade.is_not(None),
            )
        )
        found += [_of_check(row) for row in rows]
    return sorted(found, key=lambda evidence: (evidence.subject_id, evidence.key))


def _parts(tx: Tx, wanted: Any, period: Period) -> Iterator[Any]:
    """The parts that hold, of goals of the period's years, with what was done for each by the period's end."""
    done = func.coalesce(func.sum(GoalProgress.amount), 0)
    standing = case((GoalProgress.id.is_(None), 0), (GoalProgress.reverses_id.is_(None), 1), else_=-1)
    statement = (
        select(
            GoalPart.id,
            GoalPart.person_id,
            GoalPart.goal_id,
            GoalPart.weight,
            GoalPart.due_on,
            Goal.organization_id,
            Goal.title,
            Goal.measure,
            Goal.target,
            Goal.weight.label("goal_weight"),
            done.label("done"),
            func.sum(standing).label("entries"),
            func.max(GoalProgress.done_on).label("last_on"),
        )
        .join(Goal, Goal.id == GoalPart.goal_id)
        .outerjoin(GoalProgress, (GoalProgress.part_id == GoalPart.id) & (GoalProgress.done_on <= period.last))
        .where(wanted, GoalPart.ended.is_(False), Goal.ended.is_(False))
        .where(Goal.year.between(period.first.year, period.last.year))
        .group_by(GoalPart.id, Goal.id)
        .order_by(GoalPart.goal_id, GoalPart.id)
    )
    yield from tx.session.execute(statement)


def _counts(tx: Tx, row: Any, period: Period) -> bool:
    return bool(row.entries > 0 and (row.done > 0 or row.due_on <= min(tx.today(), period.last)))


def _reached(row: Any) -> tuple[int, int]:
    """``(amount, out_of)`` of a part."""
    out_of = part_weight_of_year(row.goal_weight, row.weight)
    return achieved(out_of, int(row.done), part_target(row.target, row.weight)), out_of


def _of_part(row: Any) -> Evidence:
    amount, out_of = _reached(row)
    return Evidence(
        SubjectKind.PERSON,
        row.person_id,
        "goal",
        row.id,
        row.last_on if row.done > 0 else row.due_on,
        amount,
        out_of,
        link="/me/goals",
        facts={
            "title": row.title,
            "measure": row.measure,
            "done": int(row.done),
            "target": part_target(row.target, row.weight),
        },
    )


def _of_goal(rows: list[Any]) -> Evidence:
    reached = [_reached(row) for row in rows]
    days = [row.last_on if row.done > 0 else row.due_on for row in rows]
    return Evidence(
        SubjectKind.UNIT,
        rows[0].organization_id,
        "unit_goal",
        rows[0].goal_id,
        max(days),
        sum(amount for amount, _ in reached),
        sum(out_of for _, out_of in reached),
        link="/assessment/goals",
        facts={"title": rows[0].title, "measure": rows[0].measure, "parts": len(rows)},
    )


def _of_check(row: Any) -> Evidence:
    return Evidence(
        SubjectKind.PERSON,
        row.person_id,
        "routine_check",
        row.id,
        row.last_on,
        AMOUNT_OF_GRADE[CheckGrade(row.grade)],
        ONE,
        link="/me/checks",
        facts={"period": row.period, "grade": row.grade, "from_paper": int(row.from_paper)},
    )


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
