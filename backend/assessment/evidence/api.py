"""Routes of evidence under ``/api/v1/assessment/evidence``: the own, objections, entries from documents."""

from __future__ import annotations

from typing import Any

from backend.assessment.evidence import schemas
from backend.assessment.evidence.operations.entries import EntryDocument, NewEntry, record_entry, reverse_entry
from backend.assessment.evidence.operations.objections import (
    Answer,
    answer_objection,
    object_for_unit,
    object_to_evidence,
    withdraw_objection,
)
from backend.assessment.evidence.queries import desk, views
from backend.core.web.endpoint import Area, Call
from backend.core.web.pagination import PageQuery
from backend.identity.public import Permission

area = Area("assessment-evidence", prefix="/assessment/evidence")

Json = dict[str, Any]


@area.endpoint(
    "/mine", permission=Permission.SELF, query=schemas.EvidenceYearQuery, answer=schemas.EvidenceYearSchema
)
def show_mine(call: Call) -> Json:
    """The own evidence of a year."""
    return views.own_evidence(call.tx, call.actor, _year(call))


@area.endpoint(
    "/people/<person_id>",
    permission=Permission.RESULT_READ,
    query=schemas.EvidenceYearQuery,
    answer=schemas.EvidenceOfSubjectSchema,
)
def show_person(call: Call, person_id: str) -> Json:
    """The evidence of somebody in scope."""
    return views.evidence_of_person(call.tx, call.actor, person_id, _year(call))


@area.endpoint(
    "/units/<organization_id>",
    permission=Permission.UNIT_YEAR_READ,
    query=schemas.EvidenceYearQuery,
    answer=schemas.EvidenceOfSubjectSchema,
)
def show_unit(call: Call, organization_id: str) -> Json:
    """The evidence of a unit in scope."""
    return views.evidence_of_unit(call.tx, call.actor, organization_id, _year(call))


@area.endpoint(
    "/objections",
    method="POST",
    permission=Permission.SELF,
    body=schemas.EvidenceObjectingSchema,
    answer=schemas.EvidenceIdSchema,
    idempotent=True,
    status=201,
)
def make_objection(call: Call) -> Json:
    """Dispute a piece of the own evidence."""
    return {"id": object_to_evidence(call.tx, call.actor, **call.body)}


@area.endpoint(
    "/units/<organization_id>/objections",
    method="POST",
    permission=Permission.UNIT_EVIDENCE_OBJECT,
    body=schemas.EvidenceObjectingSchema,
    answer=schemas.EvidenceIdSchema,
    idempotent=True,
    status=201,
)
def make_unit_objection(call: Call, organization_id: str) -> Json:
    """Dispute a piece about a unit for which one speaks."""
    return {"id": object_for_unit(call.tx, call.actor, organization_id, **call.body)}


@area.endpoint("/objections/<objection_id>/withdrawal", method="POST", permission=Permission.SELF, status=204)
def take_back(call: Call, objection_id: str) -> None:
    """Take the own objection back."""
    withdraw_objection(call.tx, call.actor, objection_id)


@area.endpoint(
    "/objections",
    permission=Permission.ROUND_MANAGE,
    query=schemas.EvidenceObjectionsQuery,
    answer=schemas.EvidenceObjectionPageSchema,
)
def list_objections(call: Call) -> Json:
    """Objections to evidence in scope: those that wait, or those that were answered."""
    return desk.objections_for_office(call.tx, call.actor, **call.query)


@area.endpoint(
    "/objections/<objection_id>/answer",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=schemas.EvidenceAnswerSchema,
    status=204,
    idempotent=True,
)
def give_answer(call: Call, objection_id: str) -> None:
    """Uphold an objection, with another amount or by striking the piece out, or dismiss it."""
    body = call.body
    answer = Answer(body["upheld"], body["amount"], body["reason"])
    answer_objection(call.tx, call.actor, objection_id, body["version"], answer)


@area.endpoint(
    "/entries",
    permission=Permission.ROUND_MANAGE,
    query=PageQuery,
    answer=schemas.EvidenceEntryPageSchema,
)
def list_entries(call: Call) -> Json:
    """What was entered from documents in scope."""
    return desk.entries_in_scope(call.tx, call.actor, **call.query)


@area.endpoint(
    "/entries",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=schemas.EvidenceEntryBodySchema,
    answer=schemas.EvidenceIdSchema,
    idempotent=True,
    status=201,
)
def enter(call: Call) -> Json:
    """Enter a result of 专项考核 or a commendation from its document."""
    body = dict(call.body)
    document = EntryDocument(**body.pop("document"))
    return {"id": record_entry(call.tx, call.actor, NewEntry(**body, document=document))}


@area.endpoint(
    "/entries/<entry_id>/reversal",
    method="POST",
    permission=Permission.ROUND_MANAGE,
    body=schemas.EvidenceReasonSchema,
    status=204,
)
def take_entry_back(call: Call, entry_id: str) -> None:
    """Take an entry back, with the reason."""
    reverse_entry(call.tx, call.actor, entry_id, call.body["reason"])


@area.endpoint(
    "/people",
    permission=Permission.ROUND_MANAGE,
    query=schemas.EvidencePeopleQuery,
    answer=schemas.EvidencePeopleSchema,
)
def find_people(call: Call) -> Json:
    """People in scope by a part of their name."""
    return {"items": desk.people_to_enter(call.tx, call.actor, call.query["q"])}


def _year(call: Call) -> int:
    return call.query["year"] or call.tx.today().year
