"""The text of a GIFT file in blocks: one question each, with the number of every line.

A backslash takes the meaning from the sign behind it (``\\~ \\= \\# \\{ \\} \\:``) and ``\\n`` is a line break.
Escaped signs become Unicode noncharacters while a block is taken apart (U+FDD0 ff., which Unicode keeps for such
use inside a program), so that every plain ``~`` or ``{`` that is left means what GIFT says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from courses.interchange.formats import Place, Unreadable

_SIGNS = "~=#{}:n"
_HIDDEN = {sign: chr(0xFDD0 + number) for number, sign in enumerate(_SIGNS)}
_BACKSLASH = chr(0xFDD0 + len(_SIGNS))
_SHOWN = {ord(hidden): "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()} | {ord(_BACKSLASH): "\\"}
_ESCAPE = re.compile(r"\\([~=#{}:n\\])")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef\0]")
_CATEGORY = re.compile(r"\$CATEGORY:\s*(.*)")
_LABEL = re.compile(r"\[(id|tag):((?:\\.|[^\\\]])*)\]")


@dataclass(slots=True)
class Block:
    """One question: its lines with escaped signs hidden, and what comments before it and ``$CATEGORY`` say."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    category: str = ""
    id_number: str = ""
    labels: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)

    def line_at(self, offset: int) -> int:
        """The number in the file of the line that holds this place of :attr:`text`."""
        return self.lines[self.text.count("\n", 0, offset)][0]


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file in order. Raises :class:`Unreadable` for characters that no text has."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block, category = Block(), ""
    for number, line in enumerate(lines, 1):
        if _NONCHARACTER.search(line):
            raise Unreadable("strange_character", Place(line=number))
        bare = line.strip()
        if bare.startswith("//"):
            _note_comment(block, bare)
        elif found := _CATEGORY.match(bare):
            category = found[1].strip()
        elif bare:
            block.lines.append((number, _hide(line)))
        elif block.lines:
            block.category = category
            yield block
            block = Block()
    if block.lines:
        block.category = category
        yield block


def show(text: str) -> str:
    """The text as it was meant: hidden signs are back."""
    return text.translate(_SHOWN)


def _hide(line: str) -> str:
    return _ESCAPE.sub(lambda found: _HIDDEN.get(found[1], _BACKSLASH), line)


def _note_comment(block: Block, comment: str) -> None:
    """``// [id:o486-07] [tag:difficulty=2]``, as Moodle writes its id numbers and tags."""
    for kind, escaped in _LABEL.findall(comment):
        value = re.sub(r"\\(.)", r"\1", escaped).strip()
        if kind == "id":
            block.id_number = value
        else:
            block.labels.append(value)
