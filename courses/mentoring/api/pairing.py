"""Routes of pairing by hand."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Call
from backend.identity.public import Permission
from courses.mentoring.api.area import area
from courses.mentoring.operations import pairing
from courses.mentoring.queries import board as boards
from courses.mentoring.rules import Rule
from courses.mentoring.schemas import pairing as schemas
from courses.mentoring.schemas.profiles import MentoringPlacesSchema

_OFFICE = Permission.MENTORING_MANAGE


@area.endpoint("/places", permission=_OFFICE, answer=MentoringPlacesSchema)
def list_places(call: Call) -> dict[str, Any]:
    """Where one pairs people."""
    return {"items": boards.own_places(call.tx, call.actor)}


@area.endpoint("/board", permission=_OFFICE, query=schemas.PairingBoardQuery, answer=schemas.PairingBoardSchema)
def show_board(call: Call) -> dict[str, Any]:
    """Who has no mentor, each with those who fit best."""
    query = call.query
    return boards.board(call.tx, call.actor, query["node_id"], query["cursor"], query["limit"])


@area.endpoint(
    "/mentors", permission=_OFFICE, query=schemas.MentorsForPairQuery, answer=schemas.MentorsForPairSchema
)
def list_mentors(call: Call) -> dict[str, Any]:
    """Mentors for somebody, the fitting ones first."""
    query = call.query
    return {"items": boards.mentors_for(call.tx, call.actor, query["mentee_id"], query["node_id"], query["q"])}


@area.endpoint(
    "/pairs",
    method="POST",
    permission=_OFFICE,
    body=schemas.NewPairSchema,
    answer=schemas.PairMadeSchema,
    idempotent=True,
    status=201,
)
def pair_by_hand(call: Call) -> dict[str, Any]:
    """Pair two people, who are asked to accept."""
    body = call.body
    set_aside = frozenset(Rule(code) for code in body["set_aside"])
    made = pairing.pair_by_hand(call.tx, call.actor, body["mentee_id"], body["mentor_id"], set_aside)
    return {"mentorship_id": made}
