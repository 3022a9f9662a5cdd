"""Routes of grading: parse, call one operation or query, answer."""

from __future__ import annotations

from typing import Any

from backend.assessment.grading.discipline import DisciplinaryAction
from backend.assessment.grading.operations import compiling, consents, freezing, grades, special, suggesting
from backend.assessment.grading.operations.reopening import reopen_round
from backend.assessment.grading.operations.special import Ground
from backend.assessment.grading.queries import board, deferrals, detail, grounds, suggestions
from backend.assessment.grading.schemas import people
from backend.assessment.grading.schemas import rounds as shapes
from backend.assessment.rounds.public import RoundState
from backend.assessment.terms import Grade, SpecialCase
from backend.core.web.endpoint import Area, Call
from backend.core.web.pagination import PageQuery
from backend.identity.public import Permission
from backend.records.public import NewDocument

area = Area("assessment-grading", prefix="/assessment/grading")


@area.endpoint("/rounds/<round_id>", permission=Permission.ROUND_READ, answer=shapes.GradingBoardSchema)
def show_board(call: Call, round_id: str) -> dict[str, Any]:
    """How far the grading of a round is."""
    return board.board(call.tx, call.actor, round_id)


@area.endpoint(
    "/rounds/<round_id>/pools",
    permission=Permission.ROUND_READ,
    query=shapes.GradePoolQuery,
    answer=shapes.GradePoolPageSchema,
)
def list_pools(call: Call, round_id: str) -> dict[str, Any]:
    """The pools of a round with their ratio."""
    query = call.query
    return board.pools(call.tx, call.actor, round_id, query["q"], query["cursor"], query["limit"])


@area.endpoint(
    "/rounds/<round_id>/cases",
    permission=Permission.ROUND_READ,
    query=people.GradeCaseQuery,
    answer=people.GradeCasePageSchema,
)
def list_cases(call: Call, round_id: str) -> dict[str, Any]:
    """The people of a round by score."""
    return board.case_rows(call.tx, call.actor, round_id, call.query)


@area.endpoint(
    "/rounds/<round_id>/freeze",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=shapes.FreezeRequestSchema,
    answer=shapes.GradingQueuedSchema,
    idempotent=True,
    status=202,
)
def freeze(call: Call, round_id: str) -> dict[str, Any]:
    """Freeze the evidence of a round; a job does it."""
    return {"job_id": freezing.start_freeze(call.tx, call.actor, round_id, call.body["reason"]).job_id}


@area.endpoint(
    "/rounds/<round_id>/compile",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    answer=shapes.GradingQueuedSchema,
    idempotent=True,
    status=202,
)
def compile_scores(call: Call, round_id: str) -> dict[str, Any]:
    """Score what was frozen and propose grades; a job does it."""
    return {"job_id": compiling.start_compile(call.tx, call.actor, round_id).job_id}


@area.endpoint(
    "/rounds/<round_id>/reopening",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=shapes.ReopenRoundSchema,
    idempotent=True,
    status=204,
)
def reopen(call: Call, round_id: str) -> None:
    """Take a round one step back, with a reason."""
    reopen_round(call.tx, call.actor, round_id, RoundState(call.body["to"]), call.body["reason"])


@area.endpoint("/cases/<case_id>", permission=Permission.RESULT_READ, answer=people.GradeCaseDetailSchema)
def show_case(call: Call, case_id: str) -> dict[str, Any]:
    """A case in detail: each point with its evidence."""
    return detail.case_for_reader(call.tx, call.actor, case_id)


@area.endpoint("/own", permission=Permission.SELF, query=people.OwnCaseQuery, answer=people.GradeCaseDetailSchema)
def show_own(call: Call) -> dict[str, Any]:
    """The own case of a year, once the notice was given."""
    return detail.own_case_view(call.tx, call.actor, call.query["year"])


@area.endpoint(
    "/cases/<case_id>/grade",
    method="PUT",
    permission=Permission.ROUND_MANAGE,
    body=people.GradeChangeSchema,
    answer=people.GradeChangedSchema,
)
def change_grade(call: Call, case_id: str) -> dict[str, Any]:
    """Give another grade than the one proposed."""
    body = call.body
    grades.adjust_grade(call.tx, call.actor, case_id, body["version"], Grade(body["grade"]), body["reason"])
    return _changed(call, case_id)


@area.endpoint(
    "/pools/<pool_id>/grades",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=people.RestGradedRequestSchema,
    answer=people.RestGradedSchema,
    idempotent=True,
)
def grade_rest(call: Call, pool_id: str) -> dict[str, Any]:
    """Give everybody of a pool who has no grade the same one."""
    grade = Grade(call.body["grade"])
    graded = grades.grade_rest(call.tx, call.actor, pool_id, grade, call.body["reason"])
    return {"graded": graded, "pool": board.pool_view(call.tx, pool_id)}


