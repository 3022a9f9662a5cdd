"""Routes of secondments."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Call
from backend.core.web.pagination import PageQuery
from backend.identity.public import Permission
from courses.mentoring.api.area import area
from courses.mentoring.operations import secondments
from courses.mentoring.operations.secondments import SecondmentDocument, SecondmentDraft, SecondmentEnding
from courses.mentoring.queries import secondments as queries
from courses.mentoring.schemas import secondments as schemas

Json = dict[str, Any]


@area.endpoint(
    "/secondments",
    permission=Permission.MENTORING_MANAGE,
    query=PageQuery,
    answer=schemas.SecondmentPageSchema,
)
def list_secondments(call: Call) -> Json:
    """The secondments of the people in one's scope."""
    return queries.secondments_in_scope(call.tx, call.actor, **call.query)


@area.endpoint("/secondments/mine", permission=Permission.SELF, answer=schemas.SecondmentsSchema)
def own_secondments(call: Call) -> Json:
    """One's own secondments."""
    return queries.own_secondments(call.tx, call.actor)


@area.endpoint(
    "/secondments/people",
    permission=Permission.MENTORING_MANAGE,
    query=schemas.SecondmentSearchQuery,
    answer=schemas.SecondmentPeopleSchema,
)
def find_people(call: Call) -> Json:
    """People in one's scope by name."""
    return queries.people_to_second(call.tx, call.actor, call.query["q"].strip())


@area.endpoint(
    "/secondments/places",
    permission=Permission.MENTORING_MANAGE,
    query=schemas.SecondmentSearchQuery,
    answer=schemas.SecondmentPlacesSchema,
)
def find_places(call: Call) -> Json:
    """Units of the register by name."""
    return queries.places_to_second(call.tx, call.query["q"].strip())


@area.endpoint(
    "/secondments",
    method="POST",
    permission=Permission.MENTORING_MANAGE,
    body=schemas.SecondmentNewSchema,
    answer=schemas.SecondmentIdSchema,
    idempotent=True,
    status=201,
)
def record(call: Call) -> Json:
    """Record a secondment."""
    return {"id": secondments.record_secondment(call.tx, call.actor, call.body["person_id"], _draft(call))}


@area.endpoint(
    "/secondments/<secondment_id>",
    method="PUT",
    permission=Permission.MENTORING_MANAGE,
    body=schemas.SecondmentCorrectionSchema,
    status=204,
)
def correct(call: Call, secondment_id: str) -> None:
    """Put a secondment right, with the reason."""
    body = call.body
    ending = SecondmentEnding(**body["ending"]) if body["ending"] is not None else None
    secondments.correct_secondment(
        call.tx, call.actor, secondment_id, body["version"], _draft(call), ending, body["reason"]
    )


@area.endpoint(
    "/secondments/<secondment_id>/end",
    method="POST",
    permission=Permission.MENTORING_MANAGE,
    body=schemas.SecondmentEndSchema,
    status=204,
)
def end(call: Call, secondment_id: str) -> None:
    """End a secondment with its evaluation."""
    ending = SecondmentEnding(call.body["ended_on"], call.body["evaluation"])
    secondments.end_secondment(call.tx, call.actor, secondment_id, call.body["version"], ending)


def _draft(call: Call) -> SecondmentDraft:
    body = call.body
    return SecondmentDraft(
        organization_id=body["organization_id"],
        place_name=body["place_name"].strip(),
        post_held=body["post_held"].strip(),
        started_on=body["started_on"],
        expected_to=body["expected_to"],
        document=SecondmentDocument(**body["document"]),
    )
