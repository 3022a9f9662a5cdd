"""Spreadsheets of credits: in from a training institution, out to the person they are about."""

from __future__ import annotations

import io
from datetime import date

from backend.core.crypto import sm3
from backend.core.offload import run_blocking
from backend.core.runtime import Runtime
from backend.core.secrecy import SecrecyGate
from backend.core.spreadsheet import ReadLimits, SheetContent, read_untrusted_rows, write_workbook
from backend.core.transaction import Tx
from backend.core.uploads import UploadKind
from courses.credits.hours import write_hours
from courses.credits.queries import records_of
from courses.credits.sheet import SheetRecords, empty_form, parse_records

#: More records than one institution hands in at once.
_LIMITS = ReadLimits(rows=5_000)
_HEADINGS = ("培训名称", "来源", "计入", "学时", "开始日期", "结束日期", "状态")
_WORDS = {
    "class": "线下培训班",
    "party_school": "党校",
    "cadre_academy": "干部网络学院",
    "course": "网络课程",
    "concentrated": "集中培训",
    "online": "网络培训",
    "proposed": "待确认",
    "confirmed": "已确认",
    "refused": "未予确认",
}


def read_records(runtime: Runtime, content: bytes) -> tuple[SheetRecords, str]:
    """Guard and read an uploaded table, outside any transaction; with the digest of the file.

    :raises UploadWrongType, UploadTooLarge and the other refusals of ``backend.core.uploads``:
    :raises SpreadsheetUnreadable, SpreadsheetTooLarge, HeaderNotFound, ColumnsMissing, ColumnRepeated:
    :raises SecrecyRefused: a cell bears a mark of secrecy
    """
    rows = run_blocking(read_untrusted_rows, content, UploadKind.XLSX, _LIMITS)
    SecrecyGate.load(runtime.settings.secrecy_list).check([list(row.cells) for row in rows])
    return parse_records(rows, runtime.clock.today()), sm3(content)


def import_form() -> bytes:
    """The empty table to fill in."""
    return _bytes(empty_form())


def own_records(tx: Tx, account_id: str, first_day: date, last_day: date) -> bytes:
    """All records of a person in a period as a workbook."""
    rows = [
        (
            row["title"],
            _WORDS[row["source"]],
            _WORDS[row["kind"]],
            write_hours(row["hours"]),
            row["started_on"].isoformat(),
            row["ended_on"].isoformat(),
            _WORDS[row["state"]],
        )
        for row in records_of(tx, account_id, first_day, last_day)
    ]
    return _bytes(SheetContent("培训记录", _HEADINGS, rows))


def _bytes(sheet: SheetContent) -> bytes:
    target = io.BytesIO()
    write_workbook([sheet], target)
    return target.getvalue()
