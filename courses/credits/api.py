"""Routes of credits: parse, call one operation or query, answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response

from backend.core.web.endpoint import Area, Call, file_bytes
from backend.exchange.public import UploadMissing
from backend.identity.public import Permission
from courses.credits import operations, queries, schemas, workbooks
from courses.credits.operations import Decided
from courses.credits.targets import PostLevel, Target

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

area = Area("credits", prefix="/credits")


@area.endpoint("/me", permission=Permission.SELF, query=schemas.MyCreditsQuery, answer=schemas.MyCreditsSchema)
def show_mine(call: Call) -> dict[str, Any]:
    """The own counters, and the records of a year."""
    year = call.query["year"] or call.tx.today().year
    return queries.my_credits(call.tx, call.actor.account_id or "", year)


@area.endpoint("/me.xlsx", permission=Permission.SELF, query=schemas.MyCreditsQuery, media_types=(XLSX,))
def export_mine(call: Call) -> Response:
    """The own records of a year as a spreadsheet."""
    year = call.query["year"] or call.tx.today().year
    days = date(year, 1, 1), date(year, 12, 31)
    content = workbooks.own_records(call.tx, call.actor.account_id or "", *days)
    return file_bytes(content, XLSX, f"training-records-{year}.xlsx")


@area.endpoint(
    "/pending",
    permission=Permission.CREDIT_CONFIRM,
    query=schemas.PendingCreditQuery,
    answer=schemas.PendingCreditPageSchema,
)
def list_pending(call: Call) -> dict[str, Any]:
    """Records that wait for the training authority."""
    return queries.pending_credits(call.tx, call.actor, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/confirmation",
    method="POST",
    permission=Permission.CREDIT_CONFIRM,
    body=schemas.CreditDecisionSchema,
    answer=schemas.CreditsDecidedSchema,
    idempotent=True,
)
def confirm(call: Call) -> dict[str, Any]:
    """Recognize records, and say which were left out."""
    return _decided(operations.confirm_credits(call.tx, call.actor, call.body["ids"]))


@area.endpoint(
    "/refusal",
    method="POST",
    permission=Permission.CREDIT_CONFIRM,
    body=schemas.CreditRefusalSchema,
    answer=schemas.CreditsDecidedSchema,
    idempotent=True,
)
def refuse(call: Call) -> dict[str, Any]:
    """Refuse records with a reason."""
    return _decided(operations.refuse_credits(call.tx, call.actor, call.body["ids"], call.body["reason"]))


def _decided(decided: Decided) -> dict[str, Any]:
    left_out = [{"id": credit_id, "reason": reason} for credit_id, reason in decided.left_out.items()]
    return {"decided": len(decided.ids), "left_out": left_out}


@area.endpoint(
    "/imports",
    method="POST",
    permission=Permission.CREDIT_CONFIRM,
    writes=False,  # reads the file first and opens its own transaction for what it says
    answer=schemas.CreditImportSchema,
    upload=True,
    status=201,
)
def import_records(call: Call) -> dict[str, Any]:
    """Propose the records of a table."""
    files = call.files.getlist("file")
    if len(files) != 1 or len(list(call.files.values())) != 1:
        raise UploadMissing
    table, digest = workbooks.read_records(call.runtime, files[0].read())
    with call.runtime.database.write() as tx:
        outcome = operations.import_records(tx, call.actor, table, digest)
    return {
        "import_id": outcome.import_id,
        "proposed": outcome.proposed,
        "repeated": list(outcome.repeated),
    }


@area.endpoint("/imports/form.xlsx", permission=Permission.CREDIT_CONFIRM, media_types=(XLSX,))
def import_form(call: Call) -> Response:  # noqa: ARG001 - the same for everybody
    """The empty table for an import."""
    return file_bytes(workbooks.import_form(), XLSX, "training-records-form.xlsx")


@area.endpoint("/targets", permission=Permission.CREDIT_CONFIRM, answer=schemas.CreditTargetsSchema)
def list_targets(call: Call) -> dict[str, Any]:
    """The targets that hold in the own places."""
    return {"items": queries.targets_in_scope(call.tx, call.actor)}


@area.endpoint(
    "/targets",
    method="PUT",
    permission=Permission.CREDIT_CONFIRM,
    body=schemas.CreditTargetChangeSchema,
    status=204,
)
def change_target(call: Call) -> None:
    """Set the target of a level at a place."""
    body = call.body
    target = Target(body["hours"], body["years"], body["first_year"], body["source"])
    operations.set_target(call.tx, call.actor, body["node_id"], PostLevel(body["level"]), target)


@area.endpoint(
    "/people",
    permission=Permission.CREDIT_CONFIRM,
    query=schemas.CreditPeopleQuery,
    answer=schemas.CreditPeopleSchema,
)
def find_people(call: Call) -> dict[str, Any]:
    """People in scope by a part of their name, with their level."""
    return {"items": queries.people_matching(call.tx, call.actor, call.query["q"])}


@area.endpoint(
    "/people/<account_id>/level",
    method="PUT",
    permission=Permission.CREDIT_CONFIRM,
    body=schemas.CreditLevelSchema,
    status=204,
)
def set_level(call: Call, account_id: str) -> None:
    """Say the level of somebody whose rank does not tell it."""
    level = call.body["level"]
    operations.set_level(call.tx, call.actor, account_id, PostLevel(level) if level else None)


@area.endpoint("/courses", permission=Permission.CREDIT_CONFIRM, answer=schemas.CourseCreditsSchema)
def list_course_credits(call: Call) -> dict[str, Any]:
    """The fixed credits of courses."""
    return {"items": queries.course_credits(call.tx, call.actor)}


@area.endpoint(
    "/courses/<course_id>",
    method="PUT",
    permission=Permission.CREDIT_CONFIRM,
    body=schemas.CourseCreditChangeSchema,
    answer=schemas.CourseCreditGivenSchema,
)
def set_course_credit(call: Call, course_id: str) -> dict[str, Any]:
    """Fix the credit of a course."""
    node_id, tenths = call.body["node_id"], call.body["hours"]
    return {"given": operations.set_course_credit(call.tx, call.actor, course_id, node_id, tenths)}
