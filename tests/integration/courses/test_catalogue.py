"""Courses over HTTP: learned, completed once, kept through new versions, opened in their order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.db import Database, new_id
from backend.core.events import _handlers
from backend.identity.permissions import Role
from backend.identity.public import place_node
from courses.catalogue.models import Completion, LessonDone
from courses.catalogue.operations.authoring import publish_course, save_course, withdraw_course
from courses.events import CourseCompleted
from tests.factories.courses import course_data, lesson_data, make_course, outline_of, sit
from tests.factories.identity import actor_of, make_account, make_holder
from tests.factories.quizzes import SYSTEM
from tests.integration.approvals.test_lists import counted
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.unchanged import nothing_changes


@pytest.fixture
def actors(database: Database) -> dict[str, Actor]:
    """Two who learn, an author, and somebody of the training authority."""
    with database.write() as tx:
        accounts = {name: make_account(tx, name) for name in ("ann", "bob")}
        accounts["author"] = make_holder(tx, "author", Role.AUTHOR, None)
        county = place_node(tx, "region", "990102", "清溪县", None)
        accounts["training"] = make_holder(tx, "training", Role.TRAINING, county)
        return {name: actor_of(tx, account_id) for name, account_id in accounts.items()}


@pytest.fixture
def people(app: Flask, actors: dict[str, Actor]) -> dict[str, Person]:
    let_act(app, actors)
    return {name: person(app, name) for name in actors}


@contextmanager
def heard(event: type[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The events of a kind that are published in the block."""
    told: list[Any] = []
    monkeypatch.setitem(_handlers, event, [*_handlers[event], lambda _tx, one: told.append(one)])
    yield told
    monkeypatch.undo()


def lessons_of(course: dict[str, Any]) -> list[str]:
    return [lesson["id"] for unit in course["units"] for lesson in unit["lessons"]]


def test_a_course_is_learned_and_completed_once_however_often_it_is_sent(
    people: dict[str, Person], actors: dict[str, Actor], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as tx:
        course_id = make_course(tx, certificate={"valid_months": 24})
        quiz_id = outline_of(tx, course_id).quiz_ids[0]
    ann = people["ann"]
    [item] = ann.read("/courses")["items"]
    assert (item["id"], item["state"], item["lessons"], item["lessons_done"]) == (course_id, "new", 2, 0)
    assert item["certificate"]
    assert ann.read("/courses/home")["recommended"] == [item]
    first, second = lessons_of(ann.read(f"/courses/{course_id}"))
    lesson = ann.read(f"/courses/{course_id}/lessons/{first}")
    assert lesson["html"].startswith("<h2>basics-1</h2>")
    assert (lesson["previous"], lesson["next"]["id"], lesson["done"]) == (None, second, False)
    command = new_id()
    with heard(CourseCompleted, monkeypatch) as completed:
        for repeat in range(10):
            answer = ann.post(f"/courses/lessons/{first}/done", {}, command_id=command if repeat % 2 else None)
            assert said(answer) == {"course_id": course_id, "state": "begun", "lessons": 2, "lessons_done": 1}
        resume = ann.read("/courses/home")["continue"]
        assert (resume["course_id"], resume["lesson_id"], resume["quiz_id"]) == (course_id, second, None)
        ann.post(f"/courses/lessons/{second}/done", {})
        assert ann.read("/courses/home")["continue"]["quiz_id"] == quiz_id
        with database.write() as tx:
            sit(tx, actors["ann"], quiz_id, right=False)
        assert completed == []
        for _ in range(10):
            with database.write() as tx:
                sit(tx, actors["ann"], quiz_id)
            ann.post(f"/courses/lessons/{second}/done", {})
    assert [(event.account_id, event.course_id) for event in completed] == [(actors["ann"].account_id, course_id)]
    page = ann.read(f"/courses/{course_id}")
    assert (page["state"], page["final_quiz"]["passed"]) == ("completed", True)
    assert page["completed_on"] == "2026-06-16"
    assert ann.read("/courses/home")["continue"] is None
    assert people["bob"].read(f"/courses/{course_id}")["state"] == "new"
    with database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Completion)) == 1
        assert tx.session.scalar(select(func.count()).select_from(LessonDone)) == 2


def test_a_course_that_is_passed_before_it_is_read_completes_with_its_last_lesson(
    people: dict[str, Person], actors: dict[str, Actor], database: Database
) -> None:
    with database.write() as tx:
        course_id = make_course(tx, lessons=1)
        outline = outline_of(tx, course_id)
        sit(tx, actors["ann"], outline.quiz_ids[0])
    answer = people["ann"].post(f"/courses/lessons/{outline.lesson_ids[0]}/done", {})
    assert said(answer)["state"] == "completed"


