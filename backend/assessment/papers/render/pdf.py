"""A paper as PDF (fpdf2), with the embedded serif font. Long cells go on over the page's end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from fpdf import FPDF
from fpdf.enums import Align as PdfAlign
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont
from pylopdf_fonts_zh_cn import serif_path

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
    blocks,
    placed,
    plain_text,
)
from backend.core.chinese_text import broken_lines

_FONT: Final = "serif"
_TITLE_SIZE: Final = 20.0
#: millimetres of a point, and of a line as a multiple of its size
_POINT: Final = 25.4 / 72
_LEADING: Final = 1.45
_PAD: Final = 1.6
#: A row is cut only if it is higher than this, so that small ones stay whole.
_CUT_FROM: Final = 60.0
_NUMBER_SIZE: Final = 9.0
#: 〓 stands in Chinese print for a sign that the fount lacks.
_LACKING: Final = "〓"
_LACKING_NOTE: Final = Paragraph(
    f"注：“{_LACKING}”处的字不在本格式的字库中，请用 Word 或 Excel 格式打印。", size=9.0
)
_ALIGN: Final = {Align.LEFT: PdfAlign.L, Align.CENTER: PdfAlign.C, Align.RIGHT: PdfAlign.R}


def render_pdf(paper: Paper, day: date) -> bytes:
    """The file; ``day`` stands in it as the day it was made, so that the same paper gives the same bytes."""
    page = _Page(paper.title, day)
    for sheet in paper.sheets:
        page.draw(sheet)
    return bytes(page.output())


@dataclass(frozen=True, slots=True)
class _Box:
    """A placed cell with its lines and the width it has."""

    place: Placed
    lines: tuple[str, ...]
    foot: tuple[str, ...]
    left: float
    width: float


class _Page(FPDF):
    def __init__(self, title: str, day: date) -> None:
        super().__init__(format="A4")
        self.set_creation_date(datetime.combine(day, time(), UTC))
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_margin(MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(auto=False)
        self.add_font(_FONT, fname=serif_path())
        font = self.fonts[_FONT]
        self._signs: Container[int] = font.cmap if isinstance(font, TTFFont) else range(0x100)
        self.bottom = 0.0
        self._widths: dict[tuple[float, str], float] = {}
        self._lacks = False

    def file_id(self) -> str | None:  # the default is a digest of the moment
        return None

    def draw(self, sheet: Sheet) -> None:
        first = self.page + 1
        self.new_page(sheet)
        self.set_font(_FONT, size=_TITLE_SIZE)
        self._text(self.broken(sheet.title, sheet.text_width), _TITLE_SIZE, Align.CENTER)
        self.set_y(self.get_y() + 3)
        for paragraph in sheet.before:
            self._paragraph(sheet, paragraph)
        if sheet.table is not None:
            _TableDrawing(self, sheet, sheet.table).draw()
            self.set_y(self.get_y() + 3)
        for paragraph in sheet.after:
            self._paragraph(sheet, paragraph)
        if self._lacks:
            self._paragraph(sheet, _LACKING_NOTE)
            self._lacks = False
        if sheet.running is not None:
            self._number(sheet.running, first, self.page)

    def _number(self, running: str, first: int, last: int) -> None:
        """Number the pages of a sheet, once it is known how many there are."""
        for page in range(first, last + 1):
            self.page = page
            self.font_size_pt = 0.0  # what this page was left with is another page's
            self.set_font(_FONT, size=_NUMBER_SIZE)
            number = f"第 {page - first + 1} 页　共 {last - first + 1} 页"
            self.set_y(self.bottom + 6)
            self.cell(0, _line(_NUMBER_SIZE), f"{self.writable(running)}　{number}".strip(), align=PdfAlign.C)

    def new_page(self, sheet: Sheet) -> None:
        self.add_page(orientation="landscape" if sheet.landscape else "portrait")
        self.bottom = self.h - MARGIN

    def _paragraph(self, sheet: Sheet, paragraph: Paragraph) -> None:
        self.set_font(_FONT, size=paragraph.size)
        text = f"　　{paragraph.text}" if paragraph.indent else paragraph.text
        for line in self.broken(text, sheet.text_width):
            if self.get_y() + _line(paragraph.size) > self.bottom:
                self.new_page(sheet)
                self.set_font(_FONT, size=paragraph.size)
            self._text([line], paragraph.size, paragraph.align)
        self.set_y(self.get_y() + paragraph.after)

    def _text(self, lines: Sequence[str], size: float, align: Align) -> None:
        for line in lines:
            self.cell(0, _line(size), line, align=_ALIGN[align], new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def broken(self, text: str, width: float) -> list[str]:
        parts = self.writable(text).split("\n")
        return [line for part in parts for line in broken_lines(part, width, self._width)]

    def writable(self, text: str) -> str:
        """``text`` as it can be written, remembering whether a sign is lacking."""
        written = marked(text, self._signs)
        self._lacks = self._lacks or _LACKING in written
        return written

    def _width(self, text: str) -> float:
        """Each sign is measured once: there is no kerning, so a text is as wide as its signs."""
        size, known = self.font_size_pt, self._widths
        for sign in set(text):
            if (size, sign) not in known:
                known[size, sign] = self.get_string_width(sign)
        return sum(known[size, sign] for sign in text)


class _TableDrawing:
    """A table on as many pages as it takes."""

    def __init__(self, page: _Page, sheet: Sheet, table: Table) -> None:
        self.page, self.sheet, self.table = page, sheet, table
        page.set_font(_FONT, size=table.size)
        self.boxes = [self._box(place) for place in placed(table)]
        self.by_row: dict[int, list[_Box]] = defaultdict(list)
        for box in self.boxes:
            self.by_row[box.place.row].append(box)
        self.heights = self._heights()

    def draw(self) -> None:
        for rows in blocks(self.table):
            height = sum(self.heights[row] for row in rows)
            if len(rows) == 1 and height > _CUT_FROM and height > self._room():
                self._draw_cut(rows.start)
                continue
            if height > self._room():
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
        return len(box.lines) * _line(self.table.size) + self._foot_height(box) + 2 * _PAD

    def _foot_height(self, box: _Box) -> float:
        line = _line(self.table.size)
        return len(box.foot) * line + (INK_HEIGHT - line if box.foot and box.place.cell.ink else 0.0)

    def _room(self) -> float:
        return self.page.bottom - self.page.get_y()

    def _next_page(self, row: int) -> None:
        self.page.new_page(self.sheet)
        self.page.set_font(_FONT, size=self.table.size)
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
            if self._room() < 4 * _line(self.table.size):
                self._next_page(row)
            foot = max(self._foot_height(box) for box in boxes)
            longest = max((len(lines) for lines in left.values()), default=0)
            wanted = max(height, longest * _line(self.table.size) + foot + 2 * _PAD)
            last = wanted <= self._room()
            piece = wanted if last else self._room()
            fit = int((piece - 2 * _PAD) / _line(self.table.size))
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
        page, line, cell = self.page, _line(self.table.size), box.place.cell
        page.set_line_width(0.25)
        page.rect(box.left, top, box.width, height)
        free = height - len(lines) * line - self._foot_height(box) - 2 * _PAD
        start = top + _PAD + (0.0 if cell.top else max(0.0, free / 2))
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
        page.set_xy(box.left, top + (INK_HEIGHT - _line(self.table.size)) / 2)
        page.cell(left - box.left - _PAD, _line(self.table.size), label, align=PdfAlign.R)

    def _line_at(self, box: _Box, text: str, y: float, align: Align) -> None:
        self.page.set_xy(box.left + _PAD, y)
        self.page.cell(box.width - 2 * _PAD, _line(self.table.size), text, align=_ALIGN[align])


def _align_of(cell: Cell, lines: Sequence[str]) -> Align:
    """A text in the middle that needs three lines or more of a wide cell reads better from the left."""
    wide = cell.align is Align.CENTER and len(lines) > 2 and len(lines[0]) > 6
    return Align.LEFT if wide else cell.align


def marked(text: str, known: Container[int]) -> str:
    """``text`` with a mark where the font has no sign, so that a name never loses one unseen."""
    signs = (sign if sign == "\n" or ord(sign) in known else _LACKING for sign in plain_text(text))
    return "".join(signs)


def _line(size: float) -> float:
    return size * _POINT * _LEADING
