"""A paper as PDF: each sheet on pages of its own, with what stands above, in and below its table."""

from __future__ import annotations

from datetime import date
from typing import Final

from fpdf.enums import Align as PdfAlign

from backend.assessment.papers.render.pdf_page import FONT, Page, line_height
from backend.assessment.papers.render.pdf_table import TableDrawing
from backend.assessment.papers.sheet import Align, Paper, Paragraph, Sheet
from backend.core.chinese_text import LACKING

_TITLE_SIZE: Final = 20.0
_NUMBER_SIZE: Final = 9.0
#: Between a table and what stands below it
_GAP: Final = 3.0
_LACKING_NOTE: Final = Paragraph(
    f"注：“{LACKING}”处的字不在本格式的字库中，请用 Word 或 Excel 格式打印。", size=9.0
)


def render_pdf(paper: Paper, day: date) -> bytes:
    """The file; ``day`` stands in it as the day it was made, so that the same paper gives the same bytes."""
    page = Page(paper.title, day)
    for sheet in paper.sheets:
        _draw(page, sheet)
    return bytes(page.output())


def _draw(page: Page, sheet: Sheet) -> None:
    first = page.page + 1
    page.new_page(sheet)
    page.set_font(FONT, size=_TITLE_SIZE)
    with page.heavy(_TITLE_SIZE):
        page.written(page.broken(sheet.title, sheet.text_width), _TITLE_SIZE, Align.CENTER)
    page.set_y(page.get_y() + _GAP)
    for paragraph in sheet.before:
        page.paragraph(sheet, paragraph)
    drawings = [TableDrawing(page, sheet, side) for side in sheet.table.sides] if sheet.table else []
    below = (*sheet.after, *([_LACKING_NOTE] if page.lacks else ()))
    for number, drawing in enumerate(drawings, start=1):
        last = number == len(drawings)
        drawing.draw(_GAP + sum(_height(page, sheet, one) for one in below) if last else 0.0)
        if not last:
            page.new_page(sheet)
    page.set_y(page.get_y() + _GAP)
    for paragraph in below:
        page.paragraph(sheet, paragraph)
    if sheet.running is not None:
        _number(page, sheet.running, first, page.page)
    page.lacks = False


def _height(page: Page, sheet: Sheet, paragraph: Paragraph) -> float:
    return len(page.lines_of(sheet, paragraph)) * line_height(paragraph.size) + paragraph.after


def _number(page: Page, running: str, first: int, last: int) -> None:
    """Number the pages of a sheet, once it is known how many there are."""
    for at in range(first, last + 1):
        page.page = at
        page.font_size_pt = 0.0  # what this page was left with is another page's
        page.set_font(FONT, size=_NUMBER_SIZE)
        number = f"第 {at - first + 1} 页　共 {last - first + 1} 页"
        page.set_y(page.bottom + 6)
        page.cell(0, line_height(_NUMBER_SIZE), f"{page.writable(running)}　{number}".strip(), align=PdfAlign.C)
