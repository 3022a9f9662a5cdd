"""Routes of reports under ``/api/v1/reports``, for the training authority."""

from __future__ import annotations

from typing import Any

from flask import Response

from backend.core.offload import run_blocking
from backend.core.web.endpoint import Area, Call, file_bytes
from backend.identity.public import Permission
from courses.reports import queries, schemas
from courses.reports.places import places
from courses.reports.workbook import report_workbook

area = Area("reports", prefix="/reports")

Json = dict[str, Any]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@area.endpoint(
    "/units",
    permission=Permission.TRAINING_REPORT,
    query=schemas.TrainingReportQuery,
    answer=schemas.TrainingReportSchema,
)
def show_report(call: Call) -> Json:
    """Assigned examinations by unit: passed or not."""
    return queries.units_view(queries.read_report(call.tx, call.actor, **call.query))


@area.endpoint(
    "/units/<organization_id>",
    permission=Permission.TRAINING_REPORT,
    query=schemas.TrainingReportQuery,
    answer=schemas.TrainingUnitPeopleSchema,
)
def show_unit(call: Call, organization_id: str) -> Json:
    """The people of one unit: passed or not."""
    return queries.unit_view(queries.read_report(call.tx, call.actor, **call.query), organization_id)


@area.endpoint(
    "/units.xlsx",
    permission=Permission.TRAINING_REPORT,
    query=schemas.TrainingReportQuery,
    media_types=(_XLSX,),
)
def export_report(call: Call) -> Response:
    """The same as a spreadsheet."""
    report = queries.read_report(call.tx, call.actor, **call.query)
    return file_bytes(run_blocking(report_workbook, report), _XLSX, f"training-report-{call.tx.today()}.xlsx")


@area.endpoint(
    "/places",
    permission=Permission.TRAINING_REPORT,
    query=schemas.TrainingPlacesQuery,
    answer=schemas.TrainingPlacesSchema,
)
def list_places(call: Call) -> Json:
    """The places within one's scope, level by level."""
    return {"items": places(call.tx, call.actor, call.query["parent"])}
