"""Rows of a spreadsheet → question dicts (see :mod:`courses.interchange.sheet.columns`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from backend.core.spreadsheet import CellValue, SheetRow, read_untrusted_rows
from backend.core.uploads import UploadKind
from courses.interchange.formats import (
    Defaults,
    Findings,
    NotCarried,
    Place,
    PlacedQuestion,
    Problem,
    ReadResult,
    Unreadable,
)
from courses.interchange.labels import key_of
from courses.interchange.sheet.columns import (
    DIFFICULTIES,
    FOREIGN_TYPES,
    HEADINGS,
    LETTERS,
    REQUIRED,
    TYPES,
    USES,
    YES_NO,
    column_of,
    hide,
    show,
)

_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*±\s*(\d+(?:\.\d+)?)\s*")
#: columns whose text goes into the question as it is
_TEXTS: Final = ("stem", "explanation", "topic", "valid_from", "valid_to", "feedback_right", "feedback_wrong")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its cells by column."""

    place: Place
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def at(self, column: str) -> Place:
        """Where a column's cell of this row is, by the heading that the file itself has."""
        heading = self.headings.get(column, HEADINGS[column][0])
        return Place(sheet=self.place.sheet, row=self.place.row, column=heading)

    def word(self, column: str, words: Mapping[str, _Value]) -> _Value:
        """What the word in a cell stands for. Raises :class:`Unreadable`."""
        value = words.get(self.text(column).lower())
        if value is None:
            raise Unreadable("unknown_word" if self.text(column) else "missing", self.at(column))
        return value

    def filled(self) -> list[str]:
        """The letters of the columns A … J up to the last one that holds something."""
        used = [letter for letter in LETTERS if self.text(letter)]
        return list(LETTERS[: LETTERS.index(used[-1]) + 1]) if used else []


@dataclass(frozen=True, slots=True)
class _Head:
    """The first row of a sheet: which column stands where, and how the file calls it."""

    columns: Mapping[int, str]
    headings: Mapping[str, str]


def read_sheet(content: bytes, defaults: Defaults) -> ReadResult:
    """All questions of a workbook; each problem with sheet, row and column.

    Raises what :func:`backend.core.spreadsheet.read_untrusted_rows` raises for a file that is none, or hostile.
    """
    findings, heads = Findings(), dict[str, _Head]()
    for row in read_untrusted_rows(content, UploadKind.XLSX):
        cells = [_text(cell) for cell in row.cells]
        if not any(cells):
            continue
        if row.sheet not in heads:
            heads[row.sheet] = _head(row, cells, findings)
            continue
        head, place = heads[row.sheet], Place(sheet=row.sheet, row=row.number)
        if not head.columns:
            continue
        by_column = {column: cells[index] for index, column in head.columns.items() if index < len(cells)}
        with findings.reading(place):
            findings.questions.append(_question(_Row(place, by_column, head.headings), defaults))
    return findings.result()


def _head(row: SheetRow, cells: list[str], findings: Findings) -> _Head:
    """What the headings say; a sheet without any that matters is left out, one that lacks some is refused."""
    found = {index: column for index, cell in enumerate(cells) if (column := column_of(cell)) is not None}
    missing = [column for column in REQUIRED if column not in found.values()]
    if len(missing) == len(REQUIRED):
        findings.lose("sheet", Place(sheet=row.sheet, row=row.number))
        return _Head({}, {})
    for column in missing:
        place = Place(sheet=row.sheet, row=row.number, column=HEADINGS[column][0])
        findings.problems.append(Problem("column_missing", place))
    for index, cell in enumerate(cells):
        if cell and index not in found:
            findings.lose("column", Place(sheet=row.sheet, row=row.number, column=cell[:60]))
    return _Head(found, {column: cells[index] for index, column in found.items()})


