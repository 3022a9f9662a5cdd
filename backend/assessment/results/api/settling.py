"""Routes of what is asked about results, of notices, corrections and seals."""

from __future__ import annotations

from typing import Any

from backend.assessment.results.api.area import area
from backend.assessment.results.api.bodies import minutes_of
from backend.assessment.results.operations import notices, objections, paper, reviews, seals
from backend.assessment.results.queries.notices import notices_of_round
from backend.assessment.results.queries.questions import questions_view
from backend.assessment.results.schemas import settling as settling_schemas
from backend.assessment.results.schemas import shared as schemas
from backend.assessment.results.states import NoticeState
from backend.assessment.terms import Grade
from backend.core.web.endpoint import Call
from backend.identity.public import Permission


@area.endpoint(
    "/rounds/<round_id>/questions",
    permission=Permission.ROUND_MANAGE,
    answer=settling_schemas.ResultQuestionsSchema,
)
def show_questions(call: Call, round_id: str) -> dict[str, Any]:
    """Objections, reviews and appeals of a round."""
    return questions_view(call.tx, call.actor, round_id)


@area.endpoint(
    "/objections/<objection_id>/answer",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=settling_schemas.ResultAnswerSchema,
    answer=settling_schemas.ResultAnsweredSchema,
    idempotent=True,
)
def answer_objection(call: Call, objection_id: str) -> dict[str, Any]:
    """Answer an objection."""
    answer, accepted = call.body["answer"], call.body["accepted"]
    if accepted is None:
        objections.reject_objection(call.tx, call.actor, objection_id, answer)
        return {"decision_id": None}
    grade, minutes = Grade(accepted["grade"]), minutes_of(accepted)
    decision_id = objections.accept_objection(call.tx, call.actor, objection_id, answer, minutes, grade)
    return {"decision_id": decision_id}


@area.endpoint(
    "/reviews/<review_id>/answer",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=settling_schemas.ResultAnswerSchema,
    answer=settling_schemas.ResultAnsweredSchema,
    idempotent=True,
)
def answer_review(call: Call, review_id: str) -> dict[str, Any]:
    """Answer a review or appeal."""
    answer, accepted = call.body["answer"], call.body["accepted"]
    if accepted is None:
        reviews.reject_review(call.tx, call.actor, review_id, answer)
        return {"decision_id": None}
    grade, minutes = Grade(accepted["grade"]), minutes_of(accepted)
    decision_id = reviews.accept_review(call.tx, call.actor, review_id, answer, minutes, grade)
    return {"decision_id": decision_id}


@area.endpoint(
    "/rounds/<round_id>/notices",
    permission=Permission.ROUND_MANAGE,
    query=settling_schemas.ResultNoticeQuery,
    answer=settling_schemas.ResultNoticePageSchema,
)
def list_notices(call: Call, round_id: str) -> dict[str, Any]:
    """The notices of a round, and who has not signed."""
    query = call.query
    state = NoticeState(query["state"]) if query["state"] else None
    return notices_of_round(call.tx, call.actor, round_id, state, query["cursor"], query["limit"])


@area.endpoint(
    "/rounds/<round_id>/notices",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    answer=settling_schemas.ResultNoticesIssuedSchema,
    status=201,
    idempotent=True,
)
def issue_notices(call: Call, round_id: str) -> dict[str, Any]:
    """Write the notices that are owed."""
    run = notices.start_notices(call.tx, call.actor, round_id)
    return {"issued": run.written, "job_id": run.job_id}


@area.endpoint(
    "/notices/<notice_id>/refusal",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=settling_schemas.ResultRefusalSchema,
    status=204,
    idempotent=True,
)
def record_refusal(call: Call, notice_id: str) -> None:
    """Record that somebody would not sign, and who saw it."""
    notices.record_refusal(call.tx, call.actor, notice_id, call.body["witness"])


@area.endpoint(
    "/rounds/<round_id>/notices/paper",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=settling_schemas.ResultPaperSignaturesSchema,
    answer=settling_schemas.ResultPaperSignedSchema,
    idempotent=True,
)
def record_paper_signatures(call: Call, round_id: str) -> dict[str, Any]:
    """Record together what was signed on paper."""
    body = call.body
    told = (call.tx, call.actor, round_id, body["signed_on"], body["kept_at"])
    if body["notice_ids"] is not None:
        return {"signed": paper.record_paper_signatures_of(*told, body["notice_ids"]), "job_id": None}
    run = paper.start_paper_signatures(*told)
    return {"signed": run.written, "job_id": run.job_id}


@area.endpoint(
    "/cases/<case_id>/correction",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=settling_schemas.ResultCorrectionSchema,
    answer=schemas.ResultDecisionIdSchema,
    status=201,
    idempotent=True,
)
def record_correction(call: Call, case_id: str) -> dict[str, Any]:
    """Record a decision that corrects a result after the notices."""
    body = call.body
    grade, reason = Grade(body["grade"]), body["reason"]
    decision_id = seals.record_correction(call.tx, call.actor, case_id, minutes_of(body), grade, reason)
    return {"decision_id": decision_id}


@area.endpoint(
    "/rounds/<round_id>/seal",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=settling_schemas.ResultSealRequestSchema,
    answer=settling_schemas.ResultSealedSchema,
    idempotent=True,
)
def seal(call: Call, round_id: str) -> dict[str, Any]:
    """Seal the year, or what was corrected since."""
    run = seals.start_seal(call.tx, call.actor, round_id, call.body["reason"])
    return {"revision": run.seal_revision, "job_id": run.job_id}
