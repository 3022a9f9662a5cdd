"""Markdown of authors: it looks as typed, Chinese included, and nothing in it runs, leaves or loads."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses import markdown
from courses.markdown import FILE_ADDRESS, file_ids, plain_text, render_markdown
from tests.support.hostile_markdown import HOSTILE_MARKDOWN, HOSTILE_SVG

FILE = "0" * 32
TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s", "a", "img"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "target", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
}


class Judge(HTMLParser):
    """Notes everything that is not on the short list of what may be shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.wrong.append((tag, name, value))
            if name == "src" and value != FILE_ADDRESS + FILE:
                self.wrong.append((tag, name, value))
            if name == "href" and not (value or "").startswith(("https://", FILE_ADDRESS + FILE)):
                self.wrong.append((tag, name, value))

    def handle_comment(self, data: str) -> None:
        self.wrong.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.wrong.append(("instruction", data))


def judged(html: str) -> list[object]:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.wrong


def test_nothing_hostile_gets_through() -> None:
    assert len(HOSTILE_MARKDOWN) >= 100
    found = {text[:60]: wrong for text in HOSTILE_MARKDOWN if (wrong := judged(render_markdown(text)))}
    assert found == {}


def test_the_second_wall_holds_alone() -> None:
    """What the reader lets through does not matter: the allow-list alone removes it."""
    for text in (*HOSTILE_MARKDOWN, HOSTILE_SVG):
        assert judged(markdown._CLEANER.clean(text)) == [], text[:60]


def test_a_second_reading_changes_nothing() -> None:
    """HTML that a parser would read otherwise the second time is how scripts come back (mXSS)."""
    for text in HOSTILE_MARKDOWN:
        once = render_markdown(text)
        assert markdown._CLEANER.clean(once) == once, text[:60]


def test_nothing_takes_long() -> None:
    began = time.process_time()
    for text in HOSTILE_MARKDOWN:
        render_markdown(text)
    assert time.process_time() - began < 20


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>&\"'`*_[]()!#|:-/\\=\n \tascriptjvjon1机编。", max_size=80))
def test_whatever_is_typed_stays_harmless(text: str) -> None:
    assert judged(render_markdown(text)) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# 一\n\n## 二", "<h2>一</h2>\n<h3>二</h3>\n"),
        ("## 一\n\n#### 二", "<h2>一</h2>\n<h4>二</h4>\n"),
        ("**《条例》**第九条", "<p><strong>《条例》</strong>第九条</p>\n"),
        ("所谓**“三定”**规定", "<p>所谓<strong>“三定”</strong>规定</p>\n"),
        ("3 * 4 * 5 与 _着重_", "<p>3 * 4 * 5 与 <em>着重</em></p>\n"),
        ("机构\n编制", "<p>机构编制</p>\n"),
        ("one\ntwo", "<p>one\ntwo</p>\n"),
        ("5. 五\n6. 六", '<ol start="5">\n<li>五</li>\n<li>六</li>\n</ol>\n'),
        ("~~旧~~", "<p><s>旧</s></p>\n"),
        (
            "[网](https://gov.example '名')",
            '<p><a href="https://gov.example" title="名" target="_blank" rel="noopener noreferrer">网</a></p>\n',
        ),
        (
            f"![图](file:{FILE})",
            f'<p><img src="{FILE_ADDRESS}{FILE}" alt="图" loading="lazy"></p>\n',
        ),
        ("![图 *甲*](https://elsewhere.example/a.png)", "<p>图 甲</p>\n"),
    ],
)
def test_it_looks_as_typed(text: str, html: str) -> None:
    assert render_markdown(text) == html


def test_tables_are_shown() -> None:
    html = render_markdown("| 环节 | 条件 |\n| :-: | --- |\n| 录用 | 有空缺 |")
    assert "<th>环节</th>" in html
    assert "<td>有空缺</td>" in html


def test_the_plain_text_is_what_is_read() -> None:
    text = "# 题\n\n甲**乙** &amp; `<b>`\n\n| a | b |\n| - | - |\n| c | d |"
    assert plain_text(text) == "题\n甲乙 & <b>\na\nb\nc\nd"


def test_files_are_found_once_in_order() -> None:
    other = "1" * 32
    assert file_ids(f"![a](file:{other}) [b](file:{FILE}) ![c](file:{other})") == [other, FILE]
