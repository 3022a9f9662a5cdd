"""What attempts say about questions, never about people: pure statistics over anonymous sheets.

A question is shown only where at least ``LEAST`` people answered it, and people are counted ``STEP`` at a time, so
that comparing two days does not single out who came between them.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.quizzes.presenting import KeyMap, numbered
from courses.quizzes.questions import Case, Choice, Part, Truth

LEAST, STEP = 10, 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's answer to one question: its share, and the share of all else on the same paper."""

    share: Fraction
    rest: Fraction
    keymap: KeyMap
    answer: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many chose an option; ``part`` is the part of a case. Options of true / false read "true", "false"."""

    part: str | None
    text: str
    correct: bool
    chosen: int


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """``difficulty`` is the mean share (1: everybody had it right).

    ``discrimination`` is the correlation of the question with the rest of the paper (-1 … 1; absent where all
    answered alike). Both are rounded to three places.
    """

    people: int
    difficulty: float
    discrimination: float | None
    unanswered: int
    options: tuple[OptionCount, ...]


def item_statistics(question: Part, sheets: Sequence[Sheet]) -> ItemStatistics | None:
    """The statistics of one question in one version, or ``None`` where too few people answered it."""
    people = len(sheets) // STEP * STEP
    if people < LEAST:
        return None
    counted = sheets[:people]
    shares = [float(sheet.share) for sheet in counted]
    return ItemStatistics(
        people,
        round(statistics.fmean(shares), 3),
        _correlation(shares, [float(sheet.rest) for sheet in counted]),
        sum(sheet.answer is None for sheet in counted),
        tuple(_option_counts(question, counted)),
    )


def _correlation(shares: Sequence[float], rests: Sequence[float]) -> float | None:
    if len(set(shares)) == 1 or len(set(rests)) == 1:
        return None
    return round(statistics.correlation(shares, rests), 3)


def _option_counts(question: Part, sheets: Sequence[Sheet]) -> list[OptionCount]:
    given = [(sheet.keymap, sheet.answer) for sheet in sheets if sheet.answer is not None]
    if not isinstance(question.body, Case):
        return _counts(None, question, given)
    counts: list[OptionCount] = []
    for part_id, part in numbered(question.body):
        answers = [(dict(keymap["parts"])[part_id], answer["parts"].get(part_id)) for keymap, answer in given]
        counts += _counts(part_id, part, [(keymap, answer) for keymap, answer in answers if answer is not None])
    return counts


def _counts(
    part_id: str | None, part: Part, given: Sequence[tuple[KeyMap, Mapping[str, Any]]]
) -> list[OptionCount]:
    body = part.body
    if isinstance(body, Choice):
        options = [(option.text, option.correct) for option in body.options]
    elif isinstance(body, Truth):
        options = [("true", body.answer), ("false", not body.answer)]
    else:
        return []
    chosen: Counter[int] = Counter()
    for keymap, answer in given:
        places = dict(keymap["options"])
        chosen.update(
            places[option_id] for option_id in answer.get("choices", [answer.get("choice")]) if option_id
        )
    return [OptionCount(part_id, text, correct, chosen[place]) for place, (text, correct) in enumerate(options)]
