"""Routes of decisions, one at a time, and publicity. Those of whole minutes stand in ``minutes.py``.

Decisions are opened to everybody signed in and then by who may read or confirm them: the organization department
confirms those on leading members without reading rounds, and its role has no other part in the assessment.
"""

from __future__ import annotations

from typing import Any

from backend.assessment.results.api.area import area
from backend.assessment.results.operations import decisions, publicity
from backend.assessment.results.queries import desk
from backend.assessment.results.queries.groups import GroupKey
from backend.assessment.results.schemas import desk as desk_schemas
from backend.core.web.endpoint import Call
from backend.identity.public import Permission


@area.endpoint(
    "/rounds/<round_id>/decisions", permission=Permission.SELF, answer=desk_schemas.ResultDecisionsSchema
)
def show_decisions(call: Call, round_id: str) -> dict[str, Any]:
    """A round from its decisions to its seal."""
    return desk.decisions_view(call.tx, call.actor, round_id)


@area.endpoint(
    "/rounds/<round_id>/group",
    permission=Permission.ROUND_MANAGE,
    query=desk_schemas.ResultGroupQuery,
    answer=desk_schemas.ResultGroupPeopleSchema,
)
def show_group(call: Call, round_id: str) -> dict[str, Any]:
    """The people of a group, before its decision is recorded."""
    key = GroupKey(call.query["organization_id"], call.query["leading"])
    return desk.group_view(call.tx, call.actor, round_id, key)


@area.endpoint(
    "/decisions/<decision_id>", permission=Permission.SELF, answer=desk_schemas.ResultDecisionDetailSchema
)
def show_decision(call: Call, decision_id: str) -> dict[str, Any]:
    """A decision with everybody it is about."""
    return desk.decision_view(call.tx, call.actor, decision_id)


@area.endpoint(
    "/decisions/<decision_id>/confirmation",
    method="POST",
    permission=Permission.SELF,
    body=desk_schemas.ResultConfirmationSchema,
    status=204,
    idempotent=True,
)
def confirm_decision(call: Call, decision_id: str) -> None:
    """Confirm a decision as it was shown."""
    decisions.confirm_decision(call.tx, call.actor, decision_id, call.body["digest"])


@area.endpoint(
    "/decisions/<decision_id>/return",
    method="POST",
    permission=Permission.SELF,
    body=desk_schemas.ResultReasonSchema,
    status=204,
    idempotent=True,
)
def return_decision(call: Call, decision_id: str) -> None:
    """Give a decision back to be recorded anew."""
    decisions.return_decision(call.tx, call.actor, decision_id, call.body["reason"])


@area.endpoint(
    "/decisions/<decision_id>/withdrawal",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    status=204,
    idempotent=True,
)
def withdraw_decision(call: Call, decision_id: str) -> None:
    """Take back a decision that one recorded and nobody has confirmed."""
    decisions.withdraw_decision(call.tx, call.actor, decision_id)


@area.endpoint(
    "/rounds/<round_id>/publicity",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    answer=desk_schemas.ResultPublicityBegunSchema,
    status=201,
    idempotent=True,
)
def open_publicity(call: Call, round_id: str) -> dict[str, Any]:
    """Put the names decided 优秀 on show."""
    return {"publicity_id": publicity.open_publicity(call.tx, call.actor, round_id)}


@area.endpoint(
    "/publicities/<publicity_id>/end",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=desk_schemas.ResultPublicityEndSchema,
    status=204,
    idempotent=True,
)
def end_publicity(call: Call, publicity_id: str) -> None:
    """End a publicity after its days, here or on paper."""
    paper = call.body["paper"]
    held = publicity.PaperPublicity(**paper) if paper else None
    publicity.end_publicity(call.tx, call.actor, publicity_id, held)
