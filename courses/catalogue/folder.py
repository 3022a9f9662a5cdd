"""A folder of courses, as it is kept under version control, read whole before anything is stored.

``topics.yaml`` names the topics; each folder beside it with a ``course.yaml`` is a course: lessons in Markdown
files, questions in ``questions/*.yaml``, pictures, films and documents where the texts name them, relative to the
folder of the course. What is wrong is listed with file, line and place, all of it at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from courses.catalogue.errors import CourseInvalid
from courses.catalogue.parsing import parse_course
from courses.catalogue.source import CourseSource
from courses.quizzes.public import Question, QuestionInvalid, parse_question

#: kinds of files that a course may bring along, by their usual endings
MEDIA_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".mp4", ".webm", ".mp3", ".m4a", ".pdf"})
_PICTURE = re.compile(r"(!\[[^\]]*\]\()([^)\s]+)")
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_STAND_IN = "0" * 32


@dataclass(frozen=True, slots=True, order=True)
class ContentProblem:
    """One thing that is wrong: in which file, on which line (0: the file as a whole), where, what."""

    file: str
    line: int
    path: str
    problem: str

    def text(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.path, self.problem) if part)


@dataclass(frozen=True, slots=True)
class FolderCourse:
    """A course as it lies in its folder; its files have no ids yet."""

    folder: Path
    data: Mapping[str, Any]
    #: files that the course shows, by the name it calls them
    files: Mapping[str, Path]
    questions: tuple[Question, ...]

    def source(self, ids: Mapping[str, str]) -> CourseSource:
        """The course with the files it shows named by id."""
        return parse_course(_with_ids(self.data, ids))


@dataclass(slots=True)
class Content:
    """What a folder holds."""

    topics: dict[str, dict[str, str]] = field(default_factory=dict)
    courses: list[FolderCourse] = field(default_factory=list)
    problems: list[ContentProblem] = field(default_factory=list)


def read_content(folder: Path) -> Content:
    """Read every course of ``folder``; with problems, nothing of it is to be used."""
    reader = _FolderReader(folder)
    reader.read()
    reader.content.problems.sort()
    return reader.content


class _FolderReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = Content()
        self._seen: dict[str, dict[str, str]] = defaultdict(dict)

    def read(self) -> None:
        self._read_topics()
        for path in sorted(self.folder.glob("*/course.yaml")):
            self._read_course(path)
        if not self.content.courses and not self.content.problems:
            self._note(self.folder, 0, "", "no_courses")

    def _read_topics(self) -> None:
        path = self.folder / "topics.yaml"
        if not path.is_file():
            return
        loaded = self._yaml(path)
        for code, names in loaded.items() if isinstance(loaded, dict) else ():
            if isinstance(names, dict) and all(isinstance(names.get(word), str) for word in ("zh", "en")):
                self.content.topics[str(code)] = {"zh": names["zh"], "en": names["en"]}
            else:
                self._note(path, 0, str(code), "missing")

    def _read_course(self, path: Path) -> None:
        loaded = self._yaml(path)
        if not isinstance(loaded, dict):
            self._note(path, 0, "", "not_a_mapping")
            return
        files: dict[str, Path] = {}
        data = self._with_texts(path, loaded, files)
        questions = tuple(self._questions(path.parent))
        course = FolderCourse(path.parent, data, files, questions)
        lines = _lines_of(path.read_text(encoding="utf-8"))
        try:
            source = course.source(dict.fromkeys(files, _STAND_IN))
        except CourseInvalid as refusal:
            for problem in refusal.problems:
                self._note(path, lines(problem["path"]), problem["path"], _with_key(problem))
            return
        if source.key != path.parent.name:
            self._note(path, lines("key"), "key", "not_the_folder_name")
        self._once("course", source.key, path)
        for quiz in source.quizzes:
            self._once("quiz", quiz.key, path)
        self.content.courses.append(course)

    def _with_texts(self, path: Path, loaded: dict[str, Any], files: dict[str, Path]) -> dict[str, Any]:
        """The course with the text of each lesson in place of its file's name."""
        units = [dict(unit) if isinstance(unit, dict) else unit for unit in _listed(loaded.get("units"))]
        for unit in units:
            if isinstance(unit, dict) and "lessons" in unit:
                unit["lessons"] = [self._lesson(path, value, files) for value in _listed(unit["lessons"])]
        return {**loaded, "units": units}

    def _lesson(self, path: Path, value: Any, files: dict[str, Path]) -> Any:
        if not isinstance(value, dict):
            return value
        lesson = dict(value)
        text_file = lesson.pop("file", None)
        if text_file is not None:
            found = self._inside(path, str(text_file), frozenset({".md"}))
            lesson["markdown"] = self._text(found) if found else ""
        named = [match[2] for match in _PICTURE.finditer(str(lesson.get("markdown", "")))]
        media = [entry.get("file") for entry in _listed(lesson.get("media")) if isinstance(entry, dict)]
        for name in [*named, *(str(entry) for entry in media if entry)]:
            if not name.startswith(("file:", "https:")) and (found := self._inside(path, name, MEDIA_ENDINGS)):
                files[name] = found
        return lesson

    def _inside(self, course: Path, name: str, endings: frozenset[str]) -> Path | None:
        """The file that a course calls ``name``, if it lies in the course's own folder."""
        path = (course.parent / name).resolve()
        if not path.is_relative_to(course.parent.resolve()) or not path.is_file():
            self._note(course, 0, name, "file_missing")
            return None
        if path.suffix.lower() not in endings:
            self._note(course, 0, name, "file_of_other_kind")
            return None
        return path

    def _questions(self, folder: Path) -> Iterator[Question]:
        for path in sorted((folder / "questions").glob("*.yaml")):
            loaded = self._yaml(path)
            if loaded is None:
                continue
            if not isinstance(loaded, list):
                self._note(path, 0, "", "not_a_list")
                continue
            lines = _lines_of(path.read_text(encoding="utf-8"))
            for position, value in enumerate(loaded):
                question = self._question(path, position, value, lines)
                if question is not None:
                    self._once("question", question.key, path)
                    yield question

    def _question(self, path: Path, position: int, value: object, lines: Callable[[str], int]) -> Question | None:
        try:
            question = parse_question(value)
        except QuestionInvalid as refusal:
            problems = refusal.facts["problems"]
            for problem in problems if isinstance(problems, list) else ():
                place = f"[{position}].{problem['path']}".removesuffix(".")
                self._note(path, lines(place), place, problem["problem"])
            return None
        if self.content.topics and question.topic not in self.content.topics:
            self._note(path, lines(f"[{position}].topic"), f"[{position}].topic", "topic_unknown")
        return question

    def _once(self, kind: str, key: str, path: Path) -> None:
        """A key names one thing in all courses together."""
        if key in self._seen[kind]:
            self._note(path, 0, key, f"duplicate_{kind}_key ({self._seen[kind][key]})")
        self._seen[kind][key] = self._name(path)

    def _yaml(self, path: Path) -> Any:
        try:
            return yaml.safe_load(self._text(path))
        except yaml.YAMLError as broken:
            mark = getattr(broken, "problem_mark", None)
            self._note(path, mark.line + 1 if mark else 0, "", "yaml_unreadable")
            return {}

    def _text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self._note(path, 0, "", "not_utf_8")
            return ""

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix() if path != self.folder else path.name

    def _note(self, path: Path, line: int, place: str, problem: str) -> None:
        self.content.problems.append(ContentProblem(self._name(path), line, place, problem))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _with_key(problem: Mapping[str, str]) -> str:
    return f"{problem['problem']} {problem['key']}" if "key" in problem else problem["problem"]


