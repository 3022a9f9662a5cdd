"""A paper as a workbook (openpyxl). Text is never a formula; heights are estimated, none fits merged cells."""

from __future__ import annotations

import io
import math
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from backend.assessment.papers.sheet import Align, Cell, Paper, Paragraph, Placed, Sheet, Table, placed, plain_text
from backend.core.spreadsheet import put_text

#: millimetres of a column's unit, points of a millimetre, millimetres of a point
_COLUMN: Final = 1.95
_POINTS: Final = 72 / 25.4
_LEADING: Final = 1.35
_NAME_MAX: Final = 31
_ROW_MAX: Final = 409.0  # points; no program takes more
_TITLE_SIZE: Final = 18.0
_SIDE: Final = Side(style="thin")
_BORDER: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def render_xlsx(paper: Paper) -> bytes:
    """The file: a sheet for each, ready to be printed on A4."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = paper.title
    names: set[str] = set()
    for sheet in paper.sheets:
        _write_sheet(workbook.create_sheet(_name(sheet.name, names)), sheet)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """A name that a sheet may have, used once."""
    plain = "".join(sign for sign in wanted if sign not in "[]:*?/\\'")[: _NAME_MAX - 4] or "Sheet"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain}({number})"
    taken.add(name.lower())
    return name


def _write_sheet(target: Any, sheet: Sheet) -> None:
    widths = sheet.table.widths if sheet.table else (sheet.text_width,)
    for column, width in enumerate(widths, start=1):
        target.column_dimensions[get_column_letter(column)].width = width / _COLUMN
    row = _write_line(target, 1, sheet.title, widths, _TITLE_SIZE, Align.CENTER)
    for paragraph in sheet.before:
        row = _write_paragraph(target, row, paragraph, widths)
    if sheet.table is not None:
        _write_table(target, row, sheet.table)
        if sheet.table.heading:
            target.print_title_rows = f"{row}:{row + sheet.table.heading - 1}"
        row += len(sheet.table.rows)
    for paragraph in sheet.after:
        row = _write_paragraph(target, row, paragraph, widths)
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_options.horizontalCentered = True


def _write_paragraph(target: Any, row: int, paragraph: Paragraph, widths: tuple[float, ...]) -> int:
    text = f"　　{paragraph.text}" if paragraph.indent else paragraph.text
    return _write_line(target, row, text, widths, paragraph.size, paragraph.align)


def _write_line(target: Any, row: int, text: str, widths: tuple[float, ...], size: float, align: Align) -> int:
    """A text over the whole width; returns the next row."""
    cell = target.cell(row=row, column=1)
    put_text(cell, plain_text(text))
    cell.font = Font(size=size)
    cell.alignment = Alignment(horizontal=align.value, vertical="center", wrap_text=True)
    if len(widths) > 1:
        target.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    target.row_dimensions[row].height = _points(text, sum(widths), size)
    return row + 1


def _write_table(target: Any, first: int, table: Table) -> None:
    heights = [row.height * _POINTS for row in table.rows]
    for place in sorted(placed(table), key=lambda place: place.cell.down):
        _write_cell(target, first, place, table.size)
        cell, rows = place.cell, range(place.row, place.row + place.cell.down)
        width = sum(table.widths[place.column : place.column + cell.across])
        missing = _points(_text_of(cell), width, table.size) - sum(heights[row] for row in rows)
        heights[rows[-1]] += max(0.0, missing)
    for number, height in enumerate(heights):
        target.row_dimensions[first + number].height = min(height, _ROW_MAX)


def _write_cell(target: Any, first: int, place: Placed, size: float) -> None:
    described, top, left = place.cell, first + place.row, place.column + 1
    bottom, right = top + described.down - 1, left + described.across - 1
    cell = target.cell(row=top, column=left)
    if isinstance(described.value, str):
        if text := plain_text(_text_of(described)):
            put_text(cell, text)
    else:
        cell.value = described.value
        cell.number_format = "0" if isinstance(described.value, int) else "0.00"
    cell.font = Font(size=size)
    vertical = "top" if described.top else "center"
    cell.alignment = Alignment(horizontal=described.align.value, vertical=vertical, wrap_text=True)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            target.cell(row=row, column=column).border = _BORDER
    if (bottom, right) != (top, left):
        target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _text_of(cell: Cell) -> str:
    """A workbook's cell has one alignment, so what stands at its foot follows after a line."""
    return "\n\n".join(text for text in (cell.text, cell.foot) if text)


def _points(text: str, width: float, size: float) -> float:
    """How high a text is in this width (millimetres), in points: a Chinese character is as wide as it is high."""
    signs = max(1, int((width - 2) * _POINTS / size))
    lines = sum(max(1, math.ceil(_signs(line) / signs)) for line in text.split("\n"))
    return lines * size * _LEADING + 6


def _signs(line: str) -> float:
    return sum(1.0 if ord(sign) > 0x2E7F else 0.55 for sign in line)
