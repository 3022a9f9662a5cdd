"""Routes of marks: parse, call one operation or query, answer.

The ballot's route keeps no answer of a command: the digest of so small a body could be guessed.
"""

from __future__ import annotations

from typing import Any

from backend.assessment.marks import schemas
from backend.assessment.marks.errors import BallotInvalid
from backend.assessment.marks.operations.handing_in import give_mark, hand_in_summary
from backend.assessment.marks.operations.voting import cast_ballot
from backend.assessment.marks.queries import own, progress
from backend.assessment.marks.tally import Choice, Slip
from backend.assessment.terms import Dimension
from backend.core.web.endpoint import Area, Call
from backend.identity.public import Permission

area = Area("assessment-marks", prefix="/assessment")


@area.endpoint("/marks", permission=Permission.SELF, answer=schemas.OwnMarksSchema)
def show_own(call: Call) -> dict[str, Any]:
    """What one can hand in, and has."""
    return own.own_marks(call.tx, call.actor)


@area.endpoint("/marks/<round_id>/self-summary", permission=Permission.SELF, answer=schemas.OwnSummarySchema)
def show_summary(call: Call, round_id: str) -> dict[str, Any]:
    """The own summary."""
    return own.own_summary(call.tx, call.actor, round_id)


@area.endpoint(
    "/marks/<round_id>/self-summary",
    method="POST",
    permission=Permission.SELF,
    body=schemas.SummarySchema,
    answer=schemas.MarkVersionSchema,
    idempotent=True,
)
def post_summary(call: Call, round_id: str) -> dict[str, Any]:
    """Hand in the own summary."""
    text, seen = call.body["text"].strip(), call.body["seen"]
    return {"version": hand_in_summary(call.tx, call.actor, round_id, text, seen)}


@area.endpoint("/marks/<round_id>/ballot", permission=Permission.SELF, answer=schemas.OwnBallotSchema)
def show_ballot(call: Call, round_id: str) -> dict[str, Any]:
    """Whom one rates."""
    return own.own_ballot(call.tx, call.actor, round_id)


@area.endpoint(
    "/marks/<round_id>/ballot",
    method="POST",
    permission=Permission.SELF,
    body=schemas.BallotSchema,
    status=204,
)
def post_ballot(call: Call, round_id: str) -> None:
    """Give the own ballot, once."""
    cast_ballot(call.tx, call.actor, round_id, _ballot(call.body["slips"]))


@area.endpoint("/marks/people", permission=Permission.SELF, answer=schemas.MarksToGiveSchema)
def list_to_mark(call: Call) -> dict[str, Any]:
    """Those whose superior one is."""
    return own.marks_to_give(call.tx, call.actor)


@area.endpoint(
    "/marks/<round_id>/people/<subordinate_id>", permission=Permission.SELF, answer=schemas.MarkToGiveSchema
)
def show_to_mark(call: Call, round_id: str, subordinate_id: str) -> dict[str, Any]:
    """One of those whose superior one is, with their summary."""
    return own.mark_to_give(call.tx, call.actor, round_id, subordinate_id)


@area.endpoint(
    "/marks/<round_id>/people/<subordinate_id>",
    method="POST",
    permission=Permission.SELF,
    body=schemas.SuperiorMarkSchema,
    answer=schemas.MarkVersionSchema,
    idempotent=True,
)
def post_mark(call: Call, round_id: str, subordinate_id: str) -> dict[str, Any]:
    """Give the superior's mark."""
    points = {dimension: call.body["points"][dimension.value] for dimension in Dimension}
    comment, seen = call.body["comment"].strip(), call.body["seen"]
    return {"version": give_mark(call.tx, call.actor, round_id, subordinate_id, points, comment, seen)}


@area.endpoint("/rounds/<round_id>/marks", permission=Permission.ROUND_READ, answer=schemas.MarksProgressSchema)
def show_progress(call: Call, round_id: str) -> dict[str, Any]:
    """How far a round is, in numbers."""
    return progress.marks_progress(call.tx, call.actor, round_id)


@area.endpoint(
    "/rounds/<round_id>/marks/missing",
    permission=Permission.ROUND_READ,
    query=schemas.MissingMarksQuery,
    answer=schemas.PersonMissingPageSchema,
)
def list_missing(call: Call, round_id: str) -> dict[str, Any]:
    """Those of whom something is missing."""
    asked = call.query
    return progress.marks_missing(call.tx, call.actor, round_id, asked["kind"], asked["cursor"], asked["limit"])


def _ballot(slips: list[dict[str, Any]]) -> dict[str, Slip]:
    """The slips by person. Raises :class:`BallotInvalid` for two of one person."""
    found: dict[str, Slip] = {}
    for number, slip in enumerate(slips):
        if slip["person_id"] in found:
            raise BallotInvalid(fields={f"slips.{number}.person_id": ["twice"]})
        found[slip["person_id"]] = {
            Dimension(name): Choice(choice) for name, choice in slip["choices"].items() if choice is not None
        }
    return found
