"""Reads one spreadsheet and prints it; started by `backend.core.spreadsheet` as a process of its own.

It is run by file path in Python's isolated mode, so it may import nothing of the product. It first takes
away its own means (memory, processor time, files), then reads. Output: one JSON array a row,
``[sheet, row number, cells]``, dates as ``{"date": ISO 8601}``. The exit status says how it ended.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

EXIT_UNREADABLE = 3
EXIT_TOO_LARGE = 4


def limit_resources(memory_bytes: int, cpu_seconds: int) -> None:
    """Lower this process's own limits; there is no way back up for it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def rows_of(path: str, max_rows: int) -> Iterator[tuple[str, int, list[object]]]:
    """Yield (sheet, row number from 1 as the office program shows it, cells) of each visible sheet.

    :raises OverflowError: more than `max_rows` rows
    """
    workbook = CalamineWorkbook.from_path(path)
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet or sheet.visible is not SheetVisibleEnum.Visible:
            continue
        rows = workbook.get_sheet_by_name(sheet.name)
        if rows.total_height > max_rows:
            raise OverflowError
        # iter_rows counts from the first row of the sheet, used or not; to_python would skip empty ones.
        for number, cells in enumerate(rows.iter_rows(), start=1):
            yield sheet.name, number, list(cells)


def encode(cell: object) -> object:
    """Give a cell a JSON form; a time or duration becomes its text."""
    if isinstance(cell, dt.datetime | dt.date):
        return {"date": cell.isoformat()}
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


def main() -> int:
    """Arguments: path, memory limit in bytes, processor seconds, largest number of rows."""
    path, memory_bytes, cpu_seconds, max_rows = sys.argv[1:5]
    limit_resources(int(memory_bytes), int(cpu_seconds))
    try:
        for sheet, number, cells in rows_of(path, int(max_rows)):
            sys.stdout.write(json.dumps([sheet, number, [encode(cell) for cell in cells]]) + "\n")
    except (OverflowError, MemoryError):
        return EXIT_TOO_LARGE
    except CalamineError:
        return EXIT_UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
