"""Routes of rounds: parse, call one operation or query, answer."""

from __future__ import annotations

from typing import Any

from backend.assessment.rounds import schemas
from backend.assessment.rounds.operations import rounds
from backend.assessment.rounds.operations.rounds import RoundPlan
from backend.assessment.rounds.operations.superiors import name_superior
from backend.assessment.rounds.queries import views
from backend.assessment.rounds.values import Window
from backend.core.web.endpoint import Area, Call
from backend.identity.public import Permission

area = Area("assessment-rounds", prefix="/assessment")


@area.endpoint("/rounds", permission=Permission.ROUND_READ, answer=schemas.RoundListSchema)
def list_rounds(call: Call) -> dict[str, Any]:
    """The rounds of the own scope."""
    return views.round_list(call.tx, call.actor)


@area.endpoint(
    "/rounds",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=schemas.NewRoundSchema,
    answer=schemas.RoundCreatedSchema,
    idempotent=True,
    status=201,
)
def create_round(call: Call) -> dict[str, Any]:
    """Prepare the round of a year."""
    year, node_id = call.body["year"], call.body["node_id"]
    return {"id": rounds.create_round(call.tx, call.actor, year, node_id, _plan(call.body))}


@area.endpoint("/rounds/<round_id>", permission=Permission.ROUND_READ, answer=schemas.RoundViewSchema)
def show_round(call: Call, round_id: str) -> dict[str, Any]:
    """A round with its days, numbers and counts."""
    return views.round_view(call.tx, call.actor, round_id)


@area.endpoint(
    "/rounds/<round_id>",
    method="PUT",
    permission=Permission.ROUND_MANAGE,
    body=schemas.RoundChangeSchema,
    status=204,
)
def change_round(call: Call, round_id: str) -> None:
    """Replace the plan of a round."""
    rounds.change_round(call.tx, call.actor, round_id, call.body["version"], _plan(call.body))


@area.endpoint(
    "/rounds/<round_id>",
    method="DELETE",
    permission=Permission.ROUND_MANAGE,
    status=204,
)
def discard_round(call: Call, round_id: str) -> None:
    """Take back a round that was never opened."""
    rounds.discard_round(call.tx, call.actor, round_id)


@area.endpoint(
    "/rounds/<round_id>/opening",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=schemas.RoundVersionSchema,
    status=204,
)
def open_round(call: Call, round_id: str) -> None:
    """Begin the round."""
    rounds.open_round(call.tx, call.actor, round_id, call.body["version"])


@area.endpoint(
    "/rounds/<round_id>/people",
    permission=Permission.ROUND_READ,
    query=schemas.RoundPeopleQuery,
    answer=schemas.RoundPersonPageSchema,
)
def list_people(call: Call, round_id: str) -> dict[str, Any]:
    """The people of a round."""
    asked = call.query
    return views.round_people(
        call.tx,
        call.actor,
        round_id,
        text=asked["q"].strip(),
        which=asked["which"],
        cursor=asked["cursor"],
        limit=asked["limit"],
    )


@area.endpoint(
    "/people/<person_id>/superior",
    method="PUT",
    permission=Permission.SUPERIOR_NAME,
    body=schemas.SuperiorNamingSchema,
    status=204,
)
def put_superior(call: Call, person_id: str) -> None:
    """Name somebody's superior from a day on."""
    name_superior(call.tx, call.actor, person_id, call.body["superior_id"], call.body["effective_on"])


def _plan(body: dict[str, Any]) -> RoundPlan:
    windows = {Window(one["kind"]): (one["opens_on"], one["closes_on"]) for one in body["windows"]}
    return RoundPlan(body["title"], windows, body["parameters"], body["investigation_keeper"])
