"""What one decision covers, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as sql_case

from backend.assessment.grading.models import AssessmentCase
from backend.assessment.grading.queries.revisions import of_revision
from backend.assessment.terms import Grade
from backend.core.transaction import Tx
from backend.register.public import unit_brief


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases that one decision covers: the people of a unit, or the leading members below one supervising body.

    Leading members above whom no body is known have an empty ``organization_id``. ``changed`` counts grades that
    differ from what was proposed, ``ungraded`` people without a grade or what stands in its place.
    """

    organization_id: str
    organization_name: str
    leading: bool
    people: int
    excellent: int
    changed: int
    ungraded: int
    decided: int


def case_groups(tx: Tx, round_id: str) -> list[CaseGroup]:
    """How the cases of the newest revision stand, by what one decision covers: one aggregate."""
    case = AssessmentCase
    unit = sql_case((case.leading.is_(True), func.coalesce(case.supervising_id, "")), else_=case.organization_id)
    plain = case.special_case.is_(None)
    rows = tx.session.execute(
        select(
            unit.label("unit"),
            case.leading,
            func.max(case.organization_name).label("name"),
            func.count().label("people"),
            _number_of(case.grade == Grade.EXCELLENT.value),
            _number_of(plain & case.grade.is_distinct_from(case.proposed)),
            _number_of(case.grade.is_(None)),
            _number_of(case.decided.is_(True)),
        )
        .where(of_revision(tx, round_id))
        .group_by(unit, case.leading)
    ).all()
    bodies = unit_brief(tx, {row.unit for row in rows if row.leading and row.unit})
    groups = []
    for unit_id, leading, name, *numbers in rows:
        body = bodies.get(unit_id)
        shown = name if not leading else body.name if body else ""
        groups.append(CaseGroup(unit_id, shown, bool(leading), *(int(number) for number in numbers)))
    return sorted(groups, key=lambda group: (not group.leading, group.organization_name, group.organization_id))


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(sql_case((condition, 1), else_=0)), 0)
