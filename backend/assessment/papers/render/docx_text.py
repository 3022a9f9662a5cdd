"""Paragraphs of a Word document: faces, sizes, lines of a settled height, numbers that the program counts."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from backend.assessment.papers.sheet import Align, plain_text

#: a face that Chinese offices have; where it is missing the program takes another
TEXT_FACE: Final = "仿宋"
#: Lines as a multiple of their size: settled, so that pages end alike whatever face is at hand.
LEADING: Final = 1.45
_ALIGN: Final = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def write(
    paragraph: Any, text: str, size: float, align: Align, *, face: str = TEXT_FACE, bold: bool = False
) -> None:
    """Set a text of ``size`` points in a paragraph, behind what stands in it."""
    paragraph.alignment = _ALIGN[align]
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * LEADING)
    run = paragraph.add_run(plain_text(text))
    _set_face(run, size, face)
    run.font.bold = bold or None


def add_field(paragraph: Any, code: str, size: float) -> None:
    """A number that the program counts."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        _set_face(run, size, TEXT_FACE)
        part = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            part.text = code
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001  # nor for this


def _set_face(run: Any, size: float, face: str) -> None:
    run.font.size, run.font.name = Pt(size), face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001  # the library has no word for it


def make_small(paragraph: Any) -> None:
    """A paragraph that only separates takes no room."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def use_chinese(document: Any) -> None:
    """Without it some programs set marks in the middle of their square, as in Hong Kong."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), TEXT_FACE)
    for language in properties.findall(qn("w:lang")):
        properties.remove(language)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
