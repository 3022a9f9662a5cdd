"""Papers: the same content in each kind of file, text that stays text, cells that fill their grid."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from backend.assessment.papers.forms import distribution, lists, personal, rating
from backend.assessment.papers.render.docx import render_docx
from backend.assessment.papers.render.pdf import render_pdf
from backend.assessment.papers.render.xlsx import render_xlsx
from backend.assessment.papers.sheet import Cell, Paper, Row, Sheet, Table, blocks, placed, plain_text
from backend.assessment.terms import Category, Grade
from backend.core.chinese_text import broken_lines, may_break
from tests.factories import papers as made

CASES = made.case_lines()
PAPERS = {
    "registration": personal.registration([made.sheet(), made.sheet(Category.INSTITUTION_STAFF)]),
    "routine": personal.routine(2026, [(made.person(), made.routine())]),
    "notice": personal.notices([made.notice()]),
    "ballot": rating.ballot(made.HEADING, [(made.HEADING.unit, ["欧阳建设", "=1+1"])]),
    "rating": rating.rating_summary(made.HEADING, made.rating_lines(3), 5),
    "excellent": lists.excellent(made.HEADING, CASES),
    "results": lists.results(made.HEADING, CASES),
    "not_graded": lists.not_graded(made.HEADING, CASES),
    "distribution": distribution.distribution(made.HEADING, CASES),
}


def _whole(cell: Cell) -> str:
    return plain_text("\n\n".join(text for text in (cell.text, cell.foot) if text))


@pytest.mark.parametrize("name", PAPERS)
def test_a_workbook_holds_what_the_paper_says(name: str) -> None:
    paper = PAPERS[name]
    workbook = load_workbook(io.BytesIO(render_xlsx(paper)))
    assert len(workbook.worksheets) == len(paper.sheets)
    for target, sheet in zip(workbook.worksheets, paper.sheets, strict=True):
        assert target["A1"].value == sheet.title
        first = 2 + len(sheet.before)
        for place in placed(sheet.table) if sheet.table else ():
            cell = target.cell(row=first + place.row, column=1 + place.column)
            _hold(place.cell, cell)
        for row in target.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f"]


def _hold(described: Cell, cell: Any) -> None:
    if isinstance(described.value, Decimal):
        assert Decimal(str(cell.value)) == described.value
    elif isinstance(described.value, int):
        assert cell.value == described.value
    else:
        assert (cell.value or "") == _whole(described)
        assert cell.data_type != "f"
        assert cell.quotePrefix == described.text.startswith("=")


@pytest.mark.parametrize("name", PAPERS)
def test_a_document_holds_what_the_paper_says(name: str) -> None:
    paper = PAPERS[name]
    document = Document(io.BytesIO(render_docx(paper)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    tables = iter(document.tables)
    for sheet in paper.sheets:
        assert sheet.title in texts
        assert all(plain_text(paragraph.text) in texts for paragraph in (*sheet.before, *sheet.after))
        if sheet.table is None:
            continue
        grid = [list(row.cells) for row in next(tables).rows]
        for place in placed(sheet.table):
            shown = grid[place.row][place.column].text
            assert shown.replace("\n", "") == _whole(place.cell).replace("\n", "")


def test_a_pdf_is_the_same_bytes_for_the_same_paper_and_a_long_text_goes_on_over_the_page() -> None:
    paper = personal.registration([made.sheet(summary=made.SUMMARY * 6)])
    long = render_pdf(paper, made.DAY)
    assert long == render_pdf(paper, made.DAY)
    assert long.startswith(b"%PDF-")
    assert long.count(b"/Type /Page\n") == 4


def test_lists_count_what_they_list_and_tell_no_reason() -> None:
    [sheet] = PAPERS["excellent"].sheets
    assert sheet.table is not None
    assert [row.cells[1].text for row in sheet.table.rows[1:]] == ["欧阳建设", "钱中心"]
    assert "公务员应参加 7 人，拟定优秀 1 人，占 14.2%" in sheet.before[2].text
    [register] = PAPERS["not_graded"].sheets
    assert register.table is not None
    words = {row.cells[1].text: (row.cells[4].text, row.cells[5].text) for row in register.table.rows[1:]}
    assert words["王某"] == ("暂不定等次", "暂不定等次")
    assert set(words) == {"王某", "李试用", "赵长假", "褚借调"}


def test_the_distribution_adds_up() -> None:
    for one in distribution.by_unit(CASES):
        assert sum(one.ranks) + one.ungraded + one.open >= one.people
    shares = distribution.by_category(CASES)
    assert sum(now.people for now, _ in shares) == len(CASES) - 1  # one is not assessed
    civil_now, civil_before = shares[0]
    assert (civil_now.ranks, civil_before.ranks) == ((1, 2, 0, 0), (1, 1, 0, 0))
    assert distribution.share("", [Grade.NOT_ASSESSED]).people == 0


def test_a_grid_that_is_not_filled_is_a_mistake() -> None:
    one, two = Row((Cell(), Cell())), Row((Cell(down=2), Cell()))
    for rows in (
        (Row((Cell(),)),),
        (Row((Cell(), Cell(), Cell())),),
        (Row((Cell(across=3),)),),
        (two,),
        (two, one),
    ):
        with pytest.raises(ValueError, match=r"row|cell"):
            list(placed(Table((1.0, 1.0), rows)))
    assert blocks(Table((1.0, 1.0), (one, two, Row((Cell(),)), one))) == [range(1), range(1, 3), range(3, 4)]


@settings(max_examples=12)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_whatever_people_write_is_text_in_every_file(texts: list[str]) -> None:
    table = Table((170.0 / len(texts),) * len(texts), (Row(tuple(Cell(text) for text in texts)),))
    paper = Paper("表", (Sheet("表", "表", table=table),))
    row = next(load_workbook(io.BytesIO(render_xlsx(paper))).worksheets[0].iter_rows(min_row=2))
    assert [cell.value or "" for cell in row] == [plain_text(text).replace("\r", "\n") for text in texts]
    assert {cell.data_type for cell in row} <= {"inlineStr", "s", "n"}


@given(st.text(alphabet="称职a1.，（〔“”％%《》 ", max_size=60), st.integers(2, 9))
def test_lines_lose_nothing_and_fit(text: str, width: int) -> None:
    lines = broken_lines(text, width, len)
    assert "".join(lines) == text
    assert all(len(line) <= width for line in lines)
    assert not may_break("2", "7")
    assert not may_break("“", "一")
