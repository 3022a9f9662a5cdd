"""Routes of minutes: what one meeting decided on one unit or on many is recorded, confirmed or undone as one.

As those of single decisions they are opened to everybody signed in where the organization department confirms.
"""

from __future__ import annotations

from typing import Any

from backend.assessment.results.api.area import area
from backend.assessment.results.api.bodies import minutes_of, units_of
from backend.assessment.results.operations import decisions
from backend.assessment.results.operations.recording import record_minutes
from backend.assessment.results.queries.minutes import minutes_view
from backend.assessment.results.schemas import minutes as schemas
from backend.assessment.results.schemas.shared import ResultDecisionIdsSchema
from backend.core.web.endpoint import Call
from backend.identity.public import Permission


@area.endpoint(
    "/rounds/<round_id>/decisions",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=schemas.ResultNewDecisionsSchema,
    answer=ResultDecisionIdsSchema,
    status=201,
    idempotent=True,
)
def record_decisions(call: Call, round_id: str) -> dict[str, Any]:
    """Record what the minutes decide on one group or many; all of them or none."""
    units = units_of(call.body)
    return {"decision_ids": record_minutes(call.tx, call.actor, round_id, minutes_of(call.body), units)}


@area.endpoint(
    "/decisions/<decision_id>/minutes", permission=Permission.SELF, answer=schemas.ResultMinutesViewSchema
)
def show_minutes(call: Call, decision_id: str) -> dict[str, Any]:
    """What waits to be confirmed of the minutes in which a decision stands."""
    return minutes_view(call.tx, call.actor, decision_id)


@area.endpoint(
    "/rounds/<round_id>/decisions/confirmation",
    method="POST",
    permission=Permission.SELF,
    body=schemas.ResultMinutesConfirmationSchema,
    status=204,
    idempotent=True,
)
def confirm_minutes(call: Call, round_id: str) -> None:
    """Confirm decisions of the same minutes as they were shown; all of them or none."""
    seen = {one["decision_id"]: one["digest"] for one in call.body["decisions"]}
    decisions.confirm_minutes(call.tx, call.actor, round_id, seen)


@area.endpoint(
    "/rounds/<round_id>/decisions/return",
    method="POST",
    permission=Permission.SELF,
    body=schemas.ResultMinutesReturnSchema,
    status=204,
    idempotent=True,
)
def return_minutes(call: Call, round_id: str) -> None:
    """Give decisions of the same minutes back to be recorded anew; all of them or none."""
    ids = frozenset(call.body["decision_ids"])
    decisions.return_minutes(call.tx, call.actor, round_id, ids, call.body["reason"])


@area.endpoint(
    "/rounds/<round_id>/decisions/withdrawal",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=schemas.ResultMinutesWithdrawalSchema,
    status=204,
    idempotent=True,
)
def withdraw_minutes(call: Call, round_id: str) -> None:
    """Take back decisions of the same minutes that nobody has confirmed; all of them or none."""
    decisions.withdraw_minutes(call.tx, call.actor, round_id, frozenset(call.body["decision_ids"]))
