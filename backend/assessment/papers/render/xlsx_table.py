"""A table of a worksheet. Heights are estimated, as no program fits those of merged cells."""

from __future__ import annotations

import io
import math
from typing import Any, Final

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Border, Font, Side

from backend.assessment.papers.render.ink import ink_png
from backend.assessment.papers.sheet import (
    INK_HEIGHT,
    INK_WIDTH,
    Cell,
    Ink,
    Placed,
    Table,
    blocks,
    placed,
    plain_text,
)
from backend.core.chinese_text import broken_lines
from backend.core.spreadsheet import put_text

#: a face that Chinese offices have
FACE: Final = "宋体"
#: points of a millimetre
_POINTS: Final = 72 / 25.4
_LEADING: Final = 1.45
_ROW_MAX: Final = 400.0  # points; no program takes 410
_SIDE: Final = Side(style="thin")
_PAD: Final = 2.0
#: The label of a drawn signature stands before it, with this instead of the room it takes.
_INK_ROOM: Final = "　" * 11


class Grid:
    """The rows of a worksheet that a table takes, from ``first``.

    A long text takes a row for each paragraph, as a page can end between rows alone; what stands at the foot of
    cells has a row of its own.
    """

    def __init__(self, target: Any, first: int, table: Table) -> None:
        self.target, self.table, self.size = target, table, table.size
        self.cells = list(placed(table))
        self.blocks = blocks(table)
        self.bodies, self.feet = self._heights()
        self.pieces = [self._pieces(row, body) for row, body in enumerate(self.bodies)]
        self.starts: list[int] = []
        self.ends: list[int] = []
        row = first
        for pieces, foot in zip(self.pieces, self.feet, strict=True):
            self.starts.append(row)
            for height in (*(height for height, _ in pieces), *([foot] if foot else [])):
                target.row_dimensions[row].height = height
                row += 1
            self.ends.append(row - 1)
        self.next = row

    def height_of(self, rows: range) -> list[float]:
        """How high each of these rows of the table is, in points."""
        return [sum(height for height, _ in self.pieces[row]) + self.feet[row] for row in rows]

    def _heights(self) -> tuple[list[float], list[float]]:
        """What each row needs for its texts, and for its feet, in points."""
        feet = [0.0] * len(self.table.rows)
        for place in self.cells:
            if place.cell.foot:
                needed = points_of(place.cell.foot, self._width(place), self.size)
                needed += (INK_HEIGHT * _POINTS - self.size) if place.cell.ink else 0.0
                feet[place.row] = max(feet[place.row], needed)
        bodies = [row.height * _POINTS - foot for row, foot in zip(self.table.rows, feet, strict=True)]
        for place in sorted(self.cells, key=lambda place: place.cell.down):
            rows = range(place.row, place.row + place.cell.down)
            held = sum(bodies[row] + (0.0 if place.cell.foot else feet[row]) for row in rows)
            missing = points_of(place.cell.text, self._width(place), self.size) - held
            bodies[rows[-1]] += max(0.0, missing)
        return [max(body, self.size) for body in bodies], feet

    def _pieces(self, row: int, body: float) -> list[tuple[float, str]]:
        """The heights of the rows that a row takes, each with its part of the text that is too long for one."""
        if body <= _ROW_MAX:
            return [(body, "")]
        tall = max((place for place in self.cells if place.row == row), key=lambda place: len(place.cell.text))
        width = self._width(tall)
        needed = points_of(tall.cell.text, width, self.size)
        if needed <= _ROW_MAX:  # high because it was described so
            return [(_ROW_MAX, tall.cell.text), (body - _ROW_MAX, "")]
        parts = [part for line in tall.cell.text.split("\n") for part in _low_enough(line, width, self.size)]
        return [(points_of(part, width, self.size), part) for part in parts]

    def _width(self, place: Placed) -> float:
        return sum(self.table.widths[place.column : place.column + place.cell.across])

    def write(self) -> int:
        """Fill in every cell; returns the next row."""
        for place in self.cells:
            described = place.cell
            top, bottom = self.starts[place.row], self.ends[place.row + described.down - 1]
            left, right = place.column + 1, place.column + described.across
            if described.foot:
                self._write_foot(described, bottom, left, right)
                bottom -= 1
            pieces = self.pieces[place.row]
            if len(pieces) > 1 and described.top and described.text.startswith(pieces[0][1]):
                self._write_pieces(place, bottom)
                continue
            self._write_value(place, self._area(top, bottom, left, right, closed=not described.foot))
        return self.next

    def _write_pieces(self, place: Placed, bottom: int) -> None:
        """A text too long for one row as several, with no line between them."""
        left, right = place.column + 1, place.column + place.cell.across
        for at, (_, text) in enumerate(self.pieces[place.row], start=self.starts[place.row]):
            first, last = at == self.starts[place.row], at == bottom
            closed = last and not place.cell.foot
            cell = self._area(at, at, left, right, opened=first, closed=closed)
            if text:
                put_text(cell, plain_text(text))
            cell.alignment = Alignment(horizontal=place.cell.align.value, vertical="top", wrap_text=True)

    def _write_value(self, place: Placed, cell: Any) -> None:
        described = place.cell
        cell.font = Font(name=FACE, size=self.size, bold=place.row < self.table.heading)
        if isinstance(described.value, str):
            if text := plain_text(described.value):
                put_text(cell, text)
        else:
            cell.value = described.value
            cell.number_format = "0" if isinstance(described.value, int) else "0.00"
        vertical = "top" if described.top else "center"
        cell.alignment = Alignment(horizontal=described.align.value, vertical=vertical, wrap_text=True)

    def _write_foot(self, described: Cell, row: int, left: int, right: int) -> None:
        cell = self._area(row, row, left, right, opened=False)
        label, _, rest = described.foot.partition("\n")
        put_text(cell, f"{label}{_INK_ROOM}\n{rest}" if described.ink else described.foot)
        cell.alignment = Alignment(horizontal="right", vertical="bottom", wrap_text=True)
        if described.ink:
            picture = Image(io.BytesIO(ink_png(described.ink)))
            picture.anchor = self._behind(described.ink, row, left, right)
            self.target.add_image(picture)

    def _behind(self, ink: Ink, row: int, left: int, right: int) -> OneCellAnchor:
        """Above the last line of the foot, at the right end of its columns."""
        width, height, _ = ink.fitted(INK_WIDTH, INK_HEIGHT)
        column, space = right, self.table.widths[right - 1]
        while space < width + _PAD and column > left:
            column -= 1
            space += self.table.widths[column - 1]
        start = AnchorMarker(
            col=column - 1, colOff=_emu(max(0.0, space - width - _PAD)), row=row - 1, rowOff=_emu(1)
        )
        return OneCellAnchor(_from=start, ext=XDRPositiveSize2D(_emu(width), _emu(height)))

    def _area(
        self, top: int, bottom: int, left: int, right: int, *, opened: bool = True, closed: bool = True
    ) -> Any:
        """A framed area as one cell, without a line above where it is not ``opened``, below if not ``closed``."""
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                above = _SIDE if opened or row > top else None
                below = _SIDE if closed or row < bottom else None
                self.target.cell(row, column).border = Border(left=_SIDE, right=_SIDE, top=above, bottom=below)
        if (bottom, right) != (top, left):
            self.target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        cell = self.target.cell(top, left)
        cell.font = Font(name=FACE, size=self.size)
        return cell


