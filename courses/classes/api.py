"""Routes of classes: parse, call one operation or query, answer."""

from __future__ import annotations

from typing import Any

from flask import Response

from backend.core.web.endpoint import Area, Call, file_bytes
from backend.exchange.public import UploadMissing
from backend.identity.public import Permission
from courses.classes import queries, schemas, workbooks
from courses.classes.operations import planning, roster, scanning, seating
from courses.classes.operations.planning import ClassPlan, NewSession
from courses.classes.operations.roster import NewMark
from courses.classes.operations.scanning import Scanned
from courses.classes.states import Mark, SeatState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

area = Area("classes", prefix="/classes")


@area.endpoint("", permission=Permission.SELF, answer=schemas.LearnerClassesSchema)
def list_for_learner(call: Call) -> dict[str, Any]:
    """The own classes, and those that one may join."""
    return queries.classes_of_learner(call.tx, call.actor)


@area.endpoint(
    "/running", permission=Permission.SELF, query=schemas.ClassPageQuery, answer=schemas.ClassToRunPageSchema
)
def list_to_run(call: Call) -> dict[str, Any]:
    """The classes that one teaches or manages."""
    return queries.classes_to_run(call.tx, call.actor, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/people",
    permission=Permission.CLASS_MANAGE,
    query=schemas.ClassPeopleQuery,
    answer=schemas.ClassPeopleSchema,
)
def find_people(call: Call) -> dict[str, Any]:
    """People to seat or to have teach, by a part of their name."""
    return {"items": queries.people_to_seat(call.tx, call.actor, call.query["q"])}


@area.endpoint(
    "",
    method="POST",
    permission=Permission.CLASS_MANAGE,
    body=schemas.NewClassSchema,
    answer=schemas.ClassCreatedSchema,
    idempotent=True,
    status=201,
)
def create_class(call: Call) -> dict[str, Any]:
    """Plan a class."""
    return {"id": planning.create_class(call.tx, call.actor, call.body["node_id"], _plan(call.body))}


@area.endpoint("/<class_id>", permission=Permission.SELF, answer=schemas.LearnerClassDetailSchema)
def show_class(call: Call, class_id: str) -> dict[str, Any]:
    """A class as a learner sees it."""
    return queries.class_of_learner(call.tx, call.actor, class_id)


@area.endpoint("/<class_id>/plan", permission=Permission.CLASS_MANAGE, answer=schemas.ClassPlanSchema)
def show_plan(call: Call, class_id: str) -> dict[str, Any]:
    """Everything that is planned of a class."""
    return queries.class_plan(call.tx, call.actor, class_id)


@area.endpoint(
    "/<class_id>/plan",
    method="PUT",
    permission=Permission.CLASS_MANAGE,
    body=schemas.ClassChangeSchema,
    status=204,
)
def change_class(call: Call, class_id: str) -> None:
    """Replace the plan."""
    planning.change_class(call.tx, call.actor, class_id, call.body["version"], _plan(call.body))


@area.endpoint(
    "/<class_id>/announcement",
    method="POST",
    permission=Permission.CLASS_MANAGE,
    body=schemas.ClassVersionSchema,
    status=204,
)
def announce_class(call: Call, class_id: str) -> None:
    """Open the class and tell those invited."""
    planning.announce_class(call.tx, call.actor, class_id, call.body["version"])


@area.endpoint(
    "/<class_id>/cancellation",
    method="POST",
    permission=Permission.CLASS_MANAGE,
    body=schemas.ClassVersionSchema,
    status=204,
)
def cancel_class(call: Call, class_id: str) -> None:
    """Call the class off."""
    planning.cancel_class(call.tx, call.actor, class_id, call.body["version"])


@area.endpoint(
    "/<class_id>/seats",
    method="POST",
    permission=Permission.CLASS_MANAGE,
    body=schemas.ClassSeatingSchema,
    answer=schemas.ClassSeatedSchema,
)
def seat_people(call: Call, class_id: str) -> dict[str, Any]:
    """Invite people or enrol them."""
    body = call.body
    ids = [*body["account_ids"]]
    if body["unit_id"]:
        ids += queries.people_of_unit(call.tx, call.actor, body["unit_id"])
    states = seating.seat_people(call.tx, call.actor, class_id, ids, invite=body["invite"])
    counted = list(states.values())
    return {
        state.value: counted.count(state) for state in (SeatState.ENROLLED, SeatState.WAITING, SeatState.INVITED)
    }


@area.endpoint("/<class_id>/seats/<account_id>", method="DELETE", permission=Permission.CLASS_MANAGE, status=204)
def remove_person(call: Call, class_id: str, account_id: str) -> None:
    """Take somebody off a class."""
    seating.remove_from_class(call.tx, call.actor, class_id, account_id)


