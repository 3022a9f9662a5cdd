"""Question dicts → rows of a spreadsheet that people fill in and :mod:`courses.interchange.sheet.reader` reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from backend.core.spreadsheet import SheetContent, write_workbook
from courses.interchange.formats import Findings, NotCarried, QuestionData, Written
from courses.interchange.sheet.columns import DIFFICULTIES, HEADINGS, LETTERS, TYPES, USES, escape, word_for

SHEET: Final = "试题"
_TEXTS: Final = (
    "key",
    "topic",
    "stem",
    "explanation",
    "valid_from",
    "valid_to",
    "feedback_right",
    "feedback_wrong",
)


def write_sheet(questions: Iterable[QuestionData]) -> Written:
    """The questions as a workbook of one sheet; cases have no row in it."""
    findings, rows = Findings(), []
    for data in questions:
        with findings.writing(data["key"]):
            cells = _cells(data)
            if any(ILLEGAL_CHARACTERS_RE.search(text) for text in cells.values()):
                findings.lose("strange_character", key=data["key"])
            rows.append([cells.get(column) for column in HEADINGS])
    target = io.BytesIO()
    write_workbook([SheetContent(SHEET, [heading for heading, _ in HEADINGS.values()], rows)], target)
    return Written(target.getvalue(), len(rows), tuple(findings.losses))


def _cells(data: QuestionData) -> dict[str, str]:
    write = _BODIES.get(data["type"])
    if write is None:
        raise NotCarried(data["type"])
    cells: dict[str, str] = {column: data[column] for column in _TEXTS if column in data}
    cells |= {
        "type": word_for(TYPES, data["type"]),
        "difficulty": word_for(DIFFICULTIES, data["difficulty"]),
        "use": word_for(USES, data["use"]),
        "articles": "\n".join(data["articles"]),
    }
    if not data.get("partial_credit", True):
        cells["partial_credit"] = "否"
    return cells | write(data)


def _listed(texts: Iterable[str]) -> dict[str, str]:
    """Texts in the columns A, B …"""
    listed = list(texts)
    if len(listed) > len(LETTERS):
        raise NotCarried("too_many_options")
    return dict(zip(LETTERS, listed, strict=False))


def _choice(data: dict[str, Any]) -> dict[str, str]:
    options = data["options"]
    cells = _listed(option["text"] for option in options)
    cells |= {f"why {LETTERS[place]}": option["why"] for place, option in enumerate(options) if "why" in option}
    cells["answer"] = "".join(LETTERS[place] for place, option in enumerate(options) if option["correct"])
    if any("weight" in option for option in options):
        cells["weights"] = " ".join(option.get("weight", "-") for option in options)
    return cells


def _truth(data: dict[str, Any]) -> dict[str, str]:
    why = data.get("why", {})
    said = {
        "answer": "对" if data["answer"] else "错",
        "why A": why.get("true", ""),
        "why B": why.get("false", ""),
    }
    return {column: text for column, text in said.items() if text}


def _fill_in(data: dict[str, Any]) -> dict[str, str]:
    return _listed(_blank(blank) for blank in data["blanks"])


def _blank(blank: dict[str, Any]) -> str:
    parts = [escape(text) for text in blank["accepted"]]
    if number := blank["numeric"]:
        parts.append(f"{number['value']}±{number['tolerance']}")
    return "|".join(parts)


def _order(data: dict[str, Any]) -> dict[str, str]:
    return _listed(data["items"])


def _match(data: dict[str, Any]) -> dict[str, str]:
    pairs = [f"{escape(pair['left'])} → {escape(pair['right'])}" for pair in data["pairs"]]
    return _listed([*pairs, *(f"→ {escape(right)}" for right in data.get("distractors", ()))])


_BODIES: Final[Mapping[str, Callable[[dict[str, Any]], dict[str, str]]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "fill_in": _fill_in,
    "order": _order,
    "match": _match,
}
