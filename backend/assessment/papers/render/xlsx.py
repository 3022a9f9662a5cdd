"""A paper as a workbook (openpyxl). Text is never a formula; heights are estimated, none fits merged cells."""

from __future__ import annotations

import io
import math
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from backend.assessment.papers.render.ink import ink_png
from backend.assessment.papers.sheet import (
    INK_HEIGHT,
    INK_WIDTH,
    MARGIN,
    Align,
    Cell,
    Ink,
    Paper,
    Paragraph,
    Placed,
    Sheet,
    Table,
    placed,
    plain_text,
)
from backend.core.spreadsheet import put_text

#: millimetres of a column's unit, points of a millimetre, millimetres of a point
_COLUMN: Final = 1.95
_POINTS: Final = 72 / 25.4
_LEADING: Final = 1.35
_NAME_MAX: Final = 31
_ROW_MAX: Final = 400.0  # points; no program takes 410
_TITLE_SIZE: Final = 18.0
_SIDE: Final = Side(style="thin")
#: a face that Chinese offices have
_FACE: Final = "宋体"
_PAD: Final = 2.0


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
    allowed = (sign for sign in plain_text(wanted) if sign not in "[]:*?/\\'\n")
    plain = "".join(allowed)[: _NAME_MAX - 6] or "Sheet"
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
        grid = _Grid(target, row, sheet.table)
        row = grid.write()
        if sheet.table.heading:
            last = grid.ends[sheet.table.heading - 1]
            target.print_title_rows = f"{grid.starts[0]}:{last}"
            target.freeze_panes = f"A{last + 1}"
    for paragraph in sheet.after:
        row = _write_paragraph(target, row, paragraph, widths)
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_options.horizontalCentered = True
    inches = MARGIN / 25.4
    target.page_margins = PageMargins(left=inches, right=inches, top=inches, bottom=inches)
    if sheet.running is not None:
        target.oddFooter.center.text = f"{plain_text(sheet.running).replace('&', '&&')}　第 &P 页".strip()
    target.page_setup.firstPageNumber, target.page_setup.useFirstPageNumber = 1, True


def _write_paragraph(target: Any, row: int, paragraph: Paragraph, widths: tuple[float, ...]) -> int:
    text = f"　　{paragraph.text}" if paragraph.indent else paragraph.text
    return _write_line(target, row, text, widths, paragraph.size, paragraph.align)


def _write_line(target: Any, row: int, text: str, widths: tuple[float, ...], size: float, align: Align) -> int:
    """A text over the whole width; returns the next row."""
    cell = target.cell(row=row, column=1)
    put_text(cell, plain_text(text))
    cell.font = Font(name=_FACE, size=size)
    cell.alignment = Alignment(horizontal=align.value, vertical="center", wrap_text=True)
    if len(widths) > 1:
        target.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    target.row_dimensions[row].height = _points(text, sum(widths), size)
    return row + 1


