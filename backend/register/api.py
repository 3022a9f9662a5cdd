"""Routes of the register."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

import orjson
from flask import Response

from backend.core.web.endpoint import Area, Call, json_bytes
from backend.core.web.pagination import PageQuery
from backend.identity.public import Permission
from backend.register import schemas
from backend.register.appointments import AppointmentRole, Post
from backend.register.codes import code_lists, lists_version
from backend.register.operations.appointments import end_appointment, record_appointment
from backend.register.operations.people import unmask_person
from backend.register.queries.appointments import unit_appointments
from backend.register.queries.history import unit_history
from backend.register.queries.past import unit_record_then
from backend.register.queries.people import unit_people
from backend.register.queries.places import people_named
from backend.register.queries.record import unit_record_today
from backend.register.queries.recruitment import unit_recruitment
from backend.register.queries.regions import region_record, register_tree
from backend.register.queries.units import find_units, own_units
from backend.register.schemas import appointments as appointment_schemas
from backend.register.values import NewAppointment, Paper

_MOST_FOUND = 20

area = Area("register", prefix="/register")


@area.endpoint(
    "/units", permission=Permission.REGISTER_READ, query=schemas.UnitListQuery, answer=schemas.UnitPageSchema
)
def list_units(call: Call) -> Any:
    """Search as you type, or the own scope by name. Hot: rendered without the schema."""
    text, wanted = call.query["q"].strip(), {"cursor": call.query["cursor"], "limit": call.query["limit"]}
    answer = find_units(call.tx, call.actor, text, **wanted) if text else own_units(call.tx, call.actor, **wanted)
    return json_bytes(orjson.dumps(answer))


@area.endpoint(
    "/units/<unit_id>",
    permission=Permission.REGISTER_READ,
    query=schemas.AsOfQuery,
    answer=schemas.UnitRecordSchema,
    revalidates=True,
)
def show_unit(call: Call, unit_id: str) -> Any:
    """A unit's record of a day. Hot: rendered without the schema, with an ETag from its version."""
    as_of, known_at = call.query["as_of"], call.query["known_at"]
    today = call.tx.today()
    if known_at is None and as_of in (None, today):
        record = unit_record_today(call.tx, call.actor, unit_id)
    else:
        record = unit_record_then(call.tx, call.actor, unit_id, as_of or today, known_at)
    return json_bytes(record.body, etag=record.etag)


@area.endpoint(
    "/units/<unit_id>/people",
    permission=Permission.PEOPLE_READ,
    query=schemas.PeopleQuery,
    answer=schemas.UnitPersonPageSchema,
)
def list_people(call: Call, unit_id: str) -> Any:
    """The people of a unit on a day."""
    return unit_people(call.tx, call.actor, unit_id, **call.query)


@area.endpoint(
    "/units/<unit_id>/history",
    permission=Permission.REGISTER_READ,
    query=PageQuery,
    answer=schemas.HistoryPageSchema,
)
def list_history(call: Call, unit_id: str) -> Any:
    """What happened to a unit."""
    return unit_history(call.tx, call.actor, unit_id, **call.query)


@area.endpoint(
    "/units/<unit_id>/recruitment",
    permission=Permission.REGISTER_READ,
    query=PageQuery,
    answer=schemas.RecruitmentPageSchema,
)
def list_recruitment(call: Call, unit_id: str) -> Any:
    """The positions of recruitment notices beside a unit's record."""
    return unit_recruitment(call.tx, call.actor, unit_id, **call.query)


@area.endpoint(
    "/units/<unit_id>/appointments",
    permission=Permission.PEOPLE_READ,
    answer=appointment_schemas.UnitAppointmentsSchema,
)
def list_appointments(call: Call, unit_id: str) -> Any:
    """The leader posts of a unit."""
    return unit_appointments(call.tx, call.actor, unit_id)


@area.endpoint(
    "/units/<unit_id>/appointments",
    method="POST",
    permission=Permission.APPOINTMENT_RECORD,
    body=appointment_schemas.NewAppointmentSchema,
    answer=appointment_schemas.AppointmentCreatedSchema,
    idempotent=True,
    status=201,
)
def appoint(call: Call, unit_id: str) -> Any:
    """Appoint somebody to a leader post of a unit or of one of its divisions."""
    body = dict(call.body)
    effective_on, paper = body.pop("effective_on"), _paper(body.pop("document"))
    post = Post(organization_id=unit_id, **body | {"role": AppointmentRole(body["role"])})
    return {"id": record_appointment(call.tx, call.actor, NewAppointment(post, effective_on, paper))}


@area.endpoint(
    "/appointments/<appointment_id>/end",
    method="POST",
    permission=Permission.APPOINTMENT_RECORD,
    body=appointment_schemas.AppointmentEndSchema,
    status=204,
)
def end_post(call: Call, appointment_id: str) -> None:
    """End an appointment."""
    end_appointment(call.tx, call.actor, appointment_id, call.body["ended_on"], _paper(call.body["document"]))


def _paper(document: dict[str, Any] | None) -> Paper | None:
    return None if document is None else Paper(**document)


@area.endpoint(
    "/people",
    permission=Permission.PERSON_NAME,
    query=appointment_schemas.PeopleSearchQuery,
    answer=appointment_schemas.FoundPeopleSchema,
)
def find_people(call: Call) -> Any:
    """People of the own scope by a part of their name."""
    found = people_named(call.tx, call.actor, Permission.PERSON_NAME, call.query["q"].strip(), _MOST_FOUND)
    return {"items": [{"person_id": one, "name": name, "unit": unit} for one, name, unit in found]}


@area.endpoint(
    "/tree",
    permission=Permission.REGISTER_READ,
    query=schemas.TreeQuery,
    answer=schemas.RegisterTreeSchema,
)
def list_tree(call: Call) -> Any:
    """The tree of what one may see, level by level."""
    return {"items": register_tree(call.tx, call.actor, call.query["parent"])}


@area.endpoint(
    "/people/<person_id>/unmasking",
    method="POST",
    permission=Permission.PERSON_UNMASK,
    body=schemas.UnmaskingSchema,
    answer=schemas.UnmaskedSchema,
)
def unmask(call: Call, person_id: str) -> Any:
    """One person's ID number and birth date, with the reason on record."""
    return asdict(unmask_person(call.tx, call.actor, person_id, call.body["reason"]))


@area.endpoint("/regions/<code>", permission=Permission.REGION_READ, answer=schemas.RegionRecordSchema)
def show_region(call: Call, code: str) -> Any:
    """Ceilings, allocations and reserves of a region's own level."""
    return region_record(call.tx, call.actor, code)


@area.endpoint("/codes", permission=Permission.SELF, answer=schemas.CodeListsSchema, revalidates=True)
def list_codes(call: Call) -> Response:  # noqa: ARG001 - the lists are the same for everybody
    """All code lists, with an ETag of their version."""
    return json_bytes(_codes(), etag=lists_version())


@cache
def _codes() -> bytes:
    # arrays: in a JSON object a browser puts 10 before 01
    lists = {
        name: [{"code": code, "zh": words["zh"], "en": words["en"]} for code, words in rows.items()]
        for name, rows in code_lists().items()
    }
    return orjson.dumps(lists)
