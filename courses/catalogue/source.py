"""What an author writes: a course with its units, lessons and quizzes, as frozen values.

The same shape stands in ``course.yaml`` (there a lesson names its file), in the editor and in the column of
drafts. :mod:`courses.catalogue.parsing` reads it, ``to_data`` writes it canonically: equal courses have equal data
and so equal digests, which is how a load that changes nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

#: what of the quizzes must be passed
QuizRule = Literal["all", "final", "none"]
#: what of the lessons must have been done
LessonRule = Literal["all", "none"]


@dataclass(frozen=True, slots=True)
class Media:
    """A film, a recording or a document beside a lesson's text: a stored file and the name learners read."""

    file_id: str
    name: str

    def to_data(self) -> dict[str, str]:
        return {"file_id": self.file_id, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSource:
    """A lesson; ``key`` stays when the text changes, so that what was done stays done."""

    key: str
    title: str
    markdown: str
    title_en: str = ""
    summary_en: str = ""
    articles: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"key": self.key, "title": self.title, "markdown": self.markdown}
        data |= _given(title_en=self.title_en, summary_en=self.summary_en, articles=list(self.articles))
        return data | _given(media=[media.to_data() for media in self.media])


@dataclass(frozen=True, slots=True)
class QuizSource:
    """A quiz of the course; ``settings`` is what the quizzes understand (questions or draw, pass mark …)."""

    key: str
    title: str
    settings: dict[str, Any]

    def to_data(self) -> dict[str, Any]:
        return {"key": self.key, "title": self.title, **self.settings}


@dataclass(frozen=True, slots=True)
class UnitSource:
    """Lessons in order, and the quiz at their end if there is one."""

    title: str
    lessons: tuple[LessonSource, ...]
    title_en: str = ""
    quiz: QuizSource | None = None

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"title": self.title, "lessons": [lesson.to_data() for lesson in self.lessons]}
        data |= _given(title_en=self.title_en)
        return data | ({"quiz": self.quiz.to_data()} if self.quiz else {})


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """When a course is completed: by what was done and passed. Time is no part of it."""

    lessons: LessonRule = "all"
    quizzes: QuizRule = "all"

    def to_data(self) -> dict[str, str]:
        return {"lessons": self.lessons, "quizzes": self.quizzes}


@dataclass(frozen=True, slots=True)
class CertificateRule:
    """That the course gives a certificate, and for how many months; ``None``: it does not end."""

    valid_months: int | None

    def to_data(self) -> dict[str, int | None]:
        return {"valid_months": self.valid_months}


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSource:
    """A whole course. ``hours`` are credit hours (学时) as announced, with at most one decimal."""

    key: str
    title: str
    summary: str
    hours: Decimal
    units: tuple[UnitSource, ...]
    title_en: str = ""
    summary_en: str = ""
    audience: str = ""
    audience_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    prerequisites: tuple[str, ...] = ()
    final_quiz: QuizSource | None = None
    completion: CompletionRule = field(default_factory=CompletionRule)
    certificate: CertificateRule | None = None

    @property
    def lessons(self) -> Iterator[LessonSource]:
        return (lesson for unit in self.units for lesson in unit.lessons)

    @property
    def quizzes(self) -> Iterator[QuizSource]:
        """All quizzes in the order of the course, the final one last."""
        yield from (unit.quiz for unit in self.units if unit.quiz)
        if self.final_quiz:
            yield self.final_quiz

    def to_data(self) -> dict[str, Any]:
        """The canonical data; ``parse_course`` reads it back to an equal value."""
        data: dict[str, Any] = {"key": self.key, "title": self.title, "summary": self.summary}
        data["hours"] = format(self.hours.normalize(), "f")
        for name in ("title_en", "summary_en", "audience", "audience_en"):
            data |= _given(**{name: getattr(self, name)})
        data |= _given(
            valid_from=self.valid_from and self.valid_from.isoformat(),
            valid_to=self.valid_to and self.valid_to.isoformat(),
            prerequisites=list(self.prerequisites),
            certificate=self.certificate and self.certificate.to_data(),
        )
        data["units"] = [unit.to_data() for unit in self.units]
        if self.final_quiz:
            data["final_quiz"] = self.final_quiz.to_data()
        data["completion"] = self.completion.to_data()
        return data


def _given(**values: Any) -> dict[str, Any]:
    """What is not empty: a default that is left out makes equal courses equal."""
    return {name: value for name, value in values.items() if value}