def _with_ids(data: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The course's data with ``file:<id>`` where it named a file of its folder."""

    def picture(match: re.Match[str]) -> str:
        return f"{match[1]}file:{ids[match[2]]}" if match[2] in ids else match[0]

    def lesson(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        changed = dict(value)
        if isinstance(changed.get("markdown"), str):
            changed["markdown"] = _PICTURE.sub(picture, changed["markdown"])
        if isinstance(changed.get("media"), list):
            changed["media"] = [_media_with_id(entry, ids) for entry in changed["media"]]
        return changed

    units = [
        {**unit, "lessons": [lesson(value) for value in _listed(unit.get("lessons"))]}
        if isinstance(unit, dict)
        else unit
        for unit in _listed(data.get("units"))
    ]
    return {**data, "units": units}


def _media_with_id(entry: Any, ids: Mapping[str, str]) -> Any:
    if not isinstance(entry, dict) or "file" not in entry:
        return entry
    name = str(entry["file"])
    others = {key: value for key, value in entry.items() if key != "file"}
    return {"name": Path(name).name, **others, "file_id": ids.get(name, "")}


def _lines_of(text: str) -> Callable[[str], int]:
    """Where in a YAML text a path like ``units[0].title`` stands; the nearest part of it that exists."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return lambda _path: 0

    def line_of(path: str) -> int:
        node = root
        line = node.start_mark.line + 1 if node else 0
        for index, name in _STEP.findall(path):
            node = _child(node, index, name)
            if node is None:
                break
            line = node.start_mark.line + 1
        return line

    return line_of


def _child(node: yaml.Node | None, index: str, name: str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and index:
        return node.value[int(index)] if int(index) < len(node.value) else None
    if isinstance(node, yaml.MappingNode) and name:
        return next((value for key, value in node.value if key.value == name), None)
    return None