@area.endpoint("/<class_id>/seat", method="PUT", permission=Permission.SELF, answer=schemas.SeatSchema)
def join_class(call: Call, class_id: str) -> dict[str, Any]:
    """Take a seat, or wait for one."""
    return {"seat": seating.join_class(call.tx, call.actor, class_id)}


@area.endpoint("/<class_id>/seat", method="DELETE", permission=Permission.SELF, status=204)
def leave_class(call: Call, class_id: str) -> None:
    """Give the own seat back."""
    seating.leave_class(call.tx, call.actor, class_id)


@area.endpoint("/<class_id>/roster", permission=Permission.SELF, answer=schemas.RosterSchema)
def show_roster(call: Call, class_id: str) -> dict[str, Any]:
    """The teacher's board."""
    return queries.roster(call.tx, call.actor, class_id)


@area.endpoint(
    "/<class_id>/sessions/<number>/marks",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.NewMarksSchema,
    answer=schemas.RosterMarkedSchema,
)
def mark_roster(call: Call, class_id: str, number: str) -> dict[str, Any]:
    """Write what the teacher tapped."""
    marks = [
        NewMark(mark["account_id"], mark["present"], Mark(mark["seen"]) if mark["seen"] else None)
        for mark in call.body["marks"]
    ]
    marked = roster.mark_roster(call.tx, call.actor, class_id, number, marks)
    left_out = [{"account_id": one, "reason": reason} for one, reason in marked.left_out.items()]
    return {"marked": marked.marked, "left_out": left_out}


@area.endpoint("/<class_id>/roster/form.xlsx", permission=Permission.SELF, media_types=(XLSX,))
def roster_form(call: Call, class_id: str) -> Response:
    """The list of the class, to be filled in."""
    return file_bytes(workbooks.list_form(call.tx, call.actor, class_id), XLSX, "roster.xlsx")


@area.endpoint(
    "/<class_id>/sessions/<number>/imports",
    method="POST",
    permission=Permission.SELF,
    writes=False,  # reads the file first and opens its own transaction for what it says
    answer=schemas.RosterImportedSchema,
    upload=True,
)
def import_roster(call: Call, class_id: str, number: str) -> dict[str, Any]:
    """Write a list of who was there."""
    queries.roster(call.tx, call.actor, class_id)  # only a teacher has a file read
    files = call.files.getlist("file")
    if len(files) != 1 or len(list(call.files.values())) != 1:
        raise UploadMissing
    rows = workbooks.read_list(call.runtime, files[0].read())
    with call.runtime.database.write() as tx:
        return {"marked": roster.import_roster(tx, call.actor, class_id, number, rows)}


@area.endpoint("/<class_id>/sessions/<number>/code", permission=Permission.SELF, answer=schemas.ShownCodeSchema)
def show_code(call: Call, class_id: str, number: str) -> dict[str, Any]:
    """What the teacher's screen shows now."""
    return queries.shown_code(call.tx, call.actor, class_id, number)


@area.endpoint("/<class_id>/finish", method="POST", permission=Permission.SELF, answer=schemas.ClassFinishedSchema)
def finish_class(call: Call, class_id: str) -> dict[str, Any]:
    """Close the roster and propose its hours."""
    return {"proposed": roster.finish_class(call.tx, call.actor, class_id)}


@area.endpoint(
    "/scan",
    method="POST",
    permission=Permission.SELF,
    body=schemas.ScanSchema,
    answer=schemas.ScannedSchema,
)
def scan(call: Call) -> dict[str, Any]:
    """Say that one was shown the code of a class."""
    return _scanned(call, scanning.scan_token(call.tx, call.actor, call.body["token"], kept=call.body["kept"]))


@area.endpoint(
    "/<class_id>/scan",
    method="POST",
    permission=Permission.SELF,
    body=schemas.TypedCodeSchema,
    answer=schemas.ScannedSchema,
)
def type_code(call: Call, class_id: str) -> dict[str, Any]:
    """The same by the digits below the code."""
    return _scanned(call, scanning.type_digits(call.tx, call.actor, class_id, call.body["digits"]))


def _scanned(call: Call, scanned: Scanned) -> dict[str, Any]:
    return {
        **queries.names_of_session(call.tx, scanned.class_id, scanned.session),
        "class_id": scanned.class_id,
        "session": scanned.session,
        "mark": scanned.mark,
    }


def _plan(body: dict[str, Any]) -> ClassPlan:
    sessions = tuple(
        NewSession(one["title"], one["task"], one["level"], one["starts_at"], one["ends_at"], one["hours"])
        for one in body["sessions"]
    )
    return ClassPlan(
        body["title"],
        body["about"],
        body["place"],
        body["seats"],
        body["per_unit"],
        body["open_to_all"],
        tuple(body["teacher_ids"]),
        sessions,
    )