def test_a_new_version_keeps_what_was_done_and_never_changes_the_old_one(
    people: dict[str, Person], database: Database
) -> None:
    with database.write() as tx:
        course_id = make_course(tx, quiz=False, lessons=3)
        first, second, _ = outline_of(tx, course_id).lesson_ids
    ann, author = people["ann"], people["author"]
    ann.post(f"/courses/lessons/{first}/done", {})
    ann.post(f"/courses/lessons/{second}/done", {})
    draft = author.read(f"/courses/{course_id}/draft")
    assert (draft["changed"], draft["problems"], draft["current_version"]) == (False, [], 1)
    with nothing_changes(database):
        again = author.post(f"/courses/{course_id}/publication", {"revision": 1})
        assert code_of(again) == (422, "course_unchanged")
    source = draft["source"]
    old, _, kept = source["units"][0]["lessons"]
    source["units"][0]["lessons"] = [{**old, "markdown": "新的正文"}, kept, lesson_data("basics-4")]
    saved = said(author.put(f"/courses/{course_id}", {"source": source, "revision": 1}))
    assert (saved["revision"], saved["problems"]) == (2, [])
    assert "正文。" in ann.read(f"/courses/{course_id}/lessons/{first}")["html"], "a draft is nobody's lesson"
    with nothing_changes(database):
        stale = author.put(f"/courses/{course_id}", {"source": source, "revision": 1})
        assert code_of(stale) == (409, "course_changed")
        assert code_of(author.post(f"/courses/{course_id}/publication", {"revision": 1})) == (
            409,
            "course_changed",
        )
    assert said(author.post(f"/courses/{course_id}/publication", {"revision": 2})) == {"version": 2}
    page = ann.read(f"/courses/{course_id}")
    assert [lesson["done"] for lesson in page["units"][0]["lessons"]] == [True, False, False]
    assert (page["version"], page["lessons"], page["lessons_done"]) == (2, 3, 1)
    assert "新的正文" in ann.read(f"/courses/{course_id}/lessons/{first}")["html"]
    assert code_of(ann.get(f"/courses/{course_id}/lessons/{second}")) == (404, "lesson_not_found")
    assert ann.post(f"/courses/lessons/{second}/done", {}).status_code == 200, "a phone may have been off"
    for lesson_id in lessons_of(page)[1:]:
        ann.post(f"/courses/lessons/{lesson_id}/done", {})
    assert ann.read(f"/courses/{course_id}")["state"] == "completed"


def test_what_comes_first_opens_what_comes_next(
    people: dict[str, Person], actors: dict[str, Actor], database: Database
) -> None:
    with database.write() as tx:
        first_id = make_course(tx, "first", lessons=1, quiz=False)
        next_id = make_course(tx, "next", lessons=1, prerequisites=["first"])
        [first], outline = outline_of(tx, first_id).lesson_ids, outline_of(tx, next_id)
    ann = people["ann"]
    assert [item["id"] for item in ann.read("/courses/home")["recommended"]] == [first_id]
    page = ann.read(f"/courses/{next_id}")
    assert page["prerequisites"] == [{"id": first_id, "title": "课程 first", "completed": False}]
    lesson_id, quiz_id = outline.lesson_ids[0], outline.quiz_ids[0]
    with nothing_changes(database, core_command=1):
        for path in (f"/courses/{next_id}/lessons/{lesson_id}", f"/courses/{next_id}/package"):
            assert code_of(ann.get(path)) == (422, "course_prerequisite_missing")
        refused = ann.post(f"/courses/lessons/{lesson_id}/done", {})
        assert said(refused)["facts"] == {"courses": [first_id]}
        refused = ann.post(f"/quizzes/{quiz_id}/attempts", {})
        assert code_of(refused) == (422, "course_prerequisite_missing")
    ann.post(f"/courses/lessons/{first}/done", {})
    assert ann.read(f"/courses/{next_id}")["prerequisites"][0]["completed"]
    assert ann.post(f"/courses/lessons/{lesson_id}/done", {}).status_code == 200
    with database.write() as tx:
        sit(tx, actors["ann"], quiz_id)
    assert ann.read(f"/courses/{next_id}")["state"] == "completed"


def test_what_is_not_offered_is_not_learned(people: dict[str, Person], database: Database) -> None:
    with database.write() as tx:
        over = make_course(tx, "over", valid_to="2026-06-15")
        gone = make_course(tx, "gone", quiz=False)
        lessons = {key: outline_of(tx, key).lesson_ids[0] for key in (over, gone)}
        [quiz_id] = outline_of(tx, over).quiz_ids
        withdraw_course(tx, SYSTEM, gone)
    ann, author = people["ann"], people["author"]
    draft = said(author.post("/courses", {"source": {"key": "draft"}}))
    assert {problem["path"] for problem in draft["problems"]} >= {"title", "summary", "hours", "units"}
    assert ann.read("/courses")["items"] == []
    assert code_of(ann.get(f"/courses/{gone}")) == (404, "course_not_found")
    assert code_of(ann.get(f"/courses/{draft['id']}")) == (404, "course_not_found")
    assert author.read(f"/courses/{gone}")["id"] == gone
    with nothing_changes(database, core_command=1):
        assert code_of(ann.post(f"/quizzes/{quiz_id}/attempts", {})) == (422, "course_not_open")
        assert code_of(ann.post(f"/courses/lessons/{lessons[over]}/done", {})) == (422, "course_not_open")
        assert code_of(ann.post(f"/courses/lessons/{lessons[gone]}/done", {})) == (404, "lesson_not_found")
        assert code_of(ann.post(f"/courses/lessons/{'0' * 32}/done", {})) == (404, "lesson_not_found")
    states = {item["key"]: item["state"] for item in people["training"].read("/courses/authored")["items"]}
    assert states == {"over": "published", "gone": "withdrawn", "draft": "draft"}


