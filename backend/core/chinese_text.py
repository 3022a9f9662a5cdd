"""How Chinese text is broken into lines, what a font lacks is marked, days are written on documents. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date
from typing import Final

#: Marks that no line begins with, and those that none ends with (GB/T 15834).
_CLOSING: Final = frozenset("，。、；：！？》）〕”’％%·")
_OPENING: Final = frozenset("《（〔“‘")
#: 〓 stands in Chinese print for a sign that the fount lacks.
LACKING: Final = "〓"


def chinese_date(day: date) -> str:
    """A day as documents write it: 2026年6月16日, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def broken_lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """``text`` in lines of at most ``width``, broken where :func:`may_break` allows it, if anywhere."""
    lines = [""]
    for character in text:
        line = lines[-1]
        if measure(line + character) <= width:
            lines[-1] += character
            continue
        cut = next((at for at in range(len(line), 0, -1) if may_break(line[at - 1], (line + character)[at])), None)
        cut = len(line) if cut is None else cut
        lines[-1] = line[:cut]
        lines.append(line[cut:] + character)
    return lines


def marked(text: str, known: Container[int]) -> str:
    """``text`` with a mark where the font has no sign, so that a name never loses one unseen."""
    return "".join(sign if sign == "\n" or ord(sign) in known else LACKING for sign in text)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters: not inside a number or foreign word, not beside its mark."""
    inside_word = _in_word(before) and _in_word(after)
    return after not in _CLOSING and before not in _OPENING and not inside_word


def _in_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == ".")
