"""Routes of runs that propose pairs for many."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Call
from backend.core.web.pagination import PageQuery
from backend.identity.public import Permission
from courses.mentoring.api.area import area
from courses.mentoring.operations import runs
from courses.mentoring.queries import runs as proposals
from courses.mentoring.rules import Options, Rule, Units
from courses.mentoring.schemas import runs as schemas
from courses.mentoring.schemas.profiles import MentoringVersionSchema

_OFFICE = Permission.MENTORING_MANAGE


@area.endpoint("/runs", permission=_OFFICE, query=PageQuery, answer=schemas.PairingRunPageSchema)
def list_runs(call: Call) -> dict[str, Any]:
    """The runs, the newest first."""
    return proposals.runs_in_scope(call.tx, call.actor, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/runs",
    method="POST",
    permission=_OFFICE,
    body=schemas.NewPairingRunSchema,
    answer=schemas.PairingRunStartedSchema,
    idempotent=True,
    status=202,
)
def start_run(call: Call) -> dict[str, Any]:
    """Have pairs proposed for the people of a place."""
    options = Options(Units(call.body["units"]), call.body["field_required"])
    return {"id": runs.start_run(call.tx, call.actor, call.body["node_id"], options)}


@area.endpoint("/runs/<run_id>", permission=_OFFICE, answer=schemas.PairingRunSchema)
def show_run(call: Call, run_id: str) -> dict[str, Any]:
    """A run."""
    return proposals.run_page(call.tx, call.actor, run_id)


@area.endpoint("/runs/<run_id>/pairs", permission=_OFFICE, query=PageQuery, answer=schemas.ProposedPairPageSchema)
def list_pairs(call: Call, run_id: str) -> dict[str, Any]:
    """The proposed pairs, each with what speaks for it."""
    return proposals.run_pairs(call.tx, call.actor, run_id, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/runs/<run_id>/unmatched", permission=_OFFICE, query=PageQuery, answer=schemas.UnmatchedMenteePageSchema
)
def list_unmatched(call: Call, run_id: str) -> dict[str, Any]:
    """Who stays alone, and which rules would have to give."""
    return proposals.run_unmatched(call.tx, call.actor, run_id, call.query["cursor"], call.query["limit"])


@area.endpoint("/runs/<run_id>/unused", permission=_OFFICE, query=PageQuery, answer=schemas.UnusedMentorPageSchema)
def list_unused(call: Call, run_id: str) -> dict[str, Any]:
    """Mentors with places that are not used."""
    return proposals.run_unused(call.tx, call.actor, run_id, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/runs/<run_id>/pairs/<mentee_id>",
    method="PUT",
    permission=_OFFICE,
    body=schemas.PlacedPairSchema,
    answer=MentoringVersionSchema,
)
def place_pair(call: Call, run_id: str, mentee_id: str) -> dict[str, Any]:
    """Pin a mentee to a mentor."""
    body, aside = call.body, _set_aside(call)
    placed = runs.place_pair(call.tx, call.actor, run_id, mentee_id, body["mentor_id"], body["version"], aside)
    return {"version": placed}


@area.endpoint(
    "/runs/<run_id>/pairs/<mentee_id>/pin",
    method="PUT",
    permission=_OFFICE,
    body=schemas.PinnedPairSchema,
    answer=MentoringVersionSchema,
)
def pin_pair(call: Call, run_id: str, mentee_id: str) -> dict[str, Any]:
    """Keep a pair through further computations, or no more."""
    pinned, seen = call.body["pinned"], call.body["version"]
    return {"version": runs.pin_pair(call.tx, call.actor, run_id, mentee_id, seen, pinned=pinned)}


@area.endpoint(
    "/runs/<run_id>/pairs/<mentee_id>",
    method="DELETE",
    permission=_OFFICE,
    query=schemas.PairingVersionQuery,
    answer=MentoringVersionSchema,
)
def drop_pair(call: Call, run_id: str, mentee_id: str) -> dict[str, Any]:
    """Take a pair out of the proposal."""
    return {"version": runs.drop_pair(call.tx, call.actor, run_id, mentee_id, call.query["version"])}


@area.endpoint(
    "/runs/<run_id>/swaps",
    method="POST",
    permission=_OFFICE,
    body=schemas.SwappedPairsSchema,
    answer=MentoringVersionSchema,
)
def swap_pairs(call: Call, run_id: str) -> dict[str, Any]:
    """Let two mentees change mentors."""
    first, second = call.body["mentee_ids"]
    seen, aside = call.body["version"], _set_aside(call)
    return {"version": runs.swap_pairs(call.tx, call.actor, run_id, (first, second), seen, aside)}


@area.endpoint(
    "/runs/<run_id>/computation",
    method="POST",
    permission=_OFFICE,
    body=MentoringVersionSchema,
    status=204,
)
def rerun(call: Call, run_id: str) -> None:
    """Compute the proposal anew around its pins."""
    runs.rerun(call.tx, call.actor, run_id, call.body["version"])


@area.endpoint(
    "/runs/<run_id>/confirmation",
    method="POST",
    permission=_OFFICE,
    body=MentoringVersionSchema,
    status=204,
)
def confirm_run(call: Call, run_id: str) -> None:
    """Say yes to the proposal: its pairs are made."""
    runs.confirm_run(call.tx, call.actor, run_id, call.body["version"])


@area.endpoint(
    "/runs/<run_id>/discard",
    method="POST",
    permission=_OFFICE,
    body=MentoringVersionSchema,
    status=204,
)
def discard_run(call: Call, run_id: str) -> None:
    """Let the proposal go."""
    runs.discard_run(call.tx, call.actor, run_id, call.body["version"])


def _set_aside(call: Call) -> frozenset[Rule]:
    return frozenset(Rule(code) for code in call.body["set_aside"])
