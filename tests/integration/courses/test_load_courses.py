"""Courses that are kept as files: loaded whole or not at all, and once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from backend.core.db import Database
from backend.core.runtime import Runtime
from courses.catalogue.commands import COMMANDS
from courses.catalogue.models import Assignment, Completion, Course, CourseVersion, LessonVersion, Obligation
from courses.catalogue.operations.learning import mark_lesson_done
from courses.catalogue.verify import CHECKS
from tests.factories.courses import course_data, make_course, outline_of, sit
from tests.factories.quizzes import learner, single
from tests.integration.approvals.test_races import race
from tests.support.unchanged import nothing_changes

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two courses, of which the first by name waits for the other; a picture, and a question each."""
    for key, changes in (("advanced", {"prerequisites": ["basics"]}), ("basics", {})):
        write_course(tmp_path / "content", key, **changes)
    return tmp_path / "content"


def write_course(content: Path, key: str, **changes: Any) -> None:
    course = course_data(key, **changes)
    lesson = course["units"][0]["lessons"][0]
    lesson["markdown"] += "\n\n![图](media/a.png)"
    (content / key / "questions").mkdir(parents=True, exist_ok=True)
    (content / key / "media").mkdir(exist_ok=True)
    (content / key / "media" / "a.png").write_bytes(PNG)
    (content / key / "course.yaml").write_text(yaml.safe_dump(course, allow_unicode=True), encoding="utf-8")
    questions = yaml.safe_dump([single(1, key=f"{key}-q1")], allow_unicode=True)
    (content / key / "questions" / "all.yaml").write_text(questions, encoding="utf-8")


def load(runtime: Runtime, *arguments: str) -> Result:
    [group] = COMMANDS
    return CliRunner().invoke(group, ["courses", *arguments], obj=runtime)


def test_a_folder_is_loaded_once_and_what_changed_again(
    folder: Path, runtime: Runtime, database: Database
) -> None:
    first = load(runtime, str(folder))
    assert first.output == "courses: 2 added, 0 changed, 0 same; questions: 2 added, 0 changed, 0 same\n"
    with nothing_changes(database):
        again = load(runtime, str(folder))
    assert again.output == "courses: 0 added, 0 changed, 2 same; questions: 0 added, 0 changed, 2 same\n"
    write_course(folder, "basics", title="新的名称")
    changed = load(runtime, str(folder))
    assert changed.output == "courses: 0 added, 1 changed, 1 same; questions: 0 added, 0 changed, 2 same\n"
    with database.read() as tx:
        versions = tx.session.execute(select(Course.key, CourseVersion.version).join(CourseVersion)).all()
        assert sorted(map(tuple, versions)) == [("advanced", 1), ("basics", 1), ("basics", 2)]
        assert [finding for check in CHECKS for finding in check(tx)] == []
    kept = [path for path in (runtime.settings.data_dir / "files").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [PNG, PNG], "each course keeps its picture once"


def test_with_one_fault_nothing_is_loaded(folder: Path, runtime: Runtime, database: Database) -> None:
    with nothing_changes(database):
        assert "2 courses, 2 questions, no problems" in load(runtime, str(folder), "--check").output
        (folder / "basics" / "media" / "a.png").write_bytes(b"<svg onload=alert(1)>")
        refused = load(runtime, str(folder))
        assert (refused.exit_code, "file_content_refused" in refused.output) == (3, True)
        (folder / "basics" / "media" / "a.png").unlink()
        refused = load(runtime, str(folder))
        assert (refused.exit_code, refused.output.splitlines()[-1]) == (3, "1 problems, nothing was loaded")
        write_course(folder, "basics", final_quiz={"key": "b-final", "title": "t", "questions": ["no-such-one"]})
        refused = load(runtime, str(folder))
        assert (refused.exit_code, "basics/course.yaml: final_quiz" in refused.output) == (3, True)
        write_course(folder, "basics", prerequisites=["advanced"])
        refused = load(runtime, str(folder))
        assert (refused.exit_code, refused.output.count("prerequisites_circular")) == (3, 2)


def test_the_last_lesson_and_the_last_quiz_at_the_same_moment_complete_the_course(
    database: Database,
) -> None:
    with database.write() as tx:
        course_id = make_course(tx, lessons=4)
        outline = outline_of(tx, course_id)
    me = learner()

    def do(lesson_id: str) -> None:
        with database.write() as tx:
            mark_lesson_done(tx, me, lesson_id)

    def take() -> None:
        with database.write() as tx:
            sit(tx, me, outline.quiz_ids[0])

    acts: list[Callable[[], object]] = [
        *(lambda lesson=lesson: do(lesson) for lesson in outline.lesson_ids * 2),
        take,
    ]
    assert race(acts) == {"done": len(acts)}
    with database.read() as tx:
        rows = tx.session.execute(text("SELECT account_id FROM courses_completion")).all()
        assert [row.account_id for row in rows] == [me.account_id]


def test_what_verify_finds(database: Database) -> None:
    """Each planted row is found, each by its check."""
    day = date(2026, 6, 1)
    with database.write() as tx:
        course_id = make_course(tx)
        [lesson, _] = outline_of(tx, course_id).lessons
        assignment = Assignment(
            course_id=course_id,
            node_id="n",
            roles=[],
            ranks=[],
            due_on=day,
            reminders=[],
            made_on=day,
            ended_on=day,
        )
        texts = {"title": "t", "title_en": "", "summary_en": "", "markdown": "甲", "html": "<script>x</script>"}
        planted = LessonVersion(
            lesson_id=lesson.id,
            version=2,
            digest="",
            articles=[],
            media=[],
            pictures=[],
            recorded_at=tx.now(),
            **texts,
        )
        completed = Completion(account_id="nobody", course_id=course_id, version=1, completed_on=day)
        tx.session.add_all([assignment, planted, completed])
        tx.session.flush()
        for account_id in ("nobody", "somebody"):
            owed = Obligation(assignment_id=assignment.id, account_id=account_id, opened_on=day)
            tx.session.add(owed)
        gone = Course(key="gone", state="published", current_version=7, created_at=tx.now())
        tx.session.add(gone)
    with database.read() as tx:
        found = sorted(finding.check for check in CHECKS for finding in check(tx))
    assert found == [
        "course_completion",
        "course_obligation",
        "course_obligation",
        "course_version",
        "lesson_html",
    ]
