"""Reads of reports: assigned examinations within somebody's scope, by unit and by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, visible_nodes
from courses.catalogue.public import AssignmentBrief, assignments_in_scope, final_quiz_of, obligation_states
from courses.learners import Learner, learners_below
from courses.quizzes.public import passed_accounts
from courses.reports.errors import ReportUnitNotFound
from courses.reports.tally import Count, Result, tally_units

Row = dict[str, Any]
#: In addresses, the people whose unit is not known.
NO_UNIT = "none"


@dataclass(frozen=True, slots=True)
class Report:
    """The assignments that are reported, and everybody's yes or no."""

    assignments: Sequence[AssignmentBrief]
    results: Sequence[Result]


def read_report(tx: Tx, actor: Actor, *, assignment_id: str | None, ended: bool) -> Report:
    """What was assigned within ``actor``'s scope, to whom of the people there, and whether they passed.

    ``assignment_id`` narrows to one; assignments that have ended are left out unless ``ended``.
    """
    assignments = [
        assignment
        for assignment in assignments_in_scope(tx, actor, Permission.TRAINING_REPORT)
        if assignment.id == (assignment_id or assignment.id) and (ended or assignment.ended_on is None)
    ]
    people = _people_in_scope(tx, actor) if assignments else {}
    results = [result for assignment in assignments for result in _results(tx, assignment, people)]
    return Report(assignments, results)


def units_view(report: Report) -> Row:
    """The report by unit, as it goes over the wire."""
    return {
        "examinations": [
            {
                "id": assignment.id,
                "course_id": assignment.course_id,
                "title": assignment.title,
                "due_on": assignment.due_on,
                "ended_on": assignment.ended_on,
            }
            for assignment in report.assignments
        ],
        "units": [
            {
                "id": unit.unit_id or NO_UNIT,
                "name": unit.name,
                **_count(unit.total),
                "examinations": [{"id": key, **_count(count)} for key, count in unit.counts.items()],
            }
            for unit in tally_units(report.results)
        ],
    }


def unit_view(report: Report, unit_id: str) -> Row:
    """One unit by person: passed or not, and nothing else. Raises :class:`ReportUnitNotFound`."""
    own = [result for result in report.results if (result.unit_id or NO_UNIT) == unit_id]
    if not own:
        raise ReportUnitNotFound
    people: dict[str, Row] = {}
    for result in sorted(own, key=lambda result: (result.name, result.account_id)):
        person = people.setdefault(result.account_id, {"name": result.name, "results": []})
        person["results"].append({"id": result.examination_id, "passed": result.passed})
    return {"id": unit_id, "name": own[0].unit_name, "people": list(people.values())}


def _count(count: Count) -> Row:
    return {"passed": count.passed, "not_passed": count.not_passed}


def _people_in_scope(tx: Tx, actor: Actor) -> dict[str, Learner]:
    nodes = visible_nodes(actor, Permission.TRAINING_REPORT)
    return {learner.account_id: learner for node in nodes for learner in learners_below(tx, node)}


def _results(tx: Tx, assignment: AssignmentBrief, people: dict[str, Learner]) -> list[Result]:
    """An assigned course is passed with its final quiz, or when all that it asks for is met."""
    states = [
        (account_id, done) for account_id, done in obligation_states(tx, assignment.id) if account_id in people
    ]
    quiz_id = final_quiz_of(tx, assignment.course_id)
    waiting = [account_id for account_id, done in states if not done]
    passed = passed_accounts(tx, quiz_id, waiting) if quiz_id else set()
    return [
        Result(
            examination_id=assignment.id,
            account_id=account_id,
            name=people[account_id].name,
            unit_id=people[account_id].organization_id,
            unit_name=people[account_id].organization_name,
            passed=done or account_id in passed,
        )
        for account_id, done in states
    ]
