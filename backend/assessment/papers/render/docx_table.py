"""A table of a Word document. What stands at the foot of cells has a row of its own, with no line above it."""

from __future__ import annotations

import io
import math
from typing import Any, Final

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from backend.assessment.papers.render.docx_text import LEADING, write
from backend.assessment.papers.render.ink import ink_png
from backend.assessment.papers.sheet import (
    INK_HEIGHT,
    INK_WIDTH,
    WHOLE_UP_TO,
    Align,
    Cell,
    Placed,
    Table,
    placed,
)

#: Between a cell's lines and its text, in millimetres
_SIDE_PAD: Final = 1.2
_PAD: Final = 0.8
#: What a row of feet takes without and with a drawn signature, in millimetres
_FOOT_HEIGHT: Final = 12.0
_INK_FOOT_HEIGHT: Final = 20.0
#: What a line is left open with, to be written in by hand
_BLANK: Final = "　"
#: Millimetres of a point, and its twentieths in a millimetre, the unit of lengths in tables
_POINT: Final = 25.4 / 72
_TWENTIETHS: Final = 72 * 20 / 25.4
#: What follows the borders, and the margins, in the order that a file has (ECMA-376 part 1, 17.4.60 and 17.4.70)
_BEHIND_BORDERS: Final = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign")


def add_table(document: Any, table: Table, *, followed: bool) -> None:
    """Add it at the end; the last row of one that is ``followed`` stands on the page of what follows."""
    _Drawing(document, table).fill(followed=followed)


class _Drawing:
    def __init__(self, document: Any, table: Table) -> None:
        self.table = table
        self.cells = list(placed(table))
        feet: dict[int, float] = {}
        for place in self.cells:
            if place.cell.foot:
                height = _INK_FOOT_HEIGHT if place.cell.ink else _FOOT_HEIGHT
                feet[place.row] = max(feet.get(place.row, 0.0), height)
        self.feet = feet
        self.starts = [at + sum(1 for row in feet if row < at) for at in range(len(table.rows))]
        self.made = document.add_table(rows=len(table.rows) + len(feet), cols=len(table.widths))

    def fill(self, *, followed: bool) -> None:
        """Write every cell."""
        made = self.made
        made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        _set_margins(made)
        for column, width in zip(made.columns, self.table.widths, strict=True):
            column.width = Mm(width)
        grid = [list(row.cells) for row in made.rows]  # once: each access builds the row's cells anew
        for place in self.cells:
            self._fill(grid, place)
        rows = list(made.rows)
        for number, described in enumerate(self.table.rows):
            start, foot = self.starts[number], self.feet.get(number, 0.0)
            self._set_row(rows[start], described.height - foot, number)
            if foot:
                self._set_row(rows[start + 1], foot, number)
        for at in self._held(followed=followed):
            _keep_with_next(grid[at])

    def _held(self, *, followed: bool) -> list[int]:
        """Rows that stand on the page of the next: low ones with feet, and the last one of what is followed."""
        low = [row for row, described in enumerate(self.table.rows) if described.height <= WHOLE_UP_TO]
        held = [self.starts[row] for row in low if row in self.feet]
        if followed and len(self.table.rows) - 1 in low:
            held += range(self.starts[-1], len(self.made.rows))
        return held

    def _fill(self, grid: list[list[Any]], place: Placed) -> None:
        cell, left = place.cell, place.column
        right = left + cell.across - 1
        top, below = self.starts[place.row], place.row + cell.down - 1
        bottom = self.starts[below] + (1 if below in self.feet else 0)
        if cell.foot:
            self._fill_foot(_joined(grid, bottom, bottom, left, right), place)
            bottom -= 1
        target = _joined(grid, top, bottom, left, right)
        target.width = Mm(self._width(place))
        if cell.foot:
            _leave_open(target, "w:bottom")
        at = WD_CELL_VERTICAL_ALIGNMENT
        target.vertical_alignment = at.TOP if cell.top else at.CENTER
        bold = place.row < self.table.heading
        for number, line in enumerate(cell.text.split("\n")):
            paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
            write(paragraph, line, self.table.size, cell.align, bold=bold)

    def _fill_foot(self, target: Any, place: Placed) -> None:
        target.width = Mm(self._width(place))
        target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        _leave_open(target, "w:top")
        for number, line in enumerate(place.cell.foot.split("\n")):
            paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
            signed = line.rstrip(_BLANK)
            write(paragraph, signed, self.table.size, Align.RIGHT)
            # blanks at the end of a line take no room, so that they are an indent
            paragraph.paragraph_format.right_indent = Pt((len(line) - len(signed)) * self.table.size)
            if number == 0:
                _add_ink(paragraph, place.cell)

    def _width(self, place: Placed) -> float:
        return sum(self.table.widths[place.column : place.column + place.cell.across])

    def _set_row(self, row: Any, height: float, number: int) -> None:
        if not self._overflows(number):  # some programs move a high row to the next page as a whole
            row.height, row.height_rule = Mm(max(height, 1.0)), WD_ROW_HEIGHT_RULE.AT_LEAST
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no word for it
        if self.table.rows[number].height <= WHOLE_UP_TO:
            properties.insert(0, OxmlElement("w:cantSplit"))
        if number < self.table.heading:
            properties.append(OxmlElement("w:tblHeader"))

    def _overflows(self, row: int) -> bool:
        """Whether a high row has more text than it is described for."""
        described = self.table.rows[row]
        lines = described.height / (self.table.size * LEADING * _POINT)
        return described.height > WHOLE_UP_TO and any(
            self._lines_of(place) > lines for place in self.cells if place.row == row
        )

    def _lines_of(self, place: Placed) -> int:
        """About how many lines a text takes: a Chinese sign is as wide as it is high."""
        signs = int((self._width(place) - 2 * _SIDE_PAD) / (self.table.size * _POINT))
        return sum(max(1, math.ceil(len(line) / max(1, signs))) for line in place.cell.text.split("\n"))


def _joined(grid: list[list[Any]], top: int, bottom: int, left: int, right: int) -> Any:
    first, last = grid[top][left], grid[bottom][right]
    return first if last is first else first.merge(last)


def _add_ink(paragraph: Any, cell: Cell) -> None:
    """The drawn signature behind its label; its line is as high as the picture."""
    if cell.ink:
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        width, _, _ = cell.ink.fitted(INK_WIDTH, INK_HEIGHT)
        paragraph.add_run().add_picture(io.BytesIO(ink_png(cell.ink)), width=Mm(width))


def _keep_with_next(row: list[Any]) -> None:
    for target in row:
        for paragraph in target.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _set_margins(made: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, length in (("top", _PAD), ("left", _SIDE_PAD), ("bottom", _PAD), ("right", _SIDE_PAD)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(length * _TWENTIETHS)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001  # nor for this


def _leave_open(target: Any, side: str) -> None:
    """No line between a cell and its foot."""
    borders, border = OxmlElement("w:tcBorders"), OxmlElement(side)
    border.set(qn("w:val"), "nil")
    borders.append(border)
    target._tc.get_or_add_tcPr().insert_element_before(borders, *_BEHIND_BORDERS)  # noqa: SLF001  # nor for this
