"""A paper as a Word document (python-docx), so that an office can still edit it."""

from __future__ import annotations

import io
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from backend.assessment.papers.render.ink import ink_png
from backend.assessment.papers.sheet import (
    INK_HEIGHT,
    INK_WIDTH,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Align,
    Cell,
    Paper,
    Paragraph,
    Sheet,
    Table,
    placed,
    plain_text,
)

#: faces that Chinese offices have; what is missing is replaced by the program
_BODY_FACE: Final = "仿宋"
_TITLE_FACE: Final = "方正小标宋简体"
_TITLE_SIZE: Final = 20.0
_NUMBER_SIZE: Final = 9.0
#: Rows that are lower stay whole; a page ends within the others.
_WHOLE_UP_TO: Final = 60.0
_ALIGN: Final = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def render_docx(paper: Paper) -> bytes:
    """The file: each sheet in a section of its own."""
    document = Document()
    document.core_properties.title = paper.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for number, sheet in enumerate(paper.sheets):
        section = document.sections[0] if number == 0 else document.add_section()
        _set_page(section, sheet)
        _number_pages(section, sheet, first=number == 0)
        _add_sheet(document, sheet)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _set_page(section: Any, sheet: Sheet) -> None:
    wide, high = (PAGE_HEIGHT, PAGE_WIDTH) if sheet.landscape else (PAGE_WIDTH, PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)


def _number_pages(section: Any, sheet: Sheet, *, first: bool) -> None:
    """第 n 页 at the foot, from 1 in each section; a section with other words than the one before has its own."""
    if first:  # the others begin as its copies
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.insert_element_before(numbering, "w:cols", "w:docGrid")  # noqa: SLF001  # nor for this
    if sheet.running is None or not (first or sheet.running):
        return
    section.footer.is_linked_to_previous = False
    footer = section.footer.paragraphs[0]
    _write(footer, f"{sheet.running}　第 ".lstrip(), _NUMBER_SIZE, Align.CENTER)
    _add_field(footer, "PAGE")
    _write(footer, " 页　共 ", _NUMBER_SIZE, Align.CENTER)
    _add_field(footer, "SECTIONPAGES")
    _write(footer, " 页", _NUMBER_SIZE, Align.CENTER)


def _add_field(paragraph: Any, code: str) -> None:
    """A number that the program counts."""
    run = paragraph.add_run()
    run.font.size = Pt(_NUMBER_SIZE)
    for kind in ("begin", None, "end"):
        part = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            part.text = code
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001  # nor for this


def _add_sheet(document: Any, sheet: Sheet) -> None:
    _write(document.add_paragraph(), sheet.title, _TITLE_SIZE, Align.CENTER, _TITLE_FACE)
    for paragraph in sheet.before:
        _add_paragraph(document, paragraph)
    if sheet.table is not None:
        _add_table(document, sheet.table)
    for paragraph in sheet.after:
        _add_paragraph(document, paragraph)


def _add_paragraph(document: Any, paragraph: Paragraph) -> None:
    added = document.add_paragraph()
    _write(added, paragraph.text, paragraph.size, paragraph.align)
    added.paragraph_format.space_after = Mm(paragraph.after)
    if paragraph.indent:
        added.paragraph_format.first_line_indent = Pt(2 * paragraph.size)


def _add_table(document: Any, table: Table) -> None:
    made = document.add_table(rows=len(table.rows), cols=len(table.widths))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Mm(width)
    grid = [list(row.cells) for row in made.rows]  # once: each access builds the row's cells anew
    for place in placed(table):
        cell, last = place.cell, grid[place.row + place.cell.down - 1][place.column + place.cell.across - 1]
        first = grid[place.row][place.column]
        target = first if last is first else first.merge(last)
        target.width = Mm(sum(table.widths[place.column : place.column + cell.across]))
        _fill(target, cell, table.size)
    for number, (row, described) in enumerate(zip(made.rows, table.rows, strict=True)):
        row.height, row.height_rule = Mm(described.height), WD_ROW_HEIGHT_RULE.AT_LEAST
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no word for it
        if described.height <= _WHOLE_UP_TO:
            properties.insert(0, OxmlElement("w:cantSplit"))
        if number < table.heading:
            properties.append(OxmlElement("w:tblHeader"))


def _fill(target: Any, cell: Cell, size: float) -> None:
    middle, top = WD_CELL_VERTICAL_ALIGNMENT.CENTER, WD_CELL_VERTICAL_ALIGNMENT.TOP
    target.vertical_alignment = top if cell.top else middle
    lines = cell.text.split("\n")
    _write(target.paragraphs[0], lines[0], size, cell.align)
    for line in lines[1:]:
        _write(target.add_paragraph(), line, size, cell.align)
    for number, line in enumerate(cell.foot.split("\n") if cell.foot else ()):
        added = target.add_paragraph()
        _write(added, line, size, Align.RIGHT)
        if number == 0 and cell.ink:
            width, _, _ = cell.ink.fitted(INK_WIDTH, INK_HEIGHT)
            added.add_run().add_picture(io.BytesIO(ink_png(cell.ink)), width=Mm(width))


def _write(paragraph: Any, text: str, size: float, align: Align, face: str = _BODY_FACE) -> None:
    paragraph.alignment = _ALIGN[align]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(plain_text(text))
    run.font.size, run.font.name = Pt(size), face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001  # nor for this
