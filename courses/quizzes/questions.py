"""What a question is: frozen values, and the one way they are written down.

The same shape stands in YAML files, in the bank's JSON column, in the editor and in files from elsewhere;
:mod:`courses.quizzes.parsing` reads it and says what is wrong, ``to_data`` here writes it, canonically: what has
its default is left out, so that equal questions have equal data. Scores are fractions, never floats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any


class QuestionType(StrEnum):
    """The seven types; a case holds parts of the other six."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    FILL_IN = "fill_in"
    ORDER = "order"
    MATCH = "match"
    CASE = "case"


class Use(StrEnum):
    """What a question may be used for: the key of an exam question never leaves before the review is allowed."""

    PRACTICE = "practice"
    EXAM = "exam"


#: A blank in the stem of a fill-in question, as the author writes it.
BLANK = re.compile(r"\{\{(\d{1,2})\}\}")


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers; ``weight`` (-1 … 1) is the share of the score it is worth where that is not even."""

    text: str
    correct: bool
    why: str = ""
    weight: Fraction | None = None

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"text": self.text, "correct": self.correct}
        if self.why:
            data["why"] = self.why
        if self.weight is not None:
            data["weight"] = str(self.weight)
        return data


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number that is right when it is at most ``tolerance`` away from ``value``."""

    value: Decimal
    tolerance: Decimal

    def to_data(self) -> dict[str, str]:
        return {"value": format(self.value, "f"), "tolerance": format(self.tolerance, "f")}


@dataclass(frozen=True, slots=True)
class Blank:
    """What may stand in a blank: any of the texts, or a number near enough."""

    accepted: tuple[str, ...]
    numeric: Numeric | None = None

    def to_data(self) -> dict[str, Any]:
        return {"accepted": list(self.accepted), "numeric": self.numeric.to_data() if self.numeric else None}


@dataclass(frozen=True, slots=True)
class Choice:
    """Options of a single- or multiple-choice question, in the author's order."""

    options: tuple[Option, ...]

    def to_data(self) -> dict[str, Any]:
        return {"options": [option.to_data() for option in self.options]}


@dataclass(frozen=True, slots=True)
class Truth:
    """A statement that is right or wrong, with a reason for either mistake."""

    answer: bool
    why_true: str = ""
    why_false: str = ""

    def to_data(self) -> dict[str, Any]:
        why = {word: text for word, text in (("true", self.why_true), ("false", self.why_false)) if text}
        return {"answer": self.answer, "why": why} if why else {"answer": self.answer}


@dataclass(frozen=True, slots=True)
class FillIn:
    """The blanks ``{{1}}``, ``{{2}}`` … of the stem."""

    blanks: tuple[Blank, ...]

    def to_data(self) -> dict[str, Any]:
        return {"blanks": [blank.to_data() for blank in self.blanks]}


@dataclass(frozen=True, slots=True)
class Order:
    """Items in their right order."""

    items: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        return {"items": list(self.items)}


@dataclass(frozen=True, slots=True)
class Match:
    """Pairs that belong together, and right sides that fit nothing. Two lefts may share a right side."""

    pairs: tuple[tuple[str, str], ...]
    distractors: tuple[str, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """Every right side once, sorted: the order says nothing about the pairs."""
        return tuple(sorted({right for _left, right in self.pairs} | set(self.distractors)))

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"pairs": [{"left": left, "right": right} for left, right in self.pairs]}
        if self.distractors:
            data["distractors"] = list(self.distractors)
        return data


@dataclass(frozen=True, slots=True)
class Case:
    """A story with questions about it, numbered "1", "2" …"""

    parts: tuple[Part, ...]

    def to_data(self) -> dict[str, Any]:
        return {"parts": [part.to_data() for part in self.parts]}


Body = Choice | Truth | FillIn | Order | Match | Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is asked and what is right: a question of the bank, or one inside a case. Texts are Markdown."""

    type: QuestionType
    stem: str
    body: Body
    explanation: str = ""
    partial_credit: bool = True
    feedback_right: str = ""
    feedback_wrong: str = ""

    def to_data(self) -> dict[str, Any]:
        """The canonical data; :func:`courses.quizzes.parsing.parse_question` reads it back to an equal value."""
        data: dict[str, Any] = {"type": self.type.value, "stem": self.stem, **self.body.to_data()}
        for name in ("explanation", "feedback_right", "feedback_wrong"):
            if text := getattr(self, name):
                data[name] = text
        if not self.partial_credit:
            data["partial_credit"] = False
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Part):
    """A question of the bank. Outside ``valid_from`` … ``valid_to`` it is neither drawn nor practised."""

    key: str
    topic: str
    difficulty: int
    use: Use = Use.PRACTICE
    #: "<title of the act>#<number of the article>"
    articles: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"key": self.key, "topic": self.topic, "difficulty": self.difficulty}
        data |= {"use": self.use.value, "articles": list(self.articles)}
        for name in ("valid_from", "valid_to"):
            day: date | None = getattr(self, name)
            if day is not None:
                data[name] = day.isoformat()
        return data | Part.to_data(self)
