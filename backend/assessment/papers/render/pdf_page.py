"""Pages of a PDF (fpdf2) with the embedded serif font: paragraphs, heavy signs, signs that the font lacks."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Final

from fpdf import FPDF
from fpdf.enums import Align as PdfAlign
from fpdf.enums import TextMode, XPos, YPos
from fpdf.fonts import TTFFont
from pylopdf_fonts_zh_cn import serif_path

from backend.assessment.papers.sheet import MARGIN, Align, Paragraph, Sheet, plain_text
from backend.core.chinese_text import LACKING, broken_lines, marked

FONT: Final = "serif"
PDF_ALIGN: Final = {Align.LEFT: PdfAlign.L, Align.CENTER: PdfAlign.C, Align.RIGHT: PdfAlign.R}
#: millimetres of a point, and of a line as a multiple of its size
_POINT: Final = 25.4 / 72
_LEADING: Final = 1.45
#: How far the outline of heavy signs is drawn, as a part of their size: the font has one weight.
_HEAVY: Final = 0.025


class Page(FPDF):
    """Pages of A4 with one font; ``lacks`` tells whether a sign had to be marked as lacking."""

    def __init__(self, title: str, day: date) -> None:
        super().__init__(format="A4")
        self.set_creation_date(datetime.combine(day, time(), UTC))
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_margin(MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(auto=False)
        self.add_font(FONT, fname=serif_path())
        font = self.fonts[FONT]
        self._signs: Container[int] = font.cmap if isinstance(font, TTFFont) else range(0x100)
        self.bottom = 0.0
        self._widths: dict[tuple[float, str], float] = {}
        self.lacks = False

    def file_id(self) -> str | None:  # the default is a digest of the moment
        return None

    def new_page(self, sheet: Sheet) -> None:
        self.add_page(orientation="landscape" if sheet.landscape else "portrait")
        self.bottom = self.h - MARGIN

    @contextmanager
    def heavy(self, size: float) -> Iterator[None]:
        """What is written meanwhile is printed bold."""
        with self.local_context(text_mode=TextMode.FILL_STROKE, line_width=size * _POINT * _HEAVY):
            yield

    def lines_of(self, sheet: Sheet, paragraph: Paragraph) -> list[str]:
        self.set_font(FONT, size=paragraph.size)
        text = f"　　{paragraph.text}" if paragraph.indent else paragraph.text
        return self.broken(text, sheet.text_width)

    def paragraph(self, sheet: Sheet, paragraph: Paragraph) -> None:
        for line in self.lines_of(sheet, paragraph):
            if self.get_y() + line_height(paragraph.size) > self.bottom:
                self.new_page(sheet)
                self.set_font(FONT, size=paragraph.size)
            self.written([line], paragraph.size, paragraph.align)
        self.set_y(self.get_y() + paragraph.after)

    def written(self, lines: Sequence[str], size: float, align: Align) -> None:
        for line in lines:
            self.cell(0, line_height(size), line, align=PDF_ALIGN[align], new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def broken(self, text: str, width: float) -> list[str]:
        parts = self.writable(text).split("\n")
        return [line for part in parts for line in broken_lines(part, width, self._width)]

    def writable(self, text: str) -> str:
        """``text`` as it can be written, remembering whether a sign is lacking."""
        written = marked(plain_text(text), self._signs)
        self.lacks = self.lacks or LACKING in written
        return written

    def _width(self, text: str) -> float:
        """Each sign is measured once: there is no kerning, so a text is as wide as its signs."""
        size, known = self.font_size_pt, self._widths
        for sign in set(text):
            if (size, sign) not in known:
                known[size, sign] = self.get_string_width(sign)
        return sum(known[size, sign] for sign in text)


def line_height(size: float) -> float:
    """Of a line of ``size`` points, in millimetres."""
    return size * _POINT * _LEADING
