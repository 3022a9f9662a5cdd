"""Texts of other systems → the Markdown that our questions are written in.

Moodle's texts are HTML by default. The few tags that mean something to a reader become Markdown, all others leave
their words behind; pictures and links that we would not show are listed as lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final

#: No text of the bank may be so long: it is refused anyhow, and need not be taken apart first.
TOO_LONG: Final = 50_000
#: called with the code of what is lost
Lose = Callable[[str], None]

PICTURE, LINK, LOOK, MEDIA = "picture", "link", "formatting", "media"

_SPECIAL = re.compile(r"[\\`*_\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\s*)(?:([#>+-]|=+\s*$)|(\d+)([.)](?=\s)))", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

_MARKS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_HEADINGS: Final = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCKS: Final = frozenset({"p", "div", "blockquote", "pre", "tr", "table", "dl", "dd"})
_SILENT: Final = frozenset({"script", "style", "template", "svg", "math", "object", "iframe"})
_MEDIA: Final = frozenset({"audio", "video", "embed"})
#: what the text shows afterwards, or has said that it does not
_KNOWN: Final = frozenset(
    {"span", "html", "body", "font", "p", "div", "ul", "ol", "li", "br", "a", "img", *_MARKS, *_HEADINGS, *_MEDIA}
)


def to_markdown(text: str, form: str, lose: Lose) -> str:
    """``text`` in ``form`` (html, moodle, plain or markdown) as Markdown, without space around it.

    "moodle" is HTML that may also be plain text: it is taken for HTML where a tag stands in it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if form == "markdown" or len(text) > TOO_LONG:
        return text
    if form == "html" or (form == "moodle" and _TAG.search(text)):
        return _Html(lose).convert(text)
    return escape(text)


def escape(text: str) -> str:
    """Plain words as Markdown that reads the same."""
    return _LINE_START.sub(_escape_start, _SPECIAL.sub(r"\\\g<0>", text))


def _escape_start(match: re.Match[str]) -> str:
    """What would begin a list, a heading or a quotation."""
    space, sign, number, end = match.groups()
    return f"{space}{number}\\{end}" if number else f"{space}\\{sign}"


class _Html(HTMLParser):
    """Walks through HTML and writes Markdown."""

    def __init__(self, lose: Lose) -> None:
        super().__init__(convert_charrefs=True)
        self._lose = lose
        self._out: list[str] = []
        self._silent = 0
        self._links: list[str | None] = []
        self._lists: list[int | None] = []

    def convert(self, text: str) -> str:
        self.feed(text)
        self.close()
        lines = (line.rstrip(" \t").replace("\v", "  ") for line in "".join(self._out).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            words = re.sub(r"\s+", " ", data)
            at_start = not self._out or self._out[-1].endswith("\n")
            self._out.append(escape(words.lstrip()) if at_start else _SPECIAL.sub(r"\\\g<0>", words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
            self._lose(LOOK)
        if self._silent:
            return
        if tag in _BLOCKS or tag in _HEADINGS:
            self._out.append("\n\n" + _HEADINGS.get(tag, ""))
        elif tag in _MARKS:
            self._out.append(_MARKS[tag])
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
            self._out.append("\n\n")
        else:
            self._inline(tag, dict(attrs))
        if tag not in _KNOWN:
            self._lose(LOOK)

    def _inline(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "br":
            self._out.append("\v\n")
        elif tag == "li":
            self._out.append(f"\n{self._item_mark()} ")
        elif tag == "a":
            address = attributes.get("href") or ""
            shown = address if address.startswith("https://") and ")" not in address else None
            self._links.append(shown)
            self._out.append("[" if shown else "")
            if shown is None:
                self._lose(LINK)
        elif tag == "img":
            self._lose(PICTURE)
        elif tag in _MEDIA:
            self._lose(MEDIA)

    def _item_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "-"
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}."

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._silent:
            return
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._out.append("\n\n")
        elif tag in _MARKS:
            self._out.append(_MARKS[tag])
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._out.append("\n\n")
        elif tag == "a" and self._links and (address := self._links.pop()):
            self._out.append(f"]({address})")
        elif tag in ("td", "th"):
            self._out.append(" ")
