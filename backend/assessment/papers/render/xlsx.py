"""A paper as a workbook (openpyxl), ready to be printed on A4. Text is never a formula."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break

from backend.assessment.papers.render.package import settled_package
from backend.assessment.papers.render.xlsx_table import FACE, Grid, points_of
from backend.assessment.papers.sheet import (
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Align,
    Paper,
    Paragraph,
    Sheet,
    Table,
    plain_text,
)
from backend.core.spreadsheet import put_text

#: millimetres of a column's unit: a digit of the workbook's own face, which is eight dots wide
_COLUMN: Final = 8 * 25.4 / 96
_POINTS: Final = 72 / 25.4
_NAME_MAX: Final = 31
_TITLE_FACE: Final = "方正小标宋简体"
_TITLE_SIZE: Final = 20.0
_OWN_SIZE: Final = 11.0
_GAP: Final = 3.0


def render_xlsx(paper: Paper, day: date) -> bytes:
    """The file: a sheet for each. The same paper gives the same bytes on the same ``day``."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = paper.title
    workbook.properties.creator = ""
    workbook.properties.created = datetime.combine(day, time(), UTC)
    _set_own_face(workbook)
    names: set[str] = set()
    for sheet in paper.sheets:
        target = workbook.create_sheet(_name(sheet.name, names))
        _set_page(target, sheet, alone=len(paper.sheets) == 1)
        _Writing(target, sheet).write()
    content = io.BytesIO()
    workbook.save(content)
    return settled_package(content.getvalue(), day)


def _set_own_face(workbook: Any) -> None:
    """The face of a workbook, by whose digits columns are measured; the library has no word for it."""
    own = Font(name=FACE, size=_OWN_SIZE)
    workbook._fonts[0] = own  # noqa: SLF001
    workbook._named_styles["Normal"].font = own  # noqa: SLF001


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


def _set_page(target: Any, sheet: Sheet, *, alone: bool) -> None:
    """A4, as wide as the page; the pages of a sheet are only counted where it is ``alone`` in its workbook."""
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_options.horizontalCentered = True
    inches = MARGIN / 25.4
    target.page_margins = PageMargins(left=inches, right=inches, top=inches, bottom=inches)
    if sheet.running is not None:
        number = "第 &P 页　共 &N 页" if alone else "第 &P 页"
        target.oddFooter.center.text = f"{plain_text(sheet.running).replace('&', '&&')}　{number}".strip()
        target.oddFooter.center.size = 9
    target.page_setup.firstPageNumber, target.page_setup.useFirstPageNumber = 1, True


class _Writing:
    """A worksheet from its title down, with the breaks of its pages."""

    def __init__(self, target: Any, sheet: Sheet) -> None:
        self.target, self.sheet = target, sheet
        self.widths = sheet.table.widths if sheet.table else (sheet.text_width,)
        self.row = 1
        self.used = 0.0
        self.page = ((PAGE_WIDTH if sheet.landscape else PAGE_HEIGHT) - 2 * MARGIN) * _POINTS

    def write(self) -> None:
        for column, width in enumerate(self.widths, start=1):
            self.target.column_dimensions[get_column_letter(column)].width = width / _COLUMN
        self._line(self.sheet.title, _TITLE_SIZE, Align.CENTER, after=_GAP, face=_TITLE_FACE)
        for paragraph in self.sheet.before:
            self._paragraph(paragraph)
        sides = self.sheet.table.sides if self.sheet.table else ()
        for number, side in enumerate(sides, start=1):
            last = number == len(sides)
            self._table(side, sum(map(self._height, self.sheet.after)) if last else 0.0)
            if not last:
                self._break()
        for paragraph in self.sheet.after:
            self._paragraph(paragraph, vertical="center")
        self.target.print_area = f"A1:{get_column_letter(len(self.widths))}{self.row - 1}"

    def _table(self, table: Table, tail: float) -> None:
        """The rows of a table, with a break before what a page would cut, and before a ``tail`` left alone."""
        grid = Grid(self.target, self.row, table)
        heading = sum(grid.height_of(range(table.heading)))
        for block in grid.blocks:
            height = sum(grid.height_of(block))
            last = block.stop == len(table.rows) and block.start > table.heading
            if self.used + height + (tail if last else 0.0) > self.page >= height:
                self._break(grid.starts[block.start])
                self.used = heading
            self.used = (self.used + height) % self.page
        self.row = grid.write()
        if table.heading:
            below = grid.ends[table.heading - 1]
            self.target.print_title_rows = f"{grid.starts[0]}:{below}"
            self.target.freeze_panes = f"A{below + 1}"

    def _break(self, row: int | None = None) -> None:
        """The next page begins with this row, or with the next one."""
        self.target.row_breaks.append(Break(id=(row or self.row) - 1))
        self.used = 0.0

    def _height(self, paragraph: Paragraph) -> float:
        return points_of(paragraph.text, sum(self.widths), paragraph.size) + paragraph.after * _POINTS

    def _paragraph(self, paragraph: Paragraph, vertical: str = "top") -> None:
        text = f"　　{paragraph.text}" if paragraph.indent else paragraph.text
        self._line(text, paragraph.size, paragraph.align, after=paragraph.after, vertical=vertical)

    def _line(
        self,
        text: str,
        size: float,
        align: Align,
        *,
        after: float = 0.0,
        face: str = FACE,
        vertical: str = "top",
    ) -> None:
        """A text over the whole width."""
        cell = self.target.cell(row=self.row, column=1)
        put_text(cell, plain_text(text))
        cell.font = Font(name=face, size=size)
        cell.alignment = Alignment(horizontal=align.value, vertical=vertical, wrap_text=True)
        if len(self.widths) > 1:
            self.target.merge_cells(
                start_row=self.row, start_column=1, end_row=self.row, end_column=len(self.widths)
            )
        height = points_of(text, sum(self.widths), size) + after * _POINTS
        self.target.row_dimensions[self.row].height = height
        self.used += height
        self.row += 1
