"""The order of a published course, and what follows from what somebody has done of it. Pure.

Completion rests on lessons done and quizzes passed; no function here knows a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from courses.catalogue.source import LessonRule, QuizRule


@dataclass(frozen=True, slots=True)
class OutlineLesson:
    """A lesson in the wording of its ``version``."""

    id: str
    version: int
    title: str
    title_en: str
    summary_en: str


@dataclass(frozen=True, slots=True)
class OutlineUnit:
    """Lessons in order, and the quiz at their end."""

    title: str
    title_en: str
    lessons: tuple[OutlineLesson, ...]
    quiz_id: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does next."""

    kind: Literal["lesson", "quiz"]
    id: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A version of a course. ``prerequisites`` are ids of the courses that come first."""

    units: tuple[OutlineUnit, ...]
    final_quiz_id: str | None
    prerequisites: tuple[str, ...] = ()
    lesson_rule: LessonRule = "all"
    quiz_rule: QuizRule = "all"

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        units = tuple(
            OutlineUnit(
                unit["title"],
                unit["title_en"],
                tuple(OutlineLesson(**lesson) for lesson in unit["lessons"]),
                unit["quiz_id"],
            )
            for unit in data["units"]
        )
        return cls(
            units,
            data["final_quiz_id"],
            tuple(data["prerequisites"]),
            data["lesson_rule"],
            data["quiz_rule"],
        )

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def lessons(self) -> list[OutlineLesson]:
        return [lesson for unit in self.units for lesson in unit.lessons]

    @property
    def lesson_ids(self) -> list[str]:
        return [lesson.id for lesson in self.lessons]

    @property
    def quiz_ids(self) -> list[str]:
        """In the order of the course, the final quiz last."""
        final = [self.final_quiz_id] if self.final_quiz_id else []
        return [unit.quiz_id for unit in self.units if unit.quiz_id] + final

    @property
    def required_lessons(self) -> list[str]:
        return self.lesson_ids if self.lesson_rule == "all" else []

    @property
    def required_quizzes(self) -> list[str]:
        if self.quiz_rule == "all":
            return self.quiz_ids
        return [self.final_quiz_id] if self.quiz_rule == "final" and self.final_quiz_id else []

    @property
    def steps(self) -> Iterator[Step]:
        """Everything in the order in which it is learned."""
        for unit in self.units:
            yield from (Step("lesson", lesson.id) for lesson in unit.lessons)
            if unit.quiz_id:
                yield Step("quiz", unit.quiz_id)
        if self.final_quiz_id:
            yield Step("quiz", self.final_quiz_id)


def is_completed(outline: Outline, done: Collection[str], passed: Collection[str]) -> bool:
    """Whether these lessons done and quizzes passed are all that the course asks for."""
    return set(outline.required_lessons) <= set(done) and set(outline.required_quizzes) <= set(passed)


def next_step(outline: Outline, done: Collection[str], passed: Collection[str]) -> Step | None:
    """The first thing in order that has not been done or passed."""
    behind = {*done, *passed}
    return next((step for step in outline.steps if step.id not in behind), None)


def neighbours(outline: Outline, lesson_id: str) -> tuple[str | None, str | None]:
    """The lessons before and after one, through all units."""
    ids = outline.lesson_ids
    place = ids.index(lesson_id)
    before = ids[place - 1] if place > 0 else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return before, after