class _Grid:
    """The rows of a worksheet that a table takes, from ``first``.

    A row that is higher than any program's is several; what stands at the foot of cells has a row of its own.
    """

    def __init__(self, target: Any, first: int, table: Table) -> None:
        self.target, self.table, self.size = target, table, table.size
        self.cells = list(placed(table))
        bodies, self.feet = self._heights()
        self.starts, self.ends = [], []
        row = first
        for body, foot in zip(bodies, self.feet, strict=True):
            pieces = max(1, math.ceil(body / _ROW_MAX))
            for piece in range(row, row + pieces):
                target.row_dimensions[piece].height = body / pieces
            if foot:
                target.row_dimensions[row + pieces].height = foot
            self.starts.append(row)
            row += pieces + (1 if foot else 0)
            self.ends.append(row - 1)
        self.next = row

    def _heights(self) -> tuple[list[float], list[float]]:
        """What each row needs for its texts, and for its feet, in points."""
        feet = [0.0] * len(self.table.rows)
        for place in self.cells:
            if place.cell.foot:
                needed = _points(place.cell.foot, self._width(place), self.size)
                needed += INK_HEIGHT * _POINTS if place.cell.ink else 0.0
                feet[place.row] = max(feet[place.row], needed)
        bodies = [row.height * _POINTS - foot for row, foot in zip(self.table.rows, feet, strict=True)]
        for place in sorted(self.cells, key=lambda place: place.cell.down):
            rows = range(place.row, place.row + place.cell.down)
            held = sum(bodies[row] + (0.0 if place.cell.foot else feet[row]) for row in rows)
            missing = _points(place.cell.text, self._width(place), self.size) - held
            bodies[rows[-1]] += max(0.0, missing)
        return [max(body, self.size) for body in bodies], feet

    def _width(self, place: Placed) -> float:
        return sum(self.table.widths[place.column : place.column + place.cell.across])

    def write(self) -> int:
        """Fill in every cell; returns the next row."""
        for place in self.cells:
            described = place.cell
            top, bottom = self.starts[place.row], self.ends[place.row + described.down - 1]
            left, right = place.column + 1, place.column + described.across
            if described.foot:
                self._write_foot(described, bottom, left, right)
                bottom -= 1
            cell = self._area(top, bottom, left, right, closed=not described.foot)
            if isinstance(described.value, str):
                if text := plain_text(described.value):
                    put_text(cell, text)
            else:
                cell.value = described.value
                cell.number_format = "0" if isinstance(described.value, int) else "0.00"
            vertical = "top" if described.top else "center"
            cell.alignment = Alignment(horizontal=described.align.value, vertical=vertical, wrap_text=True)
        return self.next

    def _write_foot(self, described: Cell, row: int, left: int, right: int) -> None:
        cell = self._area(row, row, left, right, opened=False)
        put_text(cell, described.foot)
        cell.alignment = Alignment(horizontal="right", vertical="bottom", wrap_text=True)
        if described.ink:
            picture = Image(io.BytesIO(ink_png(described.ink)))
            picture.anchor = self._behind(described.ink, row, left, right)
            self.target.add_image(picture)

    def _behind(self, ink: Ink, row: int, left: int, right: int) -> OneCellAnchor:
        """Above the last line of the foot, at the right end of its columns."""
        width, height, _ = ink.fitted(INK_WIDTH, INK_HEIGHT)
        column, space = right, self.table.widths[right - 1]
        while space < width + _PAD and column > left:
            column -= 1
            space += self.table.widths[column - 1]
        start = AnchorMarker(
            col=column - 1, colOff=_emu(max(0.0, space - width - _PAD)), row=row - 1, rowOff=_emu(1)
        )
        return OneCellAnchor(_from=start, ext=XDRPositiveSize2D(_emu(width), _emu(height)))

    def _area(
        self, top: int, bottom: int, left: int, right: int, *, opened: bool = True, closed: bool = True
    ) -> Any:
        """A framed area as one cell, without a line above where it is not ``opened``, below if not ``closed``."""
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                above = _SIDE if opened or row > top else None
                below = _SIDE if closed or row < bottom else None
                self.target.cell(row, column).border = Border(left=_SIDE, right=_SIDE, top=above, bottom=below)
        if (bottom, right) != (top, left):
            self.target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        cell = self.target.cell(top, left)
        cell.font = Font(name=_FACE, size=self.size)
        return cell


def _emu(length: float) -> int:
    """A length in the unit of drawings (ECMA-376 part 1, 20.1.2.1)."""
    return round(length * 36_000)


def _points(text: str, width: float, size: float) -> float:
    """How high a text is in this width (millimetres), in points: a Chinese character is as wide as it is high."""
    signs = max(1, int((width - 2) * _POINTS / size))
    lines = sum(max(1, math.ceil(_signs(line) / signs)) for line in text.split("\n"))
    return lines * size * _LEADING + 6


def _signs(line: str) -> float:
    return sum(1.0 if ord(sign) > 0x2E7F else 0.55 for sign in line)
