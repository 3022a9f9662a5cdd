"""The report as a spreadsheet: a sheet by unit and one by person."""

from __future__ import annotations

import io

from backend.core.spreadsheet import CellValue, SheetContent, write_workbook
from courses.reports.queries import Report
from courses.reports.tally import tally_units

_BY_UNIT = ("单位", "课程", "截止日期", "应考人数", "通过", "未通过")
_BY_PERSON = ("单位", "姓名", "课程", "截止日期", "结果")
_WORDS = {True: "通过", False: "未通过"}
_NO_UNIT = "（单位未登记）"


def report_workbook(report: Report) -> bytes:
    """An .xlsx of the report; the words stand in Chinese, the language of the files it goes into."""
    target = io.BytesIO()
    sheets = [
        SheetContent("按单位", _BY_UNIT, _unit_rows(report)),
        SheetContent("按人员", _BY_PERSON, _person_rows(report)),
    ]
    write_workbook(sheets, target)
    return target.getvalue()


def _unit_rows(report: Report) -> list[list[CellValue | None]]:
    return [
        [
            unit.name or _NO_UNIT,
            assignment.title,
            assignment.due_on,
            count.passed + count.not_passed,
            count.passed,
            count.not_passed,
        ]
        for unit in tally_units(report.results)
        for assignment in report.assignments
        if (count := unit.counts.get(assignment.id)) is not None
    ]


def _person_rows(report: Report) -> list[list[CellValue | None]]:
    assignments = {assignment.id: assignment for assignment in report.assignments}
    ordered = sorted(report.results, key=lambda result: (result.unit_name or "", result.name, result.account_id))
    return [
        [
            result.unit_name or _NO_UNIT,
            result.name,
            assignments[result.examination_id].title,
            assignments[result.examination_id].due_on,
            _WORDS[result.passed],
        ]
        for result in ordered
    ]
