"""Routes of goals and routine checks: parse, call one operation or query, answer."""

from __future__ import annotations

from typing import Any

from backend.assessment.goals.operations import checks, plans, progress
from backend.assessment.goals.operations.checks import Paper
from backend.assessment.goals.operations.progress import NewProgress
from backend.assessment.goals.periods import CheckGrade, Rhythm
from backend.assessment.goals.plans import Goal, Measure, Part
from backend.assessment.goals.queries import checks as check_queries
from backend.assessment.goals.queries import goals as goal_queries
from backend.assessment.goals.schemas import checks as check_schemas
from backend.assessment.goals.schemas import goals as schemas
from backend.core.web.endpoint import Area, Call
from backend.identity.public import Permission

area = Area("assessment-goals", prefix="/assessment")

Json = dict[str, Any]


@area.endpoint(
    "/goals/mine", permission=Permission.SELF, query=schemas.GoalYearQuery, answer=schemas.GoalsOwnSchema
)
def show_my_goals(call: Call) -> Json:
    """The own parts of a year's goals."""
    return goal_queries.my_goals(call.tx, call.actor, _year(call))


@area.endpoint(
    "/goals/parts/<part_id>/progress",
    method="POST",
    permission=Permission.SELF,
    body=schemas.GoalNewProgressSchema,
    answer=schemas.GoalOwnPartSchema,
    idempotent=True,
    status=201,
)
def report(call: Call, part_id: str) -> Json:
    """Report progress, by the person or the head of the unit."""
    progress.report_progress(call.tx, call.actor, part_id, NewProgress(**call.body))
    return goal_queries.part_view(call.tx, call.actor, part_id)


@area.endpoint(
    "/goals/progress/<progress_id>/reversal",
    method="POST",
    permission=Permission.SELF,
    answer=schemas.GoalOwnPartSchema,
    idempotent=True,
)
def take_back(call: Call, progress_id: str) -> Json:
    """Take an entry of progress back."""
    part_id = progress.take_back_progress(call.tx, call.actor, progress_id)
    return goal_queries.part_view(call.tx, call.actor, part_id)


@area.endpoint(
    "/goals/matters",
    permission=Permission.MATTER_READ,
    query=schemas.GoalMattersQuery,
    answer=schemas.GoalMattersSchema,
)
def list_matters(call: Call) -> Json:
    """The matters one worked on, to show progress by one of them."""
    kinds = [kind for kind in call.query["kinds"].split(",") if kind]
    return {"items": goal_queries.matters_to_link(call.tx, call.actor, call.query["q"].strip(), kinds)}


@area.endpoint("/goals/units", permission=Permission.GOAL_MANAGE, answer=schemas.GoalUnitsSchema)
def list_units(call: Call) -> Json:
    """The units whose goals one manages."""
    return {"items": goal_queries.managed_units(call.tx, call.actor)}


@area.endpoint(
    "/goals/units/<organization_id>",
    permission=Permission.GOAL_MANAGE,
    query=schemas.GoalYearQuery,
    answer=schemas.GoalPlanSchema,
)
def show_plan(call: Call, organization_id: str) -> Json:
    """A unit's goals of a year."""
    return goal_queries.plan_view(call.tx, call.actor, organization_id, _year(call))


@area.endpoint(
    "/goals/units/<organization_id>/people",
    permission=Permission.GOAL_MANAGE,
    answer=schemas.GoalPeopleSchema,
)
def list_unit_people(call: Call, organization_id: str) -> Json:
    """Who can be given a part of a unit's goals, seconded people among them."""
    return {"items": goal_queries.people_for_parts(call.tx, call.actor, organization_id)}


@area.endpoint(
    "/goals/units/<organization_id>/draft",
    method="PUT",
    permission=Permission.GOAL_MANAGE,
    query=schemas.GoalYearQuery,
    body=schemas.GoalDraftSchema,
    answer=schemas.GoalPlanSchema,
)
def save_draft(call: Call, organization_id: str) -> Json:
    """Keep a draft; it may be incomplete."""
    plans.save_draft(call.tx, call.actor, organization_id, _year(call), call.body["version"], _goals(call))
    return goal_queries.plan_view(call.tx, call.actor, organization_id, _year(call))


