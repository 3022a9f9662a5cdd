"""Reading a course from plain data, with everything that is wrong with it named at once, each at its path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from courses.catalogue.errors import CourseInvalid
from courses.catalogue.source import (
    CertificateRule,
    CompletionRule,
    CourseSource,
    LessonRule,
    LessonSource,
    Media,
    QuizRule,
    QuizSource,
    UnitSource,
)
from courses.markdown import file_ids
from courses.quizzes.public import QuizInvalid, parse_settings
from courses.reading import ValueReader

MAX_TITLE, MAX_SUMMARY, MAX_MARKDOWN = 120, 1000, 100_000
MAX_UNITS, MAX_LESSONS, MAX_MEDIA = 40, 60, 20
MAX_CERTIFICATE_MONTHS = 120

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
_ARTICLE = re.compile(r"[^#\s][^#]{0,120}#[1-9]\d{0,3}")
_FILE_ID = re.compile(r"[0-9a-f]{32}")
_HOURS = re.compile(r"[0-9]{1,3}(\.[0-9])?")
_COURSE = frozenset(
    {
        *("key", "title", "title_en", "summary", "summary_en", "audience", "audience_en", "hours"),
        *("valid_from", "valid_to", "prerequisites", "units", "final_quiz", "completion", "certificate"),
    }
)
_UNIT = frozenset({"title", "title_en", "lessons", "quiz"})
_LESSON = frozenset({"key", "title", "title_en", "summary_en", "markdown", "articles", "media"})


def parse_course(data: object) -> CourseSource:
    """The course that ``data`` (plain JSON or YAML values) describes.

    Raises :class:`CourseInvalid` with ``problems=[{"path": "units[0].title", "problem": "missing"}, …]``.
    """
    reader = _Reader()
    course = reader.course(data)
    if reader.problems:
        raise CourseInvalid(reader.problems)
    return course


def parse_key(data: object) -> str:
    """The key of a course that may be unfinished otherwise. Raises :class:`CourseInvalid`."""
    reader = _Reader()
    key = reader.key(data)
    if reader.problems:
        raise CourseInvalid(reader.problems)
    return key


def problems_of(data: object) -> list[dict[str, str]]:
    """What keeps a course from being published; nothing: it can be."""
    reader = _Reader()
    reader.course(data)
    return reader.problems


class _Reader(ValueReader):
    """What a course consists of."""

    def key(self, data: object) -> str:
        return self._key(self.mapping(data, None))

    def course(self, data: object) -> CourseSource:
        known = self.mapping(data, _COURSE)
        course = CourseSource(
            key=self._key(known),
            title=self.text(known, "title", MAX_TITLE),
            summary=self.text(known, "summary", MAX_SUMMARY),
            hours=self._hours(known),
            units=tuple(self._unit(value) for value in self.each(known, "units", 1, MAX_UNITS)),
            title_en=self.text(known, "title_en", MAX_TITLE * 2, optional=True),
            summary_en=self.text(known, "summary_en", MAX_SUMMARY * 2, optional=True),
            audience=self.text(known, "audience", MAX_SUMMARY, optional=True),
            audience_en=self.text(known, "audience_en", MAX_SUMMARY * 2, optional=True),
            valid_from=self.day(known, "valid_from"),
            valid_to=self.day(known, "valid_to"),
            prerequisites=tuple(self._keys(known, "prerequisites")),
            final_quiz=self._quiz(known, "final_quiz"),
            completion=self._completion(known),
            certificate=self._certificate(known),
        )
        self._check_whole(course)
        return course

    def _check_whole(self, course: CourseSource) -> None:
        self._distinct("units", (lesson.key for lesson in course.lessons))
        self._distinct("units", (quiz.key for quiz in course.quizzes))
        self._distinct("prerequisites", course.prerequisites)
        if course.key and course.key in course.prerequisites:
            self.note("own_prerequisite", "prerequisites")
        if course.valid_from and course.valid_to and course.valid_to < course.valid_from:
            self.note("before_valid_from", "valid_to")
        counts_lessons = course.completion.lessons == "all" and any(course.lessons)
        counts_quizzes = course.final_quiz if course.completion.quizzes == "final" else any(course.quizzes)
        if not (counts_lessons or (counts_quizzes and course.completion.quizzes != "none")):
            self.note("nothing_to_complete", "completion")

    def _unit(self, value: object) -> UnitSource:
        data = self.mapping(value, _UNIT)
        return UnitSource(
            title=self.text(data, "title", MAX_TITLE),
            lessons=tuple(self._lesson(lesson) for lesson in self.each(data, "lessons", 0, MAX_LESSONS)),
            title_en=self.text(data, "title_en", MAX_TITLE * 2, optional=True),
            quiz=self._quiz(data, "quiz"),
        )

    def _lesson(self, value: object) -> LessonSource:
        data = self.mapping(value, _LESSON)
        return LessonSource(
            key=self._key(data),
            title=self.text(data, "title", MAX_TITLE),
            markdown=self.text(data, "markdown", MAX_MARKDOWN),
            title_en=self.text(data, "title_en", MAX_TITLE * 2, optional=True),
            summary_en=self.text(data, "summary_en", MAX_SUMMARY, optional=True),
            articles=tuple(self._article(article) for article in self.each(data, "articles", 0, 40)),
            media=tuple(self._media(media) for media in self.each(data, "media", 0, MAX_MEDIA)),
        )

    def _media(self, value: object) -> Media:
        data = self.mapping(value, frozenset({"file_id", "name"}))
        file_id = self.text(data, "file_id", 32)
        if file_id and not _FILE_ID.fullmatch(file_id):
            self.note("bad_name", "file_id")
        return Media(file_id, self.text(data, "name", MAX_TITLE))

    def _quiz(self, data: Mapping[Any, Any], name: str) -> QuizSource | None:
        if data.get(name) is None:
            return None
        with self.at(name):
            quiz = self.mapping(data[name], None)
            settings = {str(key): value for key, value in quiz.items() if key not in ("key", "title")}
            self._check_settings(settings)
            return QuizSource(self._key(quiz), self.text(quiz, "title", MAX_TITLE), settings)

    def _check_settings(self, settings: Mapping[str, Any]) -> None:
        """Quizzes know themselves what they understand; whether the bank suffices is seen at the publication."""
        try:
            parse_settings(settings)
        except QuizInvalid as refusal:
            for problem in cast(list[dict[str, str]], refusal.facts["problems"]):
                self.note(problem["problem"], problem["path"])

    def _completion(self, data: Mapping[Any, Any]) -> CompletionRule:
        if data.get("completion") is None:
            return CompletionRule()
        with self.at("completion"):
            rule = self.mapping(data["completion"], frozenset({"lessons", "quizzes"}))
            lessons = self._one_of(rule, "lessons", ("all", "none"))
            quizzes = self._one_of(rule, "quizzes", ("all", "final", "none"))
        return CompletionRule(cast(LessonRule, lessons), cast(QuizRule, quizzes))

    def _certificate(self, data: Mapping[Any, Any]) -> CertificateRule | None:
        if data.get("certificate") is None:
            return None
        with self.at("certificate"):
            rule = self.mapping(data["certificate"], frozenset({"valid_months"}))
            months = rule.get("valid_months")
            if months is not None and not (type(months) is int and 1 <= months <= MAX_CERTIFICATE_MONTHS):
                self.note("bad_number", "valid_months")
                return None
        return CertificateRule(months)

    # one value at a time

    def _key(self, data: Mapping[Any, Any]) -> str:
        text = self.text(data, "key", 40)
        if text and not _KEY.fullmatch(text):
            self.note("bad_name", "key")
        return text

    def _keys(self, data: Mapping[Any, Any], name: str) -> Iterator[str]:
        for value in self.each(data, name, 0, 20):
            text = self.text({"": value}, "", 40)
            if text and not _KEY.fullmatch(text):
                self.note("bad_name")
            yield text

    def _article(self, value: object) -> str:
        text = self.text({"": value}, "", 130)
        if text and not _ARTICLE.fullmatch(text):
            self.note("bad_article")
        return text

    def _hours(self, data: Mapping[Any, Any]) -> Decimal:
        value = data.get("hours")
        text = str(value) if type(value) in (int, float) else value
        if not isinstance(text, str) or not _HOURS.fullmatch(text) or Decimal(text) == 0:
            self.note("missing" if value is None else "bad_number", "hours")
            return Decimal(1)
        return Decimal(text)

    def _one_of(self, data: Mapping[Any, Any], name: str, values: tuple[str, ...]) -> str:
        value = data.get(name, values[0])
        if value not in values:
            self.note("unknown_value", name)
            return values[0]
        return str(value)

    def _distinct(self, name: str, keys: Iterable[str]) -> None:
        for key, times in Counter(keys).items():
            if key and times > 1:
                self.problems.append({"path": name, "problem": "duplicate", "key": key})


def files_of(course: CourseSource) -> set[str]:
    """The ids of all stored files that the course shows."""
    shown = {file_id for lesson in course.lessons for file_id in file_ids(lesson.markdown)}
    return shown | {media.file_id for lesson in course.lessons for media in lesson.media}
