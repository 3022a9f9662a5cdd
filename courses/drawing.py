"""A certificate on paper: one A4 page in landscape, framed, with a heading, a sentence and what it rests on.

The same facts give the same bytes, so that two copies can be compared: every date in the file is the day of issue,
and nothing in it depends on the moment or the machine.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import UTC, date, datetime, time
from typing import Final

import segno
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont
from pylopdf_fonts_zh_cn import serif_path

from backend.core.chinese_text import LACKING, broken_lines, marked

#: millimetres
_WIDTH, _HEIGHT = 297.0, 210.0
_MARGIN: Final = 14.0
_TEXT_WIDTH: Final = 205.0
_LEFT: Final = (_WIDTH - _TEXT_WIDTH) / 2
_QR_SIDE: Final = 30.0
_FONT: Final = "serif"
_ACCENT: Final = (21, 83, 166)
_INK: Final = (33, 37, 41)
_QUIET: Final = (96, 104, 112)
_LACKING_NOTE: Final = f"注：“{LACKING}”处为字库没有收录的字。"


class CertificatePage(FPDF):
    """The page; what is drawn on it is added from the top down."""

    def __init__(self, title: str, issued_on: date) -> None:
        super().__init__(orientation="landscape", format="A4")
        self.set_creation_date(datetime.combine(issued_on, time(), UTC))
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=False)
        self.add_font(_FONT, fname=serif_path())
        font = self.fonts[_FONT]
        self._signs: Container[int] = font.cmap if isinstance(font, TTFFont) else range(0x100)
        self.add_page()
        self._frame()

    def file_id(self) -> str | None:  # the default is a digest of the moment
        return None

    def heading(self, title: str, subtitle: str) -> None:
        """The title, with its English below it."""
        self.set_y(32)
        self.set_font(_FONT, size=36)
        self.set_text_color(*_ACCENT)
        self._centered(title, 18)
        self.set_font(_FONT, size=10)
        self.set_text_color(*_QUIET)
        self._centered(subtitle, 8)

    def sentence(self, holder: str, body: str) -> None:
        """Who is addressed, and what is said to them, as one paragraph."""
        holder, body = (marked(text, self._signs) for text in (holder, body))
        if LACKING in holder + body:
            self._note_lacking()
        self.set_text_color(*_INK)
        self.set_xy(_LEFT, 76)
        self.set_font(_FONT, size=20)
        self.cell(_TEXT_WIDTH, 12, holder)
        self.set_xy(_LEFT, 92)
        self.set_font(_FONT, size=16)
        # Two full-width spaces open a paragraph, as in every Chinese document.
        for line in broken_lines(f"　　{body}", _TEXT_WIDTH, self.get_string_width):
            self.set_x(_LEFT)
            self.cell(_TEXT_WIDTH, 11, line, new_y=YPos.NEXT)

    def particulars(self, lines: Sequence[tuple[str, str]], remark: str | None = None) -> None:
        """``(label, value)`` one below the other, then a remark in small type."""
        top = 142.0
        for label, value in lines:
            self.set_xy(_LEFT, top)
            self.set_font(_FONT, size=11)
            self.set_text_color(*_QUIET)
            self.cell(26, 8, label)
            self.set_text_color(*_INK)
            self.cell(130, 8, value)
            top += 9
        if remark is not None:
            self.set_xy(_LEFT, top)
            self.set_font(_FONT, size=9)
            self.set_text_color(*_QUIET)
            self.cell(150, 7, remark)

    def qr_code(self, address: str, caption: str) -> None:
        """Each dark run of a row as one rectangle: vector, sharp at any size, and no picture in the file."""
        matrix = verification_code(address).matrix
        module = _QR_SIDE / len(matrix)
        left, top = _WIDTH - _LEFT - _QR_SIDE, 140.0
        self.set_fill_color(*_INK)
        for y, row in enumerate(matrix):
            for start, length in _dark_runs(row):
                self.rect(left + start * module, top + y * module, length * module, module, style="F")
        self.set_font(_FONT, size=9)
        self.set_text_color(*_QUIET)
        self.set_xy(left - 10, top + _QR_SIDE + 1)
        self.cell(_QR_SIDE + 20, 6, caption, align=Align.C)

    def _note_lacking(self) -> None:
        """Said at the foot, so that nobody takes the mark for the name."""
        self.set_xy(_LEFT, _HEIGHT - 24)
        self.set_font(_FONT, size=9)
        self.set_text_color(*_QUIET)
        self.cell(150, 7, _LACKING_NOTE)

    def _frame(self) -> None:
        self.set_draw_color(*_ACCENT)
        for inset, line in ((10.0, 1.2), (12.4, 0.3)):
            self.set_line_width(line)
            self.rect(inset, inset, _WIDTH - 2 * inset, _HEIGHT - 2 * inset)

    def _centered(self, text: str, height: float) -> None:
        self.cell(0, height, text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def verification_code(address: str) -> segno.QRCode:
    """The QR code of a certificate (ISO/IEC 18004, error correction M): the verification address, nothing else."""
    return segno.make_qr(address, error="m", boost_error=False)


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    """``(start, length)`` of the runs of ones in a row of modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