@area.endpoint(
    "/cases/<case_id>/special",
    method="PUT",
    permission=Permission.ROUND_MANAGE,
    body=people.SpecialCaseRequestSchema,
    answer=people.GradeChangedSchema,
)
def enter_special(call: Call, case_id: str) -> dict[str, Any]:
    """Enter a special case with its document."""
    body = call.body
    ground = Ground(
        SpecialCase(body["special_case"]),
        DisciplinaryAction(body["action"]) if body["action"] else None,
        _document(body["document"], "assessment_special_case", case_id),
    )
    special.enter_special_case(call.tx, call.actor, case_id, body["version"], ground)
    return _changed(call, case_id)


@area.endpoint(
    "/cases/<case_id>/special", permission=Permission.ROUND_MANAGE, answer=people.SpecialCaseGroundSchema
)
def show_special(call: Call, case_id: str) -> dict[str, Any]:
    """What a special case rests on, for those who enter them."""
    return grounds.ground_of(call.tx, call.actor, case_id)


@area.endpoint(
    "/cases/<case_id>/special/lifting",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=people.GradeCaseVersionSchema,
    answer=people.GradeChangedSchema,
)
def lift_special(call: Call, case_id: str) -> dict[str, Any]:
    """Take a special case back."""
    special.lift_special_case(call.tx, call.actor, case_id, call.body["version"])
    return _changed(call, case_id)


@area.endpoint(
    "/pools/<pool_id>/consent",
    method="PUT",
    permission=Permission.ROUND_MANAGE,
    body=shapes.PoolConsentRequestSchema,
    answer=shapes.GradePoolSchema,
)
def record_consent(call: Call, pool_id: str) -> dict[str, Any]:
    """Raise the ratio of a pool by the document of consent."""
    document = _document(call.body["document"], "assessment_consent", pool_id)
    consents.record_consent(call.tx, call.actor, pool_id, call.body["file_id"], document)
    return board.pool_view(call.tx, pool_id)


@area.endpoint(
    "/pools/<pool_id>/consent",
    method="DELETE",
    permission=Permission.ROUND_MANAGE,
    answer=shapes.GradePoolSchema,
)
def withdraw_consent(call: Call, pool_id: str) -> dict[str, Any]:
    """Take the consent of a pool back."""
    consents.withdraw_consent(call.tx, call.actor, pool_id)
    return board.pool_view(call.tx, pool_id)


@area.endpoint("/deferrals", permission=Permission.SELF, query=shapes.DeferralQuery, answer=shapes.DeferralsSchema)
def list_deferrals(call: Call) -> dict[str, Any]:
    """What the keeper of the neutral code sees; empty for everybody else."""
    return {"rounds": deferrals.kept_rounds(call.tx, call.actor, call.query["q"])}


@area.endpoint("/rounds/<round_id>/deferrals/<case_id>", method="PUT", permission=Permission.SELF, status=204)
def defer(call: Call, round_id: str, case_id: str) -> None:
    """Enter the neutral code for somebody."""
    special.defer_case(call.tx, call.actor, round_id, case_id)


@area.endpoint("/rounds/<round_id>/deferrals/<case_id>", method="DELETE", permission=Permission.SELF, status=204)
def settle(call: Call, round_id: str, case_id: str) -> None:
    """Lift the neutral code."""
    special.settle_case(call.tx, call.actor, round_id, case_id)


@area.endpoint(
    "/suggestions", permission=Permission.GRADE_SUGGEST, query=PageQuery, answer=people.GradeSuggestionPageSchema
)
def list_suggestions(call: Call) -> dict[str, Any]:
    """The people a leader in charge suggests grades for."""
    return suggestions.people_to_suggest(call.tx, call.actor, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/cases/<case_id>/suggestion",
    method="PUT",
    permission=Permission.GRADE_SUGGEST,
    body=people.GradeSuggestionSchema,
    status=204,
)
def suggest(call: Call, case_id: str) -> None:
    """Suggest a grade, with a comment."""
    suggesting.suggest_grade(call.tx, call.actor, case_id, Grade(call.body["grade"]), call.body["comment"])


def _changed(call: Call, case_id: str) -> dict[str, Any]:
    case = board.case_row_of(call.tx, call.actor, case_id)
    return {"case": case, "pool": board.pool_view(call.tx, case["pool_id"])}


def _document(body: dict[str, Any], kind: str, cause_id: str) -> NewDocument:
    return NewDocument(**body, kind=kind, cause_kind="assessment_case", cause_id=cause_id)