def _question(row: _Row, defaults: Defaults) -> PlacedQuestion:
    foreign = FOREIGN_TYPES.get(row.text("type").lower())
    if foreign:
        raise NotCarried(foreign)
    kind = row.word("type", TYPES)
    data: dict[str, Any] = {
        "type": kind,
        "topic": defaults.topic,
        "difficulty": row.word("difficulty", DIFFICULTIES) if row.text("difficulty") else defaults.difficulty,
        "use": row.word("use", USES) if row.text("use") else "practice",
        "articles": [line.strip() for line in row.text("articles").splitlines() if line.strip()],
    }
    data |= {column: row.text(column) for column in _TEXTS if row.text(column)}
    if row.text("partial_credit") and not row.word("partial_credit", YES_NO):
        data["partial_credit"] = False
    data |= _BODIES[kind](row)
    data = {"key": row.text("key") or key_of(data), **data}
    return PlacedQuestion(row.place, data, _parts(row, kind))


def _parts(row: _Row, kind: str) -> dict[str, Place]:
    """In which column each part of the question stands."""
    listed = {"fill_in": "blanks", "order": "items", "match": "pairs"}.get(kind, "options")
    parts = {f"{listed}[{number}]": row.at(letter) for number, letter in enumerate(row.filled())}
    parts |= {column: row.at(column) for column in (*_TEXTS, "key", "difficulty", "use", "articles")}
    # what is wrong with all options together is a matter of the answer: none is right, or two are
    return {**parts, "answer": row.at("answer"), listed: row.at("answer" if listed == "options" else "A")}


def _choice(row: _Row) -> dict[str, Any]:
    letters = row.filled()
    right = set(re.sub(r"[\s,，、;；]", "", row.text("answer")).upper())
    if not right <= set(letters):
        raise Unreadable("unknown_option", row.at("answer"))
    options = []
    for letter, weight in zip(letters, _weights(row, len(letters)), strict=True):
        option: dict[str, Any] = {"text": row.text(letter), "correct": letter in right}
        if why := row.text(f"why {letter}"):
            option["why"] = why
        if weight and (weight, option["correct"]) != ("1", True):
            option["weight"] = weight
        options.append(option)
    return {"options": options}


def _weights(row: _Row, count: int) -> list[str | None]:
    words = row.text("weights").split()
    if words and len(words) != count:
        raise Unreadable("bad_weight", row.at("weights"))
    return [None if word == "-" else word for word in words] or [None] * count


def _truth(row: _Row) -> dict[str, Any]:
    said = {"true": row.text("why A"), "false": row.text("why B")}
    why = {word: text for word, text in said.items() if text}
    return {"answer": row.word("answer", YES_NO), **({"why": why} if why else {})}


def _fill_in(row: _Row) -> dict[str, Any]:
    """Blanks stand in A … J; a table with one blank to a question may have it in the answer's column."""
    cells = [row.text(letter) for letter in row.filled()] or [row.text("answer")]
    return {"blanks": [_blank(cell) for cell in cells]}


def _blank(cell: str) -> dict[str, Any]:
    accepted, number = [], None
    for part in hide(cell).split("|"):
        if found := _NUMBER.fullmatch(part):
            number = {"value": found[1].removeprefix("+"), "tolerance": found[2]}
        elif text := show(part):
            accepted.append(text)
    return {"accepted": accepted, "numeric": number}


def _order(row: _Row) -> dict[str, Any]:
    return {"items": [row.text(letter) for letter in row.filled()]}


def _match(row: _Row) -> dict[str, Any]:
    pairs, distractors = [], []
    for letter in row.filled():
        left, arrow, right = hide(row.text(letter)).partition("→")
        if not arrow:
            raise Unreadable("pair_without_arrow", row.at(letter))
        if show(left):
            pairs.append({"left": show(left), "right": show(right)})
        else:
            distractors.append(show(right))
    return {"pairs": pairs, **({"distractors": distractors} if distractors else {})}


_BODIES: Final[Mapping[str, Callable[[_Row], dict[str, Any]]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "fill_in": _fill_in,
    "order": _order,
    "match": _match,
}


def _text(cell: CellValue) -> str:
    """A cell as the person sees it: a whole number without the fraction that the file gives it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell).strip()
