"""A course as its author writes it: read back equal, refused with every fault at its place, also from a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from courses.catalogue.errors import CourseInvalid
from courses.catalogue.folder import read_content
from courses.catalogue.parsing import files_of, parse_course, problems_of
from tests.factories.courses import course_data, lesson_data
from tests.factories.quizzes import single

PNG = b"\x89PNG\r\n\x1a\n"
Data = dict[str, Any]


def full() -> Data:
    picture = f"![图](file:{'a' * 32})"
    rich = lesson_data(
        "rich",
        markdown=picture,
        title_en="Rich",
        summary_en="S",
        articles=["国务院行政机构设置和编制管理条例#15"],
        media=[{"file_id": "b" * 32, "name": "录像"}],
    )
    unit_quiz = {"key": "b-u1", "title": "单元测验", "draw": [{"topic": "local_bodies", "count": 2}]}
    return course_data(
        title_en="Basics",
        hours=1.5,
        valid_from="2026-01-01",
        valid_to="2026-12-31",
        prerequisites=["earlier"],
        units=[{"title": "一", "title_en": "One", "lessons": [rich], "quiz": unit_quiz}],
        completion={"lessons": "none", "quizzes": "final"},
        certificate={"valid_months": None},
    )


def lessons_of(*changes: Data) -> Data:
    """The one unit of a course with a lesson for each of ``changes``, all of the same key."""
    return {"units": [{"title": "一", "lessons": [lesson_data("l-1", **change) for change in changes]}]}


def test_a_course_is_read_back_equal() -> None:
    course = parse_course(full())
    assert parse_course(course.to_data()) == course
    assert parse_course(course.to_data()).to_data() == course.to_data()
    assert files_of(course) == {"a" * 32, "b" * 32}
    assert [quiz.key for quiz in course.quizzes] == ["b-u1", "basics-final"]
    assert course.to_data()["hours"] == "1.5"


@pytest.mark.parametrize(
    ("change", "path", "problem"),
    [
        ({"key": "Bad Key"}, "key", "bad_name"),
        ({"title": ""}, "title", "missing"),
        ({"title": "长" * 121}, "title", "too_long"),
        ({"summary": None}, "summary", "missing"),
        ({"hours": "six"}, "hours", "bad_number"),
        ({"hours": 0}, "hours", "bad_number"),
        ({"units": []}, "units", "missing"),
        ({"units": "x"}, "units", "not_a_list"),
        ({"units": [3]}, "units[0]", "not_a_mapping"),
        ({"valid_from": "soon"}, "valid_from", "bad_date"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "valid_to", "before_valid_from"),
        ({"prerequisites": ["basics"]}, "prerequisites", "own_prerequisite"),
        ({"prerequisites": ["a-b", "a-b"]}, "prerequisites", "duplicate"),
        ({"certificate": {"valid_months": 0}}, "certificate.valid_months", "bad_number"),
        ({"completion": {"lessons": "most"}}, "completion.lessons", "unknown_value"),
        ({"completion": {"lessons": "none", "quizzes": "none"}}, "completion", "nothing_to_complete"),
        ({"colour": "red"}, "colour", "unknown_field"),
        ({"final_quiz": {"key": "f-1", "title": "t"}}, "final_quiz.draw", "questions_or_draw"),
        (lessons_of({"markdown": " "}), "units[0].lessons[0].markdown", "missing"),
        (lessons_of({}, {}), "units", "duplicate"),
        (lessons_of({"articles": ["第九条"]}), "units[0].lessons[0].articles[0]", "bad_article"),
        (
            lessons_of({"media": [{"file_id": "../x", "name": "n"}]}),
            "units[0].lessons[0].media[0].file_id",
            "bad_name",
        ),
    ],
)
def test_each_fault_is_named_at_its_place(change: Data, path: str, problem: str) -> None:
    found = problems_of({**course_data(), **change})
    assert (path, problem) in [(each["path"], each["problem"]) for each in found]
    with pytest.raises(CourseInvalid):
        parse_course({**course_data(), **change})


@pytest.mark.parametrize("data", [None, [], "x", {}, {"units": {"a": 1}}, {"completion": []}])
def test_what_is_no_course_is_refused(data: object) -> None:
    assert problems_of(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One course with a picture and a question, all of it in order."""
    course = course_data()
    course["units"][0]["lessons"][0] |= {"media": [{"file": "media/a.png", "name": "挂图"}]}
    for number, lesson in enumerate(course["units"][0]["lessons"]):
        text = lesson.pop("markdown") + "\n\n![图](media/a.png)\n"
        lesson["file"] = f"lessons/{number}.md"
        _write(tmp_path / "basics" / "lessons" / f"{number}.md", text)
    _write(tmp_path / "basics" / "course.yaml", yaml.safe_dump(course, allow_unicode=True))
    _write(tmp_path / "basics" / "questions" / "a.yaml", yaml.safe_dump([single(1, key="basics-q1")]))
    _write(tmp_path / "topics.yaml", "local_bodies: {zh: 地方机构, en: Local bodies}\n")
    (tmp_path / "basics" / "media").mkdir()
    (tmp_path / "basics" / "media" / "a.png").write_bytes(PNG)
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_folder_is_read_with_its_texts_files_and_questions(folder: Path) -> None:
    content = read_content(folder)
    assert content.problems == []
    [course] = content.courses
    assert list(course.files) == ["media/a.png"]
    assert [question.key for question in course.questions] == ["basics-q1"]
    lesson = next(course.source({"media/a.png": "c" * 32}).lessons)
    assert lesson.markdown.endswith(f"![图](file:{'c' * 32})")
    assert lesson.media[0].to_data() == {"file_id": "c" * 32, "name": "挂图"}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "basics/lessons/0.md").unlink(), "basics/course.yaml: lessons/0.md: file_missing"),
        (lambda f: _write(f / "basics/lessons/0.md", "![x](../../secret.png)"), "../../secret.png: file_missing"),
        (lambda f: _write(f / "basics/lessons/0.md", "![x](lessons/1.md)"), "lessons/1.md: file_of_other_kind"),
        (lambda f: (f / "basics/lessons/0.md").write_bytes(b"\xff\xfe"), "basics/lessons/0.md: not_utf_8"),
        (lambda f: _write(f / "basics/course.yaml", "key: [1\n"), "basics/course.yaml:2: yaml_unreadable"),
        (lambda f: _write(f / "basics/course.yaml", "- 1\n"), "basics/course.yaml: not_a_mapping"),
        (lambda f: (f / "basics").rename(f / "other"), "other/course.yaml:7: key: not_the_folder_name"),
        (lambda f: _write(f / "basics/questions/b.yaml", "x: 1"), "basics/questions/b.yaml: not_a_list"),
        (lambda f: _write(f / "topics.yaml", "other: {zh: 甲, en: A}"), "a.yaml:18: [0].topic: topic_unknown"),
        (
            lambda f: _write(f / "basics/questions/b.yaml", "- {key: b-1}\n"),
            "basics/questions/b.yaml:1: [0].type: missing",
        ),
        (
            lambda f: _write(f / "basics/questions/b.yaml", yaml.safe_dump([single(1, key="basics-q1")])),
            "basics/questions/b.yaml: basics-q1: duplicate_question_key (basics/questions/a.yaml)",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_folder_is_said_with_file_and_line(
    folder: Path, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(folder)
    problems = [problem.text() for problem in read_content(folder).problems]
    assert [text for text in problems if text.endswith(said)], problems


def test_a_folder_without_courses_is_a_mistake(tmp_path: Path) -> None:
    assert [problem.problem for problem in read_content(tmp_path).problems] == ["no_courses"]
