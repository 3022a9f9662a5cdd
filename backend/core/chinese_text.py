"""How Chinese text is broken into lines, and how days are written on documents. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

_CLOSING: Final = frozenset("，。、；：！？》）〕”’")


def chinese_date(day: date) -> str:
    """A day as documents write it: 2026年6月16日, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def broken_lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """``text`` in lines of at most ``width``: Chinese breaks anywhere, but no line begins with a closing mark."""
    lines = [""]
    for character in text:
        if measure(lines[-1] + character) <= width:
            lines[-1] += character
        elif character in _CLOSING:
            lines.append(lines[-1][-1:] + character)
            lines[-2] = lines[-2][:-1]
        else:
            lines.append(character)
    return lines
