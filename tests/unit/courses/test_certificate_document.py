"""The certificate on paper, read back from its bytes: its words, its code, and that it is always the same."""

from __future__ import annotations

import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from backend.core.chinese_text import broken_lines, chinese_date
from courses.certificates.document import CertificateFacts, render_certificate
from courses.drawing import verification_code
from tests.support.servers import REPOSITORY

ADDRESS = "https://bianban.example.gov.cn/verify/Zk3v-0b7Yw5xQe9TqLm2NaCpRs8uHd4Jf6GiKo1B_xE"
FACTS = CertificateFacts(
    number="培训证〔2026〕12号",
    holder="林清溪",
    course="《地方各级人民政府机构设置和编制管理条例》要点",
    hours="6",
    office="清溪县",
    issued_on=date(2026, 6, 16),
    valid_until=date(2028, 6, 16),
    former_number=None,
    verification_url=ADDRESS,
)
#: The modules are drawn as filled rectangles: x y width height, in points from below.
_RECTANGLE = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) -?([\d.]+) re f")
_DECODE = """import decode from 'qr/decode.js'
let text = ''
for await (const part of process.stdin) text += part
const { side, data } = JSON.parse(text)
process.stdout.write(decode({ width: side, height: side, data: Uint8Array.from(data) }, { timeLimit: 5000 }))
"""


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render_certificate(FACTS)


def _text(paper: bytes) -> str:
    """The words without gaps; of a code of two bytes pypdf reads the first, NUL, as a letter of its own."""
    return re.sub(r"[\s\0]", "", PdfReader(io.BytesIO(paper)).pages[0].extract_text())


def test_everything_that_a_certificate_says_can_be_read(paper: bytes) -> None:
    text = _text(paper)
    for part in (
        "结业证书",
        "林清溪同志",
        "于2026年6月16日完成《〈地方各级人民政府机构设置和编制管理条例〉要点》课程",
        "计6学时",
        "证书编号培训证〔2026〕12号",
        "有效期至2028年6月16日",
        "发证地区清溪县",
    ):
        assert part in text, text
    assert "续发自" not in text


def test_a_renewal_names_the_former_and_an_endless_one_says_so() -> None:
    text = _text(render_certificate(replace(FACTS, former_number="培训证〔2024〕3号", valid_until=None)))
    assert "本证书续发自培训证〔2024〕3号" in text
    assert "有效期至长期有效" in text


def test_the_same_certificate_is_the_same_bytes(paper: bytes) -> None:
    assert render_certificate(FACTS) == paper
    assert render_certificate(replace(FACTS, hours="8")) != paper


def test_it_is_one_small_page_in_landscape(paper: bytes) -> None:
    [page] = PdfReader(io.BytesIO(paper)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    assert len(paper) < 60_000


def test_the_code_on_the_paper_leads_to_the_verification(paper: bytes) -> None:
    """The rectangles of the page are made into a picture again, and a decoder that is not the encoder reads it."""
    modules = _modules_on(paper)
    assert modules == [[bool(module) for module in row] for row in verification_code(ADDRESS).matrix]
    assert _decoded(modules) == ADDRESS


def _modules_on(paper: bytes) -> list[list[bool]]:
    content = PdfReader(io.BytesIO(paper)).pages[0].get_contents()
    assert content is not None
    found = [tuple(map(Decimal, map(bytes.decode, numbers))) for numbers in _RECTANGLE.findall(content.get_data())]
    side = min(height for *_, height in found)
    left, top = min(x for x, *_ in found), max(y for _, y, *_ in found)
    count = round((max(x + width for x, _, width, _ in found) - left) / side)
    modules = [[False] * count for _ in range(count)]
    for x, y, width, _ in found:
        row, start = round((top - y) / side), round((x - left) / side)
        for column in range(start, start + round(width / side)):
            modules[row][column] = True
    return modules


def _decoded(modules: list[list[bool]], scale: int = 4, quiet: int = 4) -> str:
    count = len(modules) + 2 * quiet
    padded = [[False] * count] * quiet
    padded += [[False] * quiet + row + [False] * quiet for row in modules]
    padded += [[False] * count] * quiet
    rows = [[0 if module else 255 for module in row for _ in range(scale)] for row in padded]
    data = [channel for row in rows for _ in range(scale) for value in row for channel in (value, value, value)]
    return subprocess.run(
        ["node", "--input-type=module", "-e", _DECODE],
        input=json.dumps({"side": count * scale, "data": data}),
        cwd=REPOSITORY / "pwa",
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_lines_break_anywhere_but_before_a_closing_mark() -> None:
    assert broken_lines("学习内容，测验", 4, len) == ["学习内", "容，测验"]
    assert broken_lines("短", 4, len) == ["短"]
    assert broken_lines("", 4, len) == [""]


def test_dates_are_written_as_in_documents() -> None:
    assert chinese_date(date(2026, 1, 5)) == "2026年1月5日"
