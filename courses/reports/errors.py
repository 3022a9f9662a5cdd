"""The named refusals of reports."""

from __future__ import annotations

from backend.core.errors import NotFound


class ReportUnitNotFound(NotFound):
    """No such unit in the report: outside the scope, or nothing was assigned to its people."""

    code = "report_unit_not_found"
