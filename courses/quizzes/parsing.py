"""Reading a question from plain data, with everything that is wrong with it named at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from courses.quizzes.errors import QuestionInvalid
from courses.quizzes.questions import (
    BLANK,
    Blank,
    Body,
    Case,
    Choice,
    FillIn,
    Match,
    Numeric,
    Option,
    Order,
    Part,
    Question,
    QuestionType,
    Truth,
    Use,
)
from courses.reading import ValueReader

MAX_STEM, MAX_TEXT, MAX_ANSWER = 4000, 2000, 200
KEY = re.compile(r"[a-z0-9-]{3,40}")
_TOPIC = re.compile(r"[a-z][a-z0-9_]{1,39}")
_ARTICLE = re.compile(r"[^#\s][^#]{0,120}#[1-9]\d{0,3}")
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
_FRACTION = re.compile(r"-?\d{1,9}/[1-9]\d{0,8}")
_TEXTS = frozenset({"type", "stem", "explanation", "partial_credit", "feedback_right", "feedback_wrong"})
_QUESTION = frozenset({"key", "topic", "difficulty", "use", "articles", "valid_from", "valid_to"})
_BODY: Mapping[QuestionType, frozenset[str]] = {
    QuestionType.SINGLE: frozenset({"options"}),
    QuestionType.MULTIPLE: frozenset({"options"}),
    QuestionType.TRUE_FALSE: frozenset({"answer", "why"}),
    QuestionType.FILL_IN: frozenset({"blanks"}),
    QuestionType.ORDER: frozenset({"items"}),
    QuestionType.MATCH: frozenset({"pairs", "distractors"}),
    QuestionType.CASE: frozenset({"parts"}),
}


def parse_question(data: object) -> Question:
    """The question that ``data`` (plain JSON or YAML values) describes.

    Raises :class:`QuestionInvalid` with ``problems=[{"path": "options[1].text", "problem": "missing"}, …]``.
    """
    reader = _Reader()
    question = reader.question(data)
    if question is None or reader.problems:
        raise QuestionInvalid(problems=reader.problems)
    return question


class _Reader(ValueReader):
    def question(self, data: object) -> Question | None:
        """The question, or ``None`` where too much is missing to build one."""
        if not isinstance(data, Mapping):
            self.note("not_a_mapping")
            return None
        part = self._part(data, _QUESTION)
        key = self.matching(data, "key", KEY)
        topic = self.matching(data, "topic", _TOPIC)
        difficulty = data.get("difficulty")
        if type(difficulty) is not int or difficulty not in (1, 2, 3):
            self.note("unknown_value", "difficulty")
            difficulty = 1
        use = self._use(data.get("use", Use.PRACTICE.value))
        articles = tuple(self._article(value) for value in self.each(data, "articles", 0, 20))
        begins, ends = self.day(data, "valid_from"), self.day(data, "valid_to")
        if begins and ends and ends < begins:
            self.note("before_valid_from", "valid_to")
        if part is None:
            return None
        return Question(
            type=part.type,
            stem=part.stem,
            body=part.body,
            explanation=part.explanation,
            partial_credit=part.partial_credit,
            feedback_right=part.feedback_right,
            feedback_wrong=part.feedback_wrong,
            key=key,
            topic=topic,
            difficulty=difficulty,
            use=use,
            articles=articles,
            valid_from=begins,
            valid_to=ends,
        )

    def _part(self, data: Mapping[Any, Any], more: frozenset[str] = frozenset()) -> Part | None:
        kind = data.get("type")
        if not isinstance(kind, str) or kind not in tuple(QuestionType) or (not more and kind == "case"):
            self.note("unknown_value" if "type" in data else "missing", "type")
            return None
        question_type = QuestionType(kind)
        self.refuse_unknown(data, _TEXTS | _BODY[question_type] | more)
        stem = self.text(data, "stem", MAX_STEM)
        part = Part(
            type=question_type,
            stem=stem,
            body=self._body(question_type, data, stem),
            explanation=self.text(data, "explanation", MAX_STEM, optional=True),
            partial_credit=self.flag(data, "partial_credit", default=True),
            feedback_right=self.text(data, "feedback_right", MAX_TEXT, optional=True),
            feedback_wrong=self.text(data, "feedback_wrong", MAX_TEXT, optional=True),
        )
        if question_type is not QuestionType.FILL_IN and BLANK.search(stem):
            self.note("blank_without_answer", "stem")
        return part

    def _body(self, kind: QuestionType, data: Mapping[Any, Any], stem: str) -> Body:
        readers: Mapping[QuestionType, Callable[[], Body]] = {
            QuestionType.SINGLE: lambda: self._choice(data, kind),
            QuestionType.MULTIPLE: lambda: self._choice(data, kind),
            QuestionType.TRUE_FALSE: lambda: self._truth(data),
            QuestionType.FILL_IN: lambda: self._fill_in(data, stem),
            QuestionType.ORDER: lambda: self._order(data),
            QuestionType.MATCH: lambda: self._match(data),
            QuestionType.CASE: lambda: self._case(data),
        }
        return readers[kind]()

    def _choice(self, data: Mapping[Any, Any], kind: QuestionType) -> Choice:
        single = kind is QuestionType.SINGLE
        options = tuple(self._option(value, single=single) for value in self.each(data, "options", 2, 8))
        self.distinct("options", [option.text for option in options])
        right = sum(option.correct for option in options)
        if options and right == 0:
            self.note("no_right_answer", "options")
        if single and right > 1:
            self.note("several_right_answers", "options")
        return Choice(options)

    def _option(self, value: object, *, single: bool) -> Option:
        data = self.mapping(value, {"text", "correct", "why", "weight"})
        text, why = self.text(data, "text", MAX_TEXT), self.text(data, "why", MAX_TEXT, optional=True)
        correct, weight = self.flag(data, "correct", default=None), self._weight(data)
        if weight is not None and correct != (weight == 1 if single else weight > 0):
            self.note("weight_contradicts", "weight")
        return Option(text, correct, why, weight)

    def _weight(self, data: Mapping[Any, Any]) -> Fraction | None:
        raw = data.get("weight")
        if raw is None:
            return None
        text = raw if isinstance(raw, str) else str(raw) if type(raw) is int else ""
        weight = Fraction(text) if _DECIMAL.fullmatch(text) or _FRACTION.fullmatch(text) else Fraction(2)
        if not -1 <= weight <= 1:
            self.note("bad_weight", "weight")
            return None
        return weight

    def _truth(self, data: Mapping[Any, Any]) -> Truth:
        why = data.get("why") or {}
        with self.at("why"):
            raw = self.mapping(why, {"true", "false", True, False})
            words = {str(word).lower(): text for word, text in raw.items()}
            why_true = self.text(words, "true", MAX_TEXT, optional=True)
            why_false = self.text(words, "false", MAX_TEXT, optional=True)
        if not isinstance(data.get("answer"), bool):
            self.note("no_right_answer", "answer")
        return Truth(data.get("answer") is True, why_true, why_false)

    def _fill_in(self, data: Mapping[Any, Any], stem: str) -> FillIn:
        blanks = tuple(self._blank(value) for value in self.each(data, "blanks", 1, 10))
        numbers = sorted(int(number) for number in BLANK.findall(stem))
        if numbers != list(range(1, len(blanks) + 1)):
            self.note("blanks_differ_from_stem", "blanks")
        return FillIn(blanks)

    def _blank(self, value: object) -> Blank:
        data = self.mapping(value, {"accepted", "numeric"})
        accepted = tuple(
            self.text({"": str(text) if type(text) is int else text}, "", MAX_ANSWER)
            for text in self.each(data, "accepted", 0, 20)
        )
        numeric = None
        if data.get("numeric") is not None:
            with self.at("numeric"):
                raw = self.mapping(data["numeric"], {"value", "tolerance"})
                value_, tolerance = self._decimal(raw, "value"), self._decimal(raw, "tolerance", "0")
                if tolerance < 0:
                    self.note("bad_number", "tolerance")
                numeric = Numeric(value_, tolerance)
        if not accepted and numeric is None:
            self.note("no_right_answer")
        return Blank(accepted, numeric)

    def _decimal(self, data: Mapping[Any, Any], name: str, default: str | None = None) -> Decimal:
        raw = data.get(name, default)
        text = str(raw) if type(raw) is int else raw
        if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
            self.note("bad_number" if name in data else "missing", name)
            return Decimal(0)
        return Decimal(text)

    def _order(self, data: Mapping[Any, Any]) -> Order:
        items = tuple(self.text({"": value}, "", MAX_TEXT) for value in self.each(data, "items", 2, 10))
        self.distinct("items", list(items))
        return Order(items)

    def _match(self, data: Mapping[Any, Any]) -> Match:
        pairs = []
        for value in self.each(data, "pairs", 2, 10):
            pair = self.mapping(value, {"left", "right"})
            pairs.append((self.text(pair, "left", MAX_TEXT), self.text(pair, "right", MAX_TEXT)))
        distractors = tuple(
            self.text({"": value}, "", MAX_TEXT) for value in self.each(data, "distractors", 0, 10)
        )
        self.distinct("pairs", [left for left, _right in pairs])
        self.distinct("distractors", [*{right for _left, right in pairs}, *distractors])
        return Match(tuple(pairs), distractors)

    def _case(self, data: Mapping[Any, Any]) -> Case:
        parts = [self._part(self.mapping(value, None)) for value in self.each(data, "parts", 1, 10)]
        return Case(tuple(part for part in parts if part is not None))

    def _use(self, value: object) -> Use:
        if not isinstance(value, str) or value not in tuple(Use):
            self.note("unknown_value", "use")
            return Use.PRACTICE
        return Use(value)

    def _article(self, value: object) -> str:
        text = self.text({"": value}, "", MAX_TEXT)
        if text and not _ARTICLE.fullmatch(text):
            self.note("bad_article")
        return text
