"""Markdown that authors write → HTML that a page may show.

Two walls, each of which holds alone. The reader (CommonMark with tables) knows no HTML: a tag in the text is text.
What it writes then passes an allow-list without svg, math, style, comments, event handlers or ids, whose addresses
are only https and our own files. A picture is ``![what it shows](file:<file id>)``: nothing is ever fetched from
another host, so that no reader of a lesson is seen by one (and the app works where there is no internet).

The highest heading of a text is one below the page's own title: whether it begins with ``#`` or ``##``, it becomes
``<h2>``, and the others keep their distance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline.state_inline import Delimiter, StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

#: counts up when the same text comes out as other HTML, so that stored HTML is known to be old
WORDING = 1
#: where the files of the app answer; an id is what ``new_id`` makes
FILE_ADDRESS = "/api/v1/files/"

_FILE = re.compile(r"file:([0-9a-f]{32})\Z")
_OWN_FILE = re.compile(re.escape(FILE_ADDRESS) + r"[0-9a-f]{32}\Z")
_FILE_ANYWHERE = re.compile(r"\bfile:([0-9a-f]{32})\b")
_TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s", "a", "img"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_BLOCK_END = re.compile(r"</(?:p|h[2-6]|li|tr|th|td|pre|blockquote)>|<(?:br|hr)[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def render_markdown(text: str) -> str:
    """The text as blocks of safe HTML (``<p>``, ``<h2>``, ``<ul>``, ``<table>`` …)."""
    return _CLEANER.clean(_READER.render(_readable(text)))


def plain_text(text: str) -> str:
    """What a reader of the rendered text would read, without marks; words of different blocks stay apart."""
    spaced = _BLOCK_END.sub("\n", render_markdown(text))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", spaced)).splitlines())
    return "\n".join(line for line in lines if line)


def file_ids(text: str) -> list[str]:
    """The files that the text shows or links, in order, each once."""
    return list(dict.fromkeys(_FILE_ANYWHERE.findall(text)))


def _readable(text: str) -> str:
    """Without characters that are no text: NUL and its like end or split what other programs read."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _is_allowed_link(url: str) -> bool:
    return url.startswith("https://") or _FILE.match(url) is not None


def _write_image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture of ours, or the words that stand for one of another host."""
    token = tokens[index]
    file = _FILE.match(str(token.attrs.get("src", "")))
    if file is None:
        return nh3.clean_text(renderer.renderInlineAsText(token.children, options, env))
    token.attrs["src"] = FILE_ADDRESS + file[1]
    return renderer.image(tokens, index, options, env)


def _write_link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    file = _FILE.match(str(token.attrs.get("href", "")))
    if file is not None:
        token.attrs["href"] = FILE_ADDRESS + file[1]
    return renderer.renderToken(tokens, index, options, env)


def _write_softbreak(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    """The end of a typed line, which between two Chinese characters would be read as a space."""
    before, after = tokens[index - 1 : index], tokens[index + 1 : index + 2]
    joins = before and after and _is_wide(before[0].content[-1:]) and _is_wide(after[0].content[:1])
    return "" if joins else "\n"


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def _read_emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the reader's hook
    """``*`` and ``_``; beside Chinese text ``*`` also holds where CommonMark, which counts on spaces, would not.

    By its rule ``**《条例》**第九条`` stays as typed: the closing marks stand between a bracket and a letter.
    """
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1 : state.pos]
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1]
    chinese = marker == "*" and (_is_wide(before) or _is_wide(after))
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open or (chinese and bool(after.strip())),
                close=scanned.can_close or (chinese and bool(before.strip())),
            )
        )
    state.pos += scanned.length
    return True


def _shift_headings(state: StateCore) -> None:
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    shift = 2 - min((int(token.tag[1:]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1:]) + shift, 6)}"


def _keep_attribute(_tag: str, attribute: str, value: str) -> str | None:
    """The second wall's look at addresses: pictures are ours, links ours or https."""
    if attribute == "src":
        return value if _OWN_FILE.match(value) else None
    if attribute == "href":
        return value if value.startswith("https://") or _OWN_FILE.match(value) else None
    return value


def _make_reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    reader.validateLink = _is_allowed_link  # type: ignore[method-assign]  # the library's own way to choose
    reader.inline.ruler.at("emphasis", _read_emphasis)
    reader.core.ruler.push("shift_headings", _shift_headings)
    rules: dict[str, Callable[..., Any]] = {
        "image": _write_image,
        "link_open": _write_link,
        "softbreak": _write_softbreak,
    }
    for name, rule in rules.items():
        reader.add_render_rule(name, rule)
    return reader


_READER = _make_reader()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "object", "noscript", "textarea"},
    attributes=_ATTRIBUTES,
    attribute_filter=_keep_attribute,
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}, "img": {"loading": "lazy"}},
    url_schemes={"https"},
)
