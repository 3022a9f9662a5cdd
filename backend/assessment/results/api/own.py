"""Routes of results for the person they are about, and for those names are shown to."""

from __future__ import annotations

from typing import Any

from backend.assessment.results.api.area import area
from backend.assessment.results.deadlines import ReviewKind
from backend.assessment.results.operations import notices, objections, reviews
from backend.assessment.results.queries import own
from backend.assessment.results.schemas import own as own_schemas
from backend.assessment.results.schemas import shared as schemas
from backend.core.web.endpoint import Call
from backend.identity.public import Permission


@area.endpoint("/me", permission=Permission.SELF, answer=own_schemas.MyResultSchema)
def show_mine(call: Call) -> dict[str, Any]:
    """The own result with its notice."""
    return own.my_result(call.tx, call.actor)


@area.endpoint("/me/list", permission=Permission.SELF, answer=own_schemas.MyListSchema)
def show_list(call: Call) -> dict[str, Any]:
    """Names on show for the asker."""
    return own.my_list(call.tx, call.actor)


@area.endpoint(
    "/names/<entry_id>/objections",
    method="POST",
    permission=Permission.SELF,
    body=own_schemas.MyObjectionTextSchema,
    answer=schemas.ResultIdSchema,
    status=201,
    idempotent=True,
)
def object_to_name(call: Call, entry_id: str) -> dict[str, Any]:
    """Object to a name on show."""
    return {"id": objections.object_to_name(call.tx, call.actor, entry_id, call.body["text"])}


@area.endpoint(
    "/publicities/<publicity_id>/own-objections",
    method="POST",
    permission=Permission.SELF,
    body=own_schemas.MyObjectionTextSchema,
    answer=schemas.ResultIdSchema,
    status=201,
    idempotent=True,
)
def object_to_own(call: Call, publicity_id: str) -> dict[str, Any]:
    """Object to what is proposed for oneself."""
    return {"id": objections.object_to_own(call.tx, call.actor, publicity_id, call.body["text"])}


@area.endpoint(
    "/objections/<objection_id>/withdrawal",
    method="POST",
    permission=Permission.SELF,
    status=204,
    idempotent=True,
)
def withdraw_objection(call: Call, objection_id: str) -> None:
    """Take back one's own objection."""
    objections.withdraw_objection(call.tx, call.actor, objection_id)


@area.endpoint(
    "/reviews/<review_id>/withdrawal", method="POST", permission=Permission.SELF, status=204, idempotent=True
)
def withdraw_review(call: Call, review_id: str) -> None:
    """Take back one's own review or appeal."""
    reviews.withdraw_review(call.tx, call.actor, review_id)


@area.endpoint(
    "/notices/<notice_id>/signature",
    method="POST",
    permission=Permission.SELF,
    body=own_schemas.MySignatureSchema,
    status=204,
    idempotent=True,
)
def sign(call: Call, notice_id: str) -> None:
    """Sign the own notice."""
    body = call.body
    comment = body["comment"].strip()
    notices.sign_notice(call.tx, call.actor, notice_id, body["strokes"], body["digest"], comment)


@area.endpoint(
    "/notices/<notice_id>/reviews",
    method="POST",
    permission=Permission.SELF,
    body=own_schemas.MyReviewRequestSchema,
    answer=schemas.ResultIdSchema,
    status=201,
    idempotent=True,
)
def ask_review(call: Call, notice_id: str) -> dict[str, Any]:
    """Ask for a review, or appeal."""
    kind = ReviewKind(call.body["kind"])
    return {"id": reviews.ask_review(call.tx, call.actor, notice_id, kind, call.body["text"])}
