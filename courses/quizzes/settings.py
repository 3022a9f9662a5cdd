"""How a quiz is made up and judged: one frozen value, read from plain data with everything wrong with it named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from courses.quizzes.errors import QuizInvalid
from courses.quizzes.questions import Use

ReviewRule = Literal["after_finish", "after_pass", "after_close", "never"]
REVIEW_RULES: tuple[ReviewRule, ...] = ("after_finish", "after_pass", "after_close", "never")
MAX_QUESTIONS, MAX_RULES, MAX_MINUTES, MAX_ATTEMPTS = 200, 20, 600, 20
_KNOWN = {
    "questions",
    "draw",
    "shuffle",
    "minutes",
    "attempts",
    "pass_mark",
    "review",
    "closes_at",
    "partial_credit",
    "ordered",
}


@dataclass(frozen=True, slots=True)
class DrawRule:
    """So many questions of a topic, difficulty and use; what is absent is any."""

    count: int
    topic: str | None = None
    difficulty: int | None = None
    use: str | None = None

    @property
    def precision(self) -> int:
        """How many of the three it fixes."""
        return sum(value is not None for value in (self.topic, self.difficulty, self.use))

    def overlaps(self, other: DrawRule) -> bool:
        """Whether a question could serve both."""
        pairs = ((self.topic, other.topic), (self.difficulty, other.difficulty), (self.use, other.use))
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)

    def to_data(self) -> dict[str, Any]:
        return {"topic": self.topic, "difficulty": self.difficulty, "use": self.use, "count": self.count}


@dataclass(frozen=True, slots=True)
class QuizSettings:
    """A quiz has either fixed ``questions`` (keys) or rules by which they are drawn.

    ``pass_mark`` is percent of all points, ``review`` when the key may be seen; ``closes_at`` ends every attempt.
    ``ordered`` marks an examination that the office itself ordered.
    """

    questions: tuple[str, ...] = ()
    draw: tuple[DrawRule, ...] = ()
    shuffle: bool = True
    minutes: int | None = None
    attempts: int | None = None
    pass_mark: int = 60
    review: ReviewRule = "after_finish"
    closes_at: datetime | None = None
    partial_credit: bool = True
    ordered: bool = False

    @property
    def size(self) -> int:
        """How many questions a paper has (a fixed one fewer, while some are retired)."""
        return len(self.questions) or sum(rule.count for rule in self.draw)

    def to_data(self) -> dict[str, Any]:
        """The canonical data; :func:`parse_settings` reads it back."""
        return {
            "questions": list(self.questions),
            "draw": [rule.to_data() for rule in self.draw],
            "shuffle": self.shuffle,
            "minutes": self.minutes,
            "attempts": self.attempts,
            "pass_mark": self.pass_mark,
            "review": self.review,
            "closes_at": self.closes_at.isoformat() if self.closes_at else None,
            "partial_credit": self.partial_credit,
            "ordered": self.ordered,
        }


def parse_settings(data: Mapping[str, Any]) -> QuizSettings:
    """The settings that plain ``data`` describes. Raises :class:`QuizInvalid` with ``problems``."""
    reader = _Reader(data)
    settings = reader.settings()
    if reader.problems:
        raise QuizInvalid(problems=reader.problems)
    return settings


class _Reader:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.problems: list[dict[str, str]] = []

    def settings(self) -> QuizSettings:
        for name in sorted(set(self.data) - _KNOWN):
            self._note(name[:60], "unknown_field")
        questions, draw = self._keys(), self._rules()
        if bool(questions) == bool(draw):
            self._note("draw", "questions_or_draw")
        review = self.data.get("review", "after_finish")
        if review not in REVIEW_RULES:
            self._note("review", "unknown_value")
        settings = QuizSettings(
            questions=questions,
            draw=draw,
            shuffle=self._flag("shuffle", default=True),
            minutes=self._number("minutes", 1, MAX_MINUTES),
            attempts=self._number("attempts", 1, MAX_ATTEMPTS),
            pass_mark=cast(int, self._number("pass_mark", 0, 100, 60)),
            review=cast(ReviewRule, review),
            closes_at=self._moment(),
            partial_credit=self._flag("partial_credit", default=True),
            ordered=self._flag("ordered", default=False),
        )
        if settings.size > MAX_QUESTIONS:
            self._note("draw", "too_many")
        if settings.review == "after_close" and settings.closes_at is None:
            self._note("closes_at", "missing")
        return settings

    def _keys(self) -> tuple[str, ...]:
        keys = self.data.get("questions") or []
        if not isinstance(keys, list | tuple) or not all(isinstance(key, str) for key in keys):
            self._note("questions", "not_a_list")
            return ()
        if len(set(keys)) < len(keys):
            self._note("questions", "duplicate")
        return tuple(keys)

    def _rules(self) -> tuple[DrawRule, ...]:
        rules = self.data.get("draw") or []
        if not isinstance(rules, list | tuple) or len(rules) > MAX_RULES:
            self._note("draw", "not_a_list" if not isinstance(rules, list | tuple) else "too_many")
            return ()
        return tuple(self._rule(rule, f"draw[{place}]") for place, rule in enumerate(rules))

    def _rule(self, rule: object, path: str) -> DrawRule:
        known = {"topic", "difficulty", "use", "count"}
        if not isinstance(rule, Mapping) or not set(rule) <= known:
            self._note(path, "unknown_field" if isinstance(rule, Mapping) else "not_a_mapping")
            return DrawRule(1)
        count, topic, difficulty, use = (rule.get(name) for name in ("count", "topic", "difficulty", "use"))
        if type(count) is not int or not 1 <= count <= MAX_QUESTIONS:
            self._note(f"{path}.count", "bad_number")
            count = 1
        if topic is not None and not isinstance(topic, str):
            self._note(f"{path}.topic", "not_text")
        if difficulty is not None and (type(difficulty) is not int or difficulty not in (1, 2, 3)):
            self._note(f"{path}.difficulty", "unknown_value")
        if use is not None and use not in tuple(Use):
            self._note(f"{path}.use", "unknown_value")
        return DrawRule(count, topic, difficulty, use)

    def _number(self, name: str, least: int, most: int, default: int | None = None) -> int | None:
        value = self.data.get(name)
        if value is None:
            return default
        if type(value) is not int or not least <= value <= most:
            self._note(name, "bad_number")
            return default
        return value

    def _flag(self, name: str, *, default: bool) -> bool:
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            self._note(name, "not_yes_or_no")
        return value is True

    def _moment(self) -> datetime | None:
        value = self.data.get("closes_at")
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else cast(datetime, value)
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, AttributeError, OverflowError):
            pass  # noted below, as a moment without a time zone is
        self._note("closes_at", "bad_date")
        return None

    def _note(self, path: str, problem: str) -> None:
        self.problems.append({"path": path, "problem": problem})