def test_what_an_author_may_not_save_or_publish(people: dict[str, Person], database: Database) -> None:
    with database.write() as tx:
        course_id = make_course(tx, quiz=False)
    author = people["author"]
    draft_id = said(author.post("/courses", {"source": course_data("other", prerequisites=["nowhere"])}))["id"]
    with nothing_changes(database):
        for body, status, code in (
            ({"source": {}}, 422, "course_invalid"),
            ({"source": {"key": "Bad"}}, 422, "course_invalid"),
            ({"source": {"key": "basics"}}, 409, "course_key_taken"),
            ({"source": [1]}, 422, "invalid_input"),
            ({"source": {"key": "x-1"}, "state": "published"}, 422, "invalid_input"),
        ):
            assert code_of(author.post("/courses", body)) == (status, code), body
        renamed = author.put(f"/courses/{course_id}", {"source": course_data("else"), "revision": 1})
        assert code_of(renamed) == (422, "course_invalid")
        assert code_of(author.put(f"/courses/{'0' * 32}", {"source": course_data(), "revision": 1})) == (
            404,
            "course_not_found",
        )
        unknown = author.post(f"/courses/{draft_id}/publication", {"revision": 1})
        assert code_of(unknown) == (422, "course_invalid"), "its quiz asks for a question that does not exist"
        assert code_of(author.post(f"/courses/{draft_id}/withdrawal")) == (422, "course_not_published")
    source = course_data("other", prerequisites=["nowhere"], quiz=False)
    author.put(f"/courses/{draft_id}", {"source": source, "revision": 1})
    with nothing_changes(database):
        unknown = author.post(f"/courses/{draft_id}/publication", {"revision": 2})
        assert said(unknown)["facts"] == {"keys": ["nowhere"], "circular": []}
    foreign = lesson_data("o-1", markdown=f"![x](file:{'0' * 32})")
    source = course_data("other", quiz=False, units=[{"title": "一", "lessons": [foreign]}])
    author.put(f"/courses/{draft_id}", {"source": source, "revision": 2})
    with nothing_changes(database):
        lost = author.post(f"/courses/{draft_id}/publication", {"revision": 3})
        assert said(lost)["facts"]["problems"] == [{"path": "units", "problem": "file_missing", "key": "0" * 32}]
    assert said(author.post("/courses/preview", {"markdown": "<script>x</script>"})) == {
        "html": "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"
    }


def test_courses_do_not_wait_for_each_other(database: Database) -> None:
    with database.write() as tx:
        first_id = make_course(tx, "first", quiz=False)
        make_course(tx, "second", quiz=False, prerequisites=["first"])
        save_course(tx, SYSTEM, first_id, course_data("first", quiz=False, prerequisites=["second"]))
        with pytest.raises(Exception, match="course_prerequisite_unknown"):
            publish_course(tx, SYSTEM, first_id)


def test_a_whole_course_is_taken_along(people: dict[str, Person], database: Database) -> None:
    with database.write() as tx:
        course_id = make_course(tx)
    package = people["ann"].read(f"/courses/{course_id}/package")
    assert [lesson["id"] for lesson in package["lessons"]] == lessons_of(package["course"])
    assert all(lesson["html"] for lesson in package["lessons"])
    assert (package["version"], package["media"]) == (1, [])
    assert package["size_bytes"] == package["course"]["package_bytes"] > 0
    assert "key" not in str(package["course"]["final_quiz"]), "papers stay online"


def cost_of(who: Person, database: Database, path: str, expected: int) -> int:
    """How many statements a page takes, which must be as long as expected where it is a list."""
    with counted(database.engine) as statements:
        found = who.read(path)
    assert len(found.get("items", range(expected))) == expected
    return len(statements)


def test_lists_cost_the_same_however_long_they_are(people: dict[str, Person], database: Database) -> None:
    paths = ("/courses?limit=50", "/courses/home", "/courses?limit=50&q=课程")
    ann, made = people["ann"], 0
    costs = []
    for upto in (2, 50):
        with database.write() as tx:
            ids = [make_course(tx, f"c-{number}", lessons=1, quiz=False) for number in range(made, upto)]
            [lesson_id] = outline_of(tx, ids[0]).lesson_ids
        made = upto
        ann.post(f"/courses/lessons/{lesson_id}/done", {})
        costs.append([cost_of(ann, database, path, upto) for path in paths])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8
    assert len(ann.read("/courses?limit=20")["items"]) == 20
    assert ann.read("/courses?limit=20")["next_cursor"]
