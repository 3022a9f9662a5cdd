"""Papers: the same content in each kind of file, text that stays text, cells that fill their grid."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from backend.assessment.papers import words
from backend.assessment.papers.facts import Settled
from backend.assessment.papers.forms import distribution, personal
from backend.assessment.papers.render.docx import render_docx
from backend.assessment.papers.render.pdf import render_pdf
from backend.assessment.papers.render.xlsx import render_xlsx
from backend.assessment.papers.sheet import Cell, Ink, Paper, Row, Sheet, Table, blocks, placed, plain_text
from backend.assessment.papers.words import SIGNED
from backend.assessment.terms import GRADE_OF_SPECIAL_CASE, Category, Grade, SpecialCase
from backend.core.chinese_text import broken_lines, marked, may_break
from tests.factories import papers as made
from tests.factories.papers import CASES, PAPERS


def test_a_long_text_goes_on_over_the_page_and_the_back_begins_on_its_own() -> None:
    short, long = (personal.registration([made.sheet(summary=made.SUMMARY * times)]) for times in (1, 6))
    assert [render_pdf(paper, made.DAY).count(b"/Type /Page\n") for paper in (short, long)] == [2, 4]
    workbook = load_workbook(io.BytesIO(render_xlsx(long, made.DAY))).worksheets[0]
    breaks = [at.id for at in workbook.row_breaks.brk]
    assert workbook.cell(breaks[-1] + 1, 1).value == "平时考核"
    assert max(row.height or 0 for row in workbook.row_dimensions.values()) < 410
    assert all(mark in "。；：" for mark in _ends(workbook, "本人总结"))


def _ends(workbook: Worksheet, label: str) -> list[str]:
    """With what the pieces of a long text end."""
    [row] = [cell.row for cell in workbook["A"] if cell.value == label]
    texts = [workbook.cell(at, 2).value for at in range(row, row + 30)]
    return [str(text)[-1] for text in texts[: texts.index("第1季度：好；第3季度：较好；第4季度：好。")]]


def test_a_sign_that_the_font_lacks_is_marked_and_none_is_lost() -> None:
    known = {ord(sign) for sign in "野·䶮 王"}
    assert marked(plain_text("𠮷野·\ue000䶮\u00a0王\x00"), known) == "〓野·〓䶮 王"
    assert plain_text("𠮷\ue000\tA\u202e") == "𠮷\ue000 A"


def test_lists_count_what_they_list_and_tell_no_reason() -> None:
    [sheet] = PAPERS["excellent"].sheets
    assert sheet.table is not None
    assert [row.cells[1].text for row in sheet.table.rows[1:]] == ["欧阳建设", "钱中心"]
    assert "公务员应参加 7 人，拟定优秀 1 人，占 14.2%" in sheet.before[3].text
    [register] = PAPERS["not_graded"].sheets
    assert register.table is not None
    told = {row.cells[1].text: (row.cells[4].text, row.cells[5].text) for row in register.table.rows[1:]}
    assert told["王某"] == ("暂不定等次", "暂不定等次")
    assert set(told) == {"王某", "李试用", "赵长假", "褚借调"}


def test_the_distribution_adds_up() -> None:
    for one in distribution.by_unit(CASES):
        assert sum(one.ranks) + one.ungraded + one.open == one.people
    shares = distribution.by_category(CASES)
    assert sum(now.people for now, _ in shares) == len(CASES) - 1  # one is not assessed
    civil_now, civil_before = shares[0]
    assert (civil_now.ranks, civil_before.ranks) == ((1, 2, 0, 0), (1, 1, 0, 0))
    assert distribution.share("", None, [Grade.NOT_ASSESSED]).people == 0


def test_a_signature_is_drawn_refused_or_left_open() -> None:
    """In each kind of file: lines in the PDF, a picture in the others, and no empty line where it was refused."""
    papers = [
        personal.notices([made.notice(settled=settled)]) for settled in (made.SIGNED, made.REFUSED, Settled())
    ]
    drawn, left_open = (render_pdf(paper, made.DAY) for paper in (papers[0], papers[2]))
    assert len(drawn) > len(left_open)
    pictures = [len(Document(io.BytesIO(render_docx(paper, made.DAY))).inline_shapes) for paper in papers]
    assert pictures == [1, 0, 0]
    parts = [zipfile.ZipFile(io.BytesIO(render_xlsx(paper, made.DAY))).namelist() for paper in papers]
    assert ["xl/media/image1.png" in names for names in parts] == [True, False, False]
    feet = [[place.cell.foot for place in placed(paper.sheets[0].table or Table((), ()))] for paper in papers]
    assert [foot[1] for foot in feet] == ["签名：\n2027年1月15日", "", SIGNED]
    width, height, [line, *_] = Ink(((10, 20, 30, 60),)).fitted(36.0, 12.0)
    assert (width, height, line) == (6.0, 12.0, [(0.0, 0.0), (6.0, 12.0)])


def test_every_code_has_its_word() -> None:
    assert set(words.SPECIAL_CASES) == set(SpecialCase)
    assert set(words.GRADES) == set(Grade)
    assert set(words.CATEGORIES) == set(words.GRADE_WORD) == set(Category)
    assert set(GRADE_OF_SPECIAL_CASE.values()) == words.UNGRADED


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


HOSTILE = ("=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x")', "a\x00b\x1b\u202ec", "&P&N")


@settings(max_examples=12)
@given(st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), min_size=1, max_size=4))
def test_whatever_people_write_is_text_in_every_file(texts: list[str]) -> None:
    table = Table((170.0 / len(texts),) * len(texts), (Row(tuple(Cell(text) for text in texts)),))
    paper = Paper("表", (Sheet("表", "表", table=table),))
    row = next(load_workbook(io.BytesIO(render_xlsx(paper, made.DAY))).worksheets[0].iter_rows(min_row=2))
    assert [cell.value or "" for cell in row] == [plain_text(text).replace("\r", "\n") for text in texts]
    assert {cell.data_type for cell in row} <= {"inlineStr", "s", "n"}


@given(st.text(alphabet="称职a1.，（〔“”％%《》 ", max_size=60), st.integers(2, 9))
def test_lines_lose_nothing_and_fit(text: str, width: int) -> None:
    lines = broken_lines(text, width, len)
    assert "".join(lines) == text
    assert all(len(line) <= width for line in lines)
    assert not may_break("2", "7")
    assert not may_break("“", "一")