def _emu(length: float) -> int:
    """A length in the unit of drawings (ECMA-376 part 1, 20.1.2.1)."""
    return round(length * 36_000)


def _signs(width: float, size: float) -> float:
    """How many characters a line of this width (millimetres) takes: a Chinese one is as wide as it is high."""
    return max(1.0, (width - _PAD) * _POINTS / size)


def points_of(text: str, width: float, size: float) -> float:
    """How high a text is in this width, in points."""
    signs = _signs(width, size)
    lines = sum(max(1, math.ceil(_length(line) / _whole(signs, line))) for line in text.split("\n"))
    return lines * size * _LEADING + 6


def _whole(signs: float, line: str) -> float:
    """Chinese characters are not cut at the end of a line, what is narrow comes closer to it."""
    return max(1.0, math.floor(signs)) if _length(line) > signs else signs


def _low_enough(text: str, width: float, size: float) -> list[str]:
    """A paragraph as it is, or cut between lines where no row is high enough for it."""
    if points_of(text, width, size) <= _ROW_MAX:
        return [text]
    lines = broken_lines(text, _signs(width, size), _length)
    fit = int((_ROW_MAX - 6) / (size * _LEADING))
    return ["".join(lines[at : at + fit]) for at in range(0, len(lines), fit)]


def _length(line: str) -> float:
    return sum(1.0 if ord(sign) > 0x2E7F else 0.55 for sign in line)
