"""A table on the pages of a PDF. Long cells go on over the page's end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from fpdf.enums import Align as PdfAlign

from backend.assessment.papers.render.pdf_page import FONT, PDF_ALIGN, Page, line_height
from backend.assessment.papers.sheet import (
    INK_HEIGHT,
    INK_WIDTH,
    MARGIN,
    WHOLE_UP_TO,
    Align,
    Cell,
    Ink,
    Placed,
    Sheet,
    Table,
    blocks,
    placed,
)

_PAD: Final = 1.6


@dataclass(frozen=True, slots=True)
class _Box:
    """A placed cell with its lines and the width it has."""

    place: Placed
    lines: tuple[str, ...]
    foot: tuple[str, ...]
    left: float
    width: float


class TableDrawing:
    """A table on as many pages as it takes."""

    def __init__(self, page: Page, sheet: Sheet, table: Table) -> None:
        self.page, self.sheet, self.table = page, sheet, table
        page.set_font(FONT, size=table.size)
        self.boxes = [self._box(place) for place in placed(table)]
        self.by_row: dict[int, list[_Box]] = defaultdict(list)
        for box in self.boxes:
            self.by_row[box.place.row].append(box)
        self.heights = self._heights()

    def draw(self, tail: float) -> None:
        """Draw it; ``tail`` is the height of what stands below, which does not go to the next page alone."""
        self.page.set_font(FONT, size=self.table.size)
        for rows in blocks(self.table):
            height = sum(self.heights[row] for row in rows)
            if len(rows) == 1 and height > WHOLE_UP_TO and height > self._room():
                self._draw_cut(rows.start)
                continue
            last = rows.stop == len(self.heights) and rows.start > self.table.heading
            if height + (tail if last else 0.0) > self._room():
                self._next_page(rows.start)
            self._draw_rows(rows)

    def _box(self, place: Placed) -> _Box:
        widths, cell = self.table.widths, place.cell
        width = sum(widths[place.column : place.column + cell.across])
        lines = self.page.broken(cell.text, width - 2 * _PAD) if cell.text else []
        foot = self.page.broken(cell.foot, width - 2 * _PAD) if cell.foot else []
        return _Box(place, tuple(lines), tuple(foot), MARGIN + sum(widths[: place.column]), width)

    def _heights(self) -> list[float]:
        heights = [row.height for row in self.table.rows]
        for box in sorted(self.boxes, key=lambda box: box.place.cell.down):
            rows = range(box.place.row, box.place.row + box.place.cell.down)
            missing = self._needs(box) - sum(heights[row] for row in rows)
            heights[rows[-1]] += max(0.0, missing)
        return heights

    def _needs(self, box: _Box) -> float:
        return len(box.lines) * line_height(self.table.size) + self._foot_height(box) + 2 * _PAD

    def _foot_height(self, box: _Box) -> float:
        line = line_height(self.table.size)
        return len(box.foot) * line + (INK_HEIGHT - line if box.foot and box.place.cell.ink else 0.0)

    def _room(self) -> float:
        return self.page.bottom - self.page.get_y()

    def _next_page(self, row: int) -> None:
        self.page.new_page(self.sheet)
        self.page.set_font(FONT, size=self.table.size)
        if row >= self.table.heading > 0:
            self._draw_rows(range(self.table.heading))

    def _draw_rows(self, rows: range) -> None:
        top = self.page.get_y()
        for box in (box for row in rows for box in self.by_row[row]):
            above = top + sum(self.heights[rows.start : box.place.row])
            own = sum(self.heights[box.place.row : box.place.row + box.place.cell.down])
            self._draw_box(box, box.lines, box.foot, above, own)
        self.page.set_y(top + sum(self.heights[row] for row in rows))

    def _draw_cut(self, row: int) -> None:
        """Draw a row that does not fit piece by piece; its labels stand in each piece, its feet in the last."""
        boxes = self.by_row[row]
        left = {id(box): list(box.lines) for box in boxes if box.place.cell.top}
        height = self.heights[row]
        while True:
            if self._room() < 4 * line_height(self.table.size):
                self._next_page(row)
            foot = max(self._foot_height(box) for box in boxes)
            longest = max((len(lines) for lines in left.values()), default=0)
            wanted = max(height, longest * line_height(self.table.size) + foot + 2 * _PAD)
            last = wanted <= self._room()
            piece = wanted if last else self._room()
            fit = int((piece - 2 * _PAD) / line_height(self.table.size))
            top = self.page.get_y()
            for box in boxes:
                lines = left.get(id(box))
                shown = box.lines if lines is None else tuple(lines[: None if last else fit])
                self._draw_box(box, shown, box.foot if last else (), top, piece)
                if lines is not None:
                    del lines[: len(shown)]
            self.page.set_y(top + piece)
            if last:
                return
            height = max(0.0, height - piece)

    def _draw_box(self, box: _Box, lines: Sequence[str], foot: Sequence[str], top: float, height: float) -> None:
        page, line, cell = self.page, line_height(self.table.size), box.place.cell
        page.set_line_width(0.25)
        page.rect(box.left, top, box.width, height)
        free = height - len(lines) * line - self._foot_height(box) - 2 * _PAD
        start = top + _PAD + (0.0 if cell.top else max(0.0, free / 2))
        with page.heavy(self.table.size) if box.place.row < self.table.heading else nullcontext():
            for number, text in enumerate(lines):
                self._line_at(box, text, start + number * line, _align_of(cell, lines))
        below = top + height - _PAD - self._foot_height(box) if foot else 0.0
        if foot and cell.ink:
            self._sign(box, foot[0], cell.ink, below)
            below, foot = below + INK_HEIGHT, foot[1:]
        for number, text in enumerate(foot):
            self._line_at(box, text, below + number * line, Align.RIGHT)

    def _sign(self, box: _Box, label: str, ink: Ink, top: float) -> None:
        """The strokes as lines, behind their label."""
        page = self.page
        width, height, lines = ink.fitted(INK_WIDTH, INK_HEIGHT - 1)
        left = box.left + box.width - _PAD - width
        page.set_line_width(0.45)
        for line in lines:
            page.polyline([(left + x, top + (INK_HEIGHT - height) / 2 + y) for x, y in line])
        page.set_xy(box.left, top + (INK_HEIGHT - line_height(self.table.size)) / 2)
        page.cell(left - box.left - _PAD, line_height(self.table.size), label, align=PdfAlign.R)

    def _line_at(self, box: _Box, text: str, y: float, align: Align) -> None:
        self.page.set_xy(box.left + _PAD, y)
        self.page.cell(box.width - 2 * _PAD, line_height(self.table.size), text, align=PDF_ALIGN[align])


def _align_of(cell: Cell, lines: Sequence[str]) -> Align:
    """A text in the middle that needs three lines or more of a wide cell reads better from the left."""
    wide = cell.align is Align.CENTER and len(lines) > 2 and len(lines[0]) > 6
    return Align.LEFT if wide else cell.align
