"""A paper as a Word document (python-docx), so that an office can still edit it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from backend.assessment.papers.render.docx_table import add_table
from backend.assessment.papers.render.docx_text import add_field, make_small, use_chinese, write
from backend.assessment.papers.render.package import settled_package
from backend.assessment.papers.sheet import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Align, Paper, Paragraph, Sheet

#: a face that Chinese offices have; where it is missing the program takes another
_TITLE_FACE: Final = "方正小标宋简体"
_TITLE_SIZE: Final = 20.0
_NUMBER_SIZE: Final = 9.0
#: Below the title, and between a table and what follows it
_GAP: Final = 3.0


def render_docx(paper: Paper, day: date) -> bytes:
    """The file: each sheet in a section of its own. The same paper gives the same bytes on the same ``day``."""
    document = Document()
    document.core_properties.title = paper.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    use_chinese(document)
    for number, sheet in enumerate(paper.sheets):
        section = _next_section(document) if number else document.sections[0]
        _set_page(section, sheet)
        _number_pages(section, sheet, first=number == 0, alone=len(paper.sheets) == 1)
        _add_sheet(document, sheet)
    target = io.BytesIO()
    document.save(target)
    return settled_package(target.getvalue(), day)


def _next_section(document: Any) -> Any:
    """A section on a new page; the paragraph that ends the one before takes no room."""
    section = document.add_section()
    make_small(DocxParagraph(document.element.body[-2], document))
    return section


def _set_page(section: Any, sheet: Sheet) -> None:
    wide, high = (PAGE_HEIGHT, PAGE_WIDTH) if sheet.landscape else (PAGE_WIDTH, PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)


def _number_pages(section: Any, sheet: Sheet, *, first: bool, alone: bool) -> None:
    """第 n 页 at the foot, from 1 in each section; a section with other words than the one before has its own.

    The pages of a section are counted by fewer programs than those of a document, which are the same where the
    sheet is ``alone``.
    """
    if first:  # the others begin as its copies
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:docGrid")  # noqa: SLF001  # the library has no word for it
    if sheet.running is None or not (first or sheet.running):
        return
    section.footer.is_linked_to_previous = False
    footer = section.footer.paragraphs[0]
    write(footer, f"{sheet.running}　第 ".lstrip(), _NUMBER_SIZE, Align.CENTER)
    add_field(footer, "PAGE", _NUMBER_SIZE)
    write(footer, " 页　共 ", _NUMBER_SIZE, Align.CENTER)
    add_field(footer, "NUMPAGES" if alone else "SECTIONPAGES", _NUMBER_SIZE)
    write(footer, " 页", _NUMBER_SIZE, Align.CENTER)


def _add_sheet(document: Any, sheet: Sheet) -> None:
    title = document.add_paragraph()
    write(title, sheet.title, _TITLE_SIZE, Align.CENTER, face=_TITLE_FACE)
    title.paragraph_format.space_after = Mm(_GAP)
    for paragraph in sheet.before:
        _add_paragraph(document, paragraph)
    sides = sheet.table.sides if sheet.table else ()
    for number, side in enumerate(sides, start=1):
        add_table(document, side, followed=number == len(sides) and bool(sheet.after))
        if number < len(sides):
            turn = document.add_paragraph()
            make_small(turn)
            turn.paragraph_format.page_break_before = True
    added = [_add_paragraph(document, paragraph) for paragraph in sheet.after]
    for paragraph in added[:-1]:
        paragraph.paragraph_format.keep_with_next = True
    if added and sides:
        added[0].paragraph_format.space_before = Mm(_GAP)


def _add_paragraph(document: Any, paragraph: Paragraph) -> Any:
    added = document.add_paragraph()
    write(added, paragraph.text, paragraph.size, paragraph.align)
    added.paragraph_format.space_after = Mm(paragraph.after)
    if paragraph.indent:
        added.paragraph_format.first_line_indent = Pt(2 * paragraph.size)
    return added
