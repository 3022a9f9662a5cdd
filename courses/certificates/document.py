"""The certificate on paper: one A4 page in landscape, the same bytes whenever it is made for the same facts.

A certificate is made anew each time it is fetched and kept nowhere, so two copies can be compared byte by byte:
every date in the file is the day of issue, and nothing in it depends on the moment or the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Final

import segno
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from pylopdf_fonts_zh_cn import serif_path

#: millimetres
_WIDTH, _HEIGHT = 297.0, 210.0
_MARGIN: Final = 14.0
_TEXT_WIDTH: Final = 205.0
_QR_SIDE: Final = 30.0
_FONT: Final = "serif"
_ACCENT: Final = (21, 83, 166)
_INK: Final = (33, 37, 41)
_QUIET: Final = (96, 104, 112)

#: Inside a title's marks, a title stands in the smaller ones (GB/T 15834).
_INNER_TITLE: Final = str.maketrans("《》", "〈〉")
_CLOSING: Final = frozenset("，。、；：！？》）〕”’")

#: The words of the document; they stand in Chinese whatever language its reader speaks.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "结 业 证 书",
        "subtitle": "CERTIFICATE OF COMPLETION",
        "holder": "{holder}　同志",
        "body": "于 {issued_on} 完成《{course}》课程的全部学习内容，测验合格，计 {hours} 学时，特发此证。",
        "number": "证书编号",
        "issued_on": "发证日期",
        "valid_until": "有效期至",
        "unlimited": "长期有效",
        "office": "发证地区",
        "renews": "本证书续发自 {number}",
        "verify": "扫码核验真伪",
    }
)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything that stands on a certificate; ``hours`` as written (学时), dates as days in Shanghai."""

    number: str
    holder: str
    course: str
    hours: str
    office: str
    issued_on: date
    valid_until: date | None
    former_number: str | None
    verification_url: str


class _Page(FPDF):
    def file_id(self) -> str | None:  # the default is a digest of the moment
        return None


def chinese_date(day: date) -> str:
    """A day as documents write it: 2026年6月16日, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def verification_code(address: str) -> segno.QRCode:
    """The QR code of a certificate (ISO/IEC 18004, error correction M): the verification address, nothing else."""
    return segno.make_qr(address, error="m", boost_error=False)


def render_certificate(facts: CertificateFacts) -> bytes:
    """The PDF. Takes some tenths of a second, most of it for cutting the fonts down to the few glyphs used."""
    page = _Page(orientation="landscape", format="A4")
    page.set_creation_date(datetime.combine(facts.issued_on, time(), UTC))
    page.set_title(f"{WORDS['title'].replace(' ', '')} {facts.number}")
    page.set_lang("zh-CN")
    page.set_margin(_MARGIN)
    page.set_auto_page_break(auto=False)
    page.add_font(_FONT, fname=serif_path())
    page.add_page()
    _frame(page)
    _heading(page)
    _sentence(page, facts)
    _particulars(page, facts)
    _qr_code(page, facts.verification_url)
    return bytes(page.output())


def _frame(page: FPDF) -> None:
    page.set_draw_color(*_ACCENT)
    for inset, line in ((10.0, 1.2), (12.4, 0.3)):
        page.set_line_width(line)
        page.rect(inset, inset, _WIDTH - 2 * inset, _HEIGHT - 2 * inset)


def _heading(page: FPDF) -> None:
    page.set_y(32)
    page.set_font(_FONT, size=36)
    page.set_text_color(*_ACCENT)
    _line(page, WORDS["title"], 18)
    page.set_font(_FONT, size=10)
    page.set_text_color(*_QUIET)
    _line(page, WORDS["subtitle"], 8)


def _line(page: FPDF, text: str, height: float) -> None:
    page.cell(0, height, text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _sentence(page: FPDF, facts: CertificateFacts) -> None:
    page.set_text_color(*_INK)
    page.set_xy((_WIDTH - _TEXT_WIDTH) / 2, 76)
    page.set_font(_FONT, size=20)
    page.cell(_TEXT_WIDTH, 12, WORDS["holder"].format(holder=facts.holder))
    course = facts.course.translate(_INNER_TITLE)
    body = WORDS["body"].format(issued_on=chinese_date(facts.issued_on), course=course, hours=facts.hours)
    page.set_xy((_WIDTH - _TEXT_WIDTH) / 2, 92)
    page.set_font(_FONT, size=16)
    # Two full-width spaces open a paragraph, as in every Chinese document.
    for line in broken_lines(f"　　{body}", _TEXT_WIDTH, page.get_string_width):
        page.set_x((_WIDTH - _TEXT_WIDTH) / 2)
        page.cell(_TEXT_WIDTH, 11, line, new_y=YPos.NEXT)


def broken_lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """``text`` in lines of at most ``width``: Chinese breaks anywhere, but no line begins with a closing mark."""
    lines = [""]
    for character in text:
        if measure(lines[-1] + character) <= width:
            lines[-1] += character
        elif character in _CLOSING:
            lines.append(lines[-1][-1] + character)
            lines[-2] = lines[-2][:-1]
        else:
            lines.append(character)
    return lines


def _particulars(page: FPDF, facts: CertificateFacts) -> None:
    until = chinese_date(facts.valid_until) if facts.valid_until else WORDS["unlimited"]
    lines = [
        (WORDS["number"], facts.number),
        (WORDS["issued_on"], chinese_date(facts.issued_on)),
        (WORDS["valid_until"], until),
        (WORDS["office"], facts.office),
    ]
    top = 142.0
    for label, value in lines:
        page.set_xy((_WIDTH - _TEXT_WIDTH) / 2, top)
        page.set_font(_FONT, size=11)
        page.set_text_color(*_QUIET)
        page.cell(26, 8, label)
        page.set_text_color(*_INK)
        page.cell(130, 8, value)
        top += 9
    if facts.former_number is not None:
        page.set_xy((_WIDTH - _TEXT_WIDTH) / 2, top)
        page.set_font(_FONT, size=9)
        page.set_text_color(*_QUIET)
        page.cell(150, 7, WORDS["renews"].format(number=facts.former_number))


def _qr_code(page: FPDF, address: str) -> None:
    """Each dark run of a row as one rectangle: vector, sharp at any size, and no picture in the file."""
    matrix = verification_code(address).matrix
    module = _QR_SIDE / len(matrix)
    left, top = _WIDTH - (_WIDTH - _TEXT_WIDTH) / 2 - _QR_SIDE, 140.0
    page.set_fill_color(*_INK)
    for y, row in enumerate(matrix):
        for start, length in _dark_runs(row):
            page.rect(left + start * module, top + y * module, length * module, module, style="F")
    page.set_font(_FONT, size=9)
    page.set_text_color(*_QUIET)
    page.set_xy(left - 10, top + _QR_SIDE + 1)
    page.cell(_QR_SIDE + 20, 6, WORDS["verify"], align=Align.C)


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
