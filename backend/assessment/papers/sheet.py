"""A paper described once for every kind of file: paragraphs and a table with spans, lengths in millimetres. Pure.

The renderers in ``render/`` know nothing of assessments, the builders in ``forms/`` nothing of files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

#: What stands in a cell: text, a count, or points with two decimals.
Value = str | int | Decimal

#: A4 with margins that leave room for a file's holes
PAGE_WIDTH: Final = 210.0
PAGE_HEIGHT: Final = 297.0
MARGIN: Final = 20.0
#: Room for a drawn signature
INK_WIDTH: Final = 36.0
INK_HEIGHT: Final = 13.0
#: Rows that are lower stay on one page; a page may end within the others.
WHOLE_UP_TO: Final = 60.0


class Align(StrEnum):
    """How a text stands in its width."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or more of text; ``size`` in points; ``indent``: it begins with the room of two characters."""

    text: str
    align: Align = Align.LEFT
    size: float = 12.0
    indent: bool = False
    after: float = 2.0


@dataclass(frozen=True, slots=True)
class Ink:
    """A signature as it was drawn: strokes of x, y, x, y … on a grid with its origin at the upper left."""

    strokes: tuple[tuple[int, ...], ...]

    def fitted(self, width: float, height: float) -> tuple[float, float, list[list[tuple[float, float]]]]:
        """What was drawn, without the empty grid around it, as large as fits: its width, height and lines."""
        lines = [list(zip(stroke[::2], stroke[1::2], strict=True)) for stroke in self.strokes]
        left, top = (min(point[axis] for line in lines for point in line) for axis in (0, 1))
        right, bottom = (max(point[axis] for line in lines for point in line) for axis in (0, 1))
        scale = min(width / max(1, right - left), height / max(1, bottom - top))
        moved = [[((x - left) * scale, (y - top) * scale) for x, y in line] for line in lines]
        return (right - left) * scale, (bottom - top) * scale, moved


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over ``across`` columns and ``down`` rows.

    ``foot`` stands at the bottom on the right (签字 and date), with ``ink`` behind its first line; a cell with
    ``top`` begins at the top and not in the middle.
    """

    value: Value = ""
    across: int = 1
    down: int = 1
    align: Align = Align.CENTER
    foot: str = ""
    top: bool = False
    ink: Ink | None = None

    @property
    def text(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from the left, without those that a cell above reaches into; at least ``height`` high."""

    cells: tuple[Cell, ...]
    height: float = 9.0


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of these widths; ``size`` in points.

    The first ``heading`` rows are printed bold and repeated on each page. From row ``back`` on it stands on the
    back of the leaf: a page of its own.
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    heading: int = 0
    size: float = 10.5
    back: int | None = None

    @property
    def sides(self) -> tuple[Table, ...]:
        """The table of the front and, where there is one, of the back."""
        if self.back is None:
            return (self,)
        front, back = self.rows[: self.back], self.rows[self.back :]
        return replace(self, rows=front, back=None), replace(self, rows=back, heading=0, back=None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on pages of its own: a title, paragraphs, a table where there is one, paragraphs below it.

    ``name`` is that of the sheet in a workbook; ``running`` stands beside the number at the foot of each page,
    None: its pages are not numbered.
    """

    name: str
    title: str
    before: tuple[Paragraph, ...] = ()
    table: Table | None = None
    after: tuple[Paragraph, ...] = ()
    landscape: bool = False
    running: str | None = ""

    @property
    def text_width(self) -> float:
        """The room between the margins."""
        return (PAGE_HEIGHT if self.landscape else PAGE_WIDTH) - 2 * MARGIN


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file: its title and its sheets."""

    title: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a cell stands, counted from 0."""

    row: int
    column: int
    cell: Cell


def placed(table: Table) -> Iterator[Placed]:
    """Each cell with its place. Raises ``ValueError`` where cells do not fill the grid exactly."""
    columns = len(table.widths)
    reached = [0] * columns  # the first row that is free in each column
    for number, row in enumerate(table.rows):
        cells = iter(row.cells)
        column = 0
        while column < columns:
            if reached[column] > number:
                column += 1
                continue
            cell = next(cells, None)
            span = range(column, column + (cell.across if cell else 1))
            if cell is None or span.stop > columns or any(reached[each] > number for each in span):
                msg = f"row {number} does not fill the columns at {column}"
                raise ValueError(msg)
            for each in span:
                reached[each] = number + cell.down
            yield Placed(number, column, cell)
            column = span.stop
        if next(cells, None) is not None:
            msg = f"row {number} has more cells than columns"
            raise ValueError(msg)
    if any(each > len(table.rows) for each in reached):
        msg = "a cell reaches below the last row"
        raise ValueError(msg)


def blocks(table: Table) -> list[range]:
    """Rows that belong together, because a cell reaches from one into the next."""
    ends = [number + 1 for number in range(len(table.rows))]
    for place in placed(table):
        ends[place.row] = max(ends[place.row], place.row + place.cell.down)
    found: list[range] = []
    start = 0
    while start < len(ends):
        stop = ends[start]
        row = start
        while row < stop:
            stop = max(stop, ends[row])
            row += 1
        found.append(range(start, stop))
        start = stop
    return found


def row_of(*values: Value, align: Align = Align.CENTER, height: float = 8.0) -> Row:
    """A row of plain cells."""
    return Row(tuple(Cell(value, align=align) for value in values), height)


def scaled(widths: Sequence[float], total: float) -> tuple[float, ...]:
    """``widths`` in their proportions, coming to ``total``."""
    return tuple(width * total / sum(widths) for width in widths)


def plain_text(text: str) -> str:
    """``text`` without control characters, which files cannot hold; line ends stay, other blanks become one.

    Signs of private use stay too: rare characters in names are still written with them.
    """
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    if sign in "\n\u3000" or sign.isprintable() or unicodedata.category(sign) == "Co":
        return sign
    return " " if sign.isspace() and sign not in "\r\v\f" else ""
