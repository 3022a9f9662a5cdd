"""Which articles may be cited: those in the texts of the acts, and those that were read in an authority's page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.support.shared_data import shared_file

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "[零〇一二三四五六七八九十百]+"
_ARTICLE = re.compile(rf"^\s*第({_NUMERAL})条(?!之)", re.MULTILINE)
_PARAGRAPH = re.compile(rf"^\s*({_NUMERAL})、", re.MULTILINE)
_HEADING = re.compile(r"^###? (.*)$", re.MULTILINE)
_TITLE = re.compile(r"《([^》]+)》")
_ROW = re.compile(r"^\|\s*([\d–*, ]+?)\s*\|.*\|\s*([^|]*?)\s*\|$", re.MULTILINE)
_INLINE = re.compile(r"《([^》]+)》[^《\n]*?Arts? (\d+)(?:–(\d+))? \[[PT]\b")
#: a mark that vouches for the fact and not for the number of its article
_NUMBER_UNSURE = re.compile(r"numbers? M|chapter")


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral below ten thousand: 二十六 is 26, 一百零三 is 103."""
    total = digit = 0
    for sign in numeral:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


@cache
def acts() -> Mapping[str, frozenset[int]]:
    """Title → numbers of its articles, of every act whose text is at hand."""
    folder = shared_file("domain/laws/README.md").parent
    return {path.name.split("(")[0]: _articles(path) for path in folder.glob("*(*).md")}


@cache
def vouched() -> Mapping[str, frozenset[int]]:
    """Title → articles that the list of regulations marks as read (T, or P with a sure number)."""
    text = shared_file("domain/regulations.md").read_text(encoding="utf-8")
    found: dict[str, set[int]] = {}
    pieces = _HEADING.split(text)
    for heading, body in zip(pieces[1::2], pieces[2::2], strict=True):
        if title := _TITLE.search(heading):
            found.setdefault(title[1], set()).update(_sure_rows(body))
    for title_, first, last in _INLINE.findall(text):
        found.setdefault(title_, set()).update(range(int(first), int(last or first) + 1))
    return {title: frozenset(numbers) for title, numbers in found.items()}


def citable(reference: str) -> bool:
    """Whether ``<title>#<number>`` names an article that exists, or one that was vouched for."""
    title, _, number = reference.partition("#")
    return int(number) in (acts()[title] if title in acts() else vouched().get(title, frozenset()))


def _articles(path: Path) -> frozenset[int]:
    text = path.read_text(encoding="utf-8")
    return frozenset(map(chinese_number, _ARTICLE.findall(text) or _PARAGRAPH.findall(text)))


def _sure_rows(table: str) -> set[int]:
    numbers: set[int] = set()
    for articles, mark in _ROW.findall(table):
        if mark[:1] not in ("P", "T") or _NUMBER_UNSURE.search(mark):
            continue
        for part in articles.replace("*", "").split(","):
            first, _, last = part.strip().partition("–")
            numbers.update(range(int(first), int(last or first) + 1))
    return numbers
