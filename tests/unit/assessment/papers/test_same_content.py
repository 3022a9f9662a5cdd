"""Papers say the same, word for word and in the same order, as a document, as a workbook and as PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from docx import Document
from docx.table import Table as DocxTable
from openpyxl import load_workbook
from pypdf import PdfReader

from backend.assessment.papers.render.docx import render_docx
from backend.assessment.papers.render.pdf import render_pdf
from backend.assessment.papers.render.xlsx import render_xlsx
from backend.assessment.papers.sheet import Paper, Sheet, Table, placed
from tests.factories.papers import DAY, PAPERS

_NUMBER = re.compile(r"[^\n]*第 \d+ 页　共 \d+ 页")


#: Papers in one file each, as most of the time goes into the font; pypdf misreads more than 255 signs of a font.
_FILES = (
    ("registration",),
    ("routine", "notice"),
    ("ballot", "rating", "excellent", "results", "not_graded", "nobody", "distribution"),
)


@pytest.mark.parametrize("names", _FILES)
def test_papers_say_the_same_in_each_kind_of_file(names: Sequence[str]) -> None:
    paper = Paper("考核用表", tuple(sheet for name in names for sheet in PAPERS[name].sheets))
    said = [_plain("".join(_texts(sheet))) for sheet in paper.sheets]
    assert _of_workbook(paper) == said
    assert _of_document(paper) == "".join(said)
    repeated = [text for sheet in paper.sheets for text in _repeated(sheet)]
    assert _without(_of_pdf(paper), repeated) == _without("".join(said), repeated)


@pytest.mark.parametrize("render", [render_docx, render_xlsx, render_pdf])
def test_the_same_paper_is_the_same_bytes(render: Callable[[Paper, date], bytes]) -> None:
    paper = PAPERS["notice"]
    assert render(paper, DAY) == render(paper, DAY)


def test_pages_are_counted() -> None:
    paper = PAPERS["nobody"]
    parts = zipfile.ZipFile(io.BytesIO(render_docx(paper, DAY)))
    footers = [parts.read(name) for name in parts.namelist() if "footer" in name]
    assert any(b"NUMPAGES" in footer for footer in footers)
    [target] = load_workbook(io.BytesIO(render_xlsx(paper, DAY))).worksheets
    assert "第 &P 页　共 &N 页" in str(target.oddFooter)
    assert (target.print_title_rows, target.freeze_panes) == ("$6:$6", "A7")


def _texts(sheet: Sheet) -> Iterator[str]:
    """What is on it in the order of reading; what stands at the foot of a row's cells is read last."""
    yield sheet.title
    yield from (paragraph.text for paragraph in sheet.before)
    table = sheet.table or Table((), ())
    cells = list(placed(table))
    for row in range(len(table.rows)):
        yield from (place.cell.text for place in cells if place.row == row)
        yield from (place.cell.foot for place in cells if place.row == row)
    yield from (paragraph.text for paragraph in sheet.after)


def _repeated(sheet: Sheet) -> Iterator[str]:
    """What stands on each page that its table takes: the heading, and the labels of a row that is cut."""
    table = sheet.table or Table((), ())
    cells = [place for place in placed(table) if place.row < table.heading]
    yield "".join(_plain(place.cell.text) for place in cells)
    yield from (_plain(place.cell.text) for place in placed(table) if place.cell.text == "本人总结")


def _plain(text: str) -> str:
    """Without gaps; of a code of two bytes pypdf reads the first, NUL, as a letter of its own."""
    return re.sub(r"[\s\x00]", "", text)


def _without(text: str, repeated: list[str]) -> str:
    for each in filter(None, repeated):
        text = text.replace(each, "")
    return text


def _of_document(paper: Paper) -> str:
    found = []
    for part in Document(io.BytesIO(render_docx(paper, DAY))).iter_inner_content():
        if isinstance(part, DocxTable):
            seen: set[object] = set()
            for cell in (cell for row in part.rows for cell in row.cells):
                if cell._tc not in seen:  # a cell over several rows is found in each
                    seen.add(cell._tc)
                    found.append(cell.text)
        else:
            found.append(part.text)
    return _plain("".join(found))


def _of_workbook(paper: Paper) -> list[str]:
    """What each sheet says, numbers as they are shown."""
    found = []
    for target in load_workbook(io.BytesIO(render_xlsx(paper, DAY))).worksheets:
        assert (str(target.page_setup.paperSize), target.page_setup.fitToHeight) == (str(target.PAPERSIZE_A4), 0)
        cells = [cell for row in target.iter_rows() for cell in row if cell.value is not None]
        assert all(cell.quotePrefix or not str(cell.value).startswith("=") for cell in cells)
        assert "f" not in {cell.data_type for cell in cells}
        shown = (f"{one.value:.2f}" if one.number_format == "0.00" else str(one.value) for one in cells)
        found.append(_plain("".join(shown)))
    return found


def _of_pdf(paper: Paper) -> str:
    pages = PdfReader(io.BytesIO(render_pdf(paper, DAY))).pages
    return _plain("".join(_NUMBER.sub("", page.extract_text().replace("\x00", "")) for page in pages))