@area.endpoint(
    "/goals/units/<organization_id>/agreement",
    method="POST",
    permission=Permission.GOAL_MANAGE,
    query=schemas.GoalYearQuery,
    body=schemas.GoalVersionSchema,
    answer=schemas.GoalPlanSchema,
    idempotent=True,
)
def agree(call: Call, organization_id: str) -> Json:
    """Agree on the draft."""
    plans.agree(call.tx, call.actor, organization_id, _year(call), call.body["version"])
    return goal_queries.plan_view(call.tx, call.actor, organization_id, _year(call))


@area.endpoint(
    "/goals/units/<organization_id>/revisions",
    method="POST",
    permission=Permission.GOAL_MANAGE,
    query=schemas.GoalYearQuery,
    body=schemas.GoalRevisionInputSchema,
    answer=schemas.GoalPlanSchema,
    idempotent=True,
)
def revise(call: Call, organization_id: str) -> Json:
    """Change what was agreed, from a day on and with a reason."""
    body, year = call.body, _year(call)
    day, reason = body["effective_on"], body["reason"]
    plans.revise(call.tx, call.actor, organization_id, year, body["version"], _goals(call), day, reason)
    return goal_queries.plan_view(call.tx, call.actor, organization_id, year)


@area.endpoint(
    "/goals/units/<organization_id>/rhythm",
    method="PUT",
    permission=Permission.GOAL_MANAGE,
    body=check_schemas.CheckRhythmSchema,
    status=204,
)
def set_rhythm(call: Call, organization_id: str) -> None:
    """Say how often the unit checks."""
    checks.set_rhythm(call.tx, call.actor, organization_id, Rhythm(call.body["rhythm"]))


@area.endpoint(
    "/checks/mine", permission=Permission.SELF, query=schemas.GoalYearQuery, answer=check_schemas.ChecksOwnSchema
)
def show_my_checks(call: Call) -> Json:
    """The own routine checks of a year."""
    return check_queries.my_checks(call.tx, call.actor, _year(call))


@area.endpoint(
    "/checks/mine/<period>",
    method="PUT",
    permission=Permission.SELF,
    body=check_schemas.CheckTextSchema,
    idempotent=True,
    status=204,
)
def write_check(call: Call, period: str) -> None:
    """Keep the own entry of a period."""
    checks.write_check(call.tx, call.actor, period, call.body["text"].strip())


@area.endpoint(
    "/checks/people",
    permission=Permission.SELF,
    query=schemas.GoalYearQuery,
    answer=check_schemas.ChecksToCommentSchema,
)
def list_checks(call: Call) -> Json:
    """The checks of the people whose superior one is."""
    return check_queries.checks_to_comment(call.tx, call.actor, _year(call))


@area.endpoint(
    "/checks/people/<person_id>/<period>",
    method="POST",
    permission=Permission.SELF,
    body=check_schemas.CheckCommentInputSchema,
    idempotent=True,
    status=204,
)
def comment(call: Call, person_id: str, period: str) -> None:
    """Comment on somebody's check as their superior."""
    checks.comment_check(call.tx, call.actor, person_id, period, _grade(call), call.body["comment"].strip())


@area.endpoint(
    "/checks/paper",
    permission=Permission.ROUND_MANAGE,
    query=check_schemas.CheckPeopleQuery,
    answer=check_schemas.CheckPeopleSchema,
)
def find_people(call: Call) -> Json:
    """People whose check can be entered from paper, by a part of their name."""
    text = call.query["q"].strip()
    return {"items": check_queries.people_for_paper(call.tx, call.actor, text, _year(call))}


@area.endpoint(
    "/checks/paper",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=check_schemas.CheckPaperSchema,
    idempotent=True,
    status=204,
)
def enter_paper(call: Call) -> None:
    """Enter a check that was kept on paper."""
    body = call.body
    paper = Paper(body["document"], body["document_on"], body["text"].strip())
    grade, words = _grade(call), body["comment"].strip()
    checks.enter_paper(call.tx, call.actor, body["person_id"], body["period"], grade, words, paper)


def _year(call: Call) -> int:
    year: int | None = call.query["year"]
    return year or call.tx.today().year


def _grade(call: Call) -> CheckGrade | None:
    grade = call.body["grade"]
    return CheckGrade(grade) if grade else None


def _goals(call: Call) -> list[Goal]:
    return [
        Goal(
            id=goal["id"],
            title=goal["title"],
            measure=Measure(goal["measure"]),
            unit_word=goal["unit_word"],
            target=goal["target"],
            weight=goal["weight"],
            due_on=goal["due_on"],
            parts=tuple(Part(**part) for part in goal["parts"]),
        )
        for goal in call.body["goals"]
    ]
