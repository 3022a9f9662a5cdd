"""The question desk: asked, answered in scope, asked on, made an entry, found, withdrawn; and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from backend.core.runtime import Runtime
from backend.identity.audit.models import AuditRow
from backend.identity.operations.scope import place_node
from courses.desk.models import DESK_SEARCH
from courses.desk.policies import QUESTIONS_A_DAY
from courses.desk.verify import check_entries_found
from tests.factories.courses import make_course, outline_of
from tests.support.app_browser import AppBrowser
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes
from tests.support.world import PASSWORD, World, make_world

QUESTION = "单位有空缺，可以先让人来上班再报入编吗？"
ANSWER = "不可以。**先核准使用编制**，再办理入编。\n\n<script>alert(1)</script>"
ENTRY = {
    "title": "有空缺能不能先上班后入编？",
    "answer": ANSWER,
    "article": "地方各级人民政府机构设置和编制管理条例 第十八条",
}


@pytest.fixture
def world(runtime: Runtime, shelf: Shelf) -> World:
    """The office, an officer and a clerk of a county elsewhere, and somebody without any place."""
    world = shelf.take(make_world, runtime)
    with runtime.database.write() as tx:
        elsewhere = place_node(tx, "region", "990199", "青石县", None)
        world.add_account(tx, "far-officer", "officer", at=elsewhere)
        world.add_account(tx, "far-unit", "unit", at=elsewhere)
    return world


@pytest.fixture
def app_of(world: World, client_as: Callable[[str, str], FlaskClient]) -> Callable[[str], AppBrowser]:
    return lambda username: AppBrowser(client_as(username, PASSWORD))


def test_a_question_becomes_an_entry_that_everybody_finds(
    runtime: Runtime, app_of: Callable[[str], AppBrowser]
) -> None:
    unit, officer, chief, far = (app_of(name) for name in ("unit", "officer", "chief", "far-unit"))
    with runtime.database.write() as tx:
        course_id = make_course(tx)
        lesson_id = outline_of(tx, course_id).units[0].lessons[0].id
    asked = _done(unit.post("/desk/questions", {"text": QUESTION, "about": {"kind": "lesson", "id": lesson_id}}))
    path = f"/desk/questions/{asked['id']}"
    assert {notice["topic"] for notice in officer.read("/notices")["items"]} >= {"desk_asked"}
    [waiting] = officer.read("/desk/questions?which=waiting")["items"]
    assert (waiting["id"], waiting["asker"]["name"], waiting["state"]) == (asked["id"], "unit", "open")
    seen = officer.read(path)
    assert (seen["about_title"], seen["can"]["answer"], seen["anonymous"]) == ("第 basics-1 课", True, True)
    answer = {"text": ANSWER, "share": True, "version": seen["version"]}
    answered = _done(officer.post(f"{path}/answers", answer))
    [said] = answered["messages"]
    assert "<strong>先核准使用编制</strong>" in said["html"]
    assert "<script" not in said["html"]
    assert "desk_answered" in {notice["topic"] for notice in unit.read("/notices")["items"]}
    # a learner elsewhere reads it, not who asked
    [shared] = far.read("/desk/questions?which=shared")["items"]
    assert (shared["asker"], far.read(path)["can"]["answer"]) == (None, False)
    _done(unit.send("PUT", f"{path}/helped", {"helped": True}))
    assert unit.read(path)["helped"]
    assert not far.read(path)["helped"]
    _done(unit.post(f"{path}/messages", {"text": "军转安置的也一样吗？"}))
    assert [(row["state"], row["mine"]) for row in unit.read("/desk/questions")["items"]] == [("open", True)]
    assert far.get(path).status_code == 404  # it is being talked about again
    assert [notice["topic"] for notice in officer.read("/notices")["items"]].count("desk_asked") == 2
    version = chief.read(path)["version"]
    _done(chief.post(f"{path}/answers", {"text": "一样。", "share": True, "version": version}))
    entry = _done(chief.post("/desk/faq", {**ENTRY, "question_id": asked["id"]}))
    assert unit.read(path)["entry_id"] == entry["id"]
    for query in ("先上班", "入编 空缺", "第十八条", "xianshangban"):
        assert [found["id"] for found in far.read(f"/desk/faq?q={query}")["items"]] == [entry["id"]], query
    assert far.read("/desk/faq?q=别的")["items"] == []
    _keep_revise_and_withdraw(entry["id"], far, officer)
    with runtime.database.read() as tx:
        desk = AuditRow.action.startswith("courses:desk_")
        rows = tx.session.scalars(select(AuditRow.action).where(desk).order_by(AuditRow.seq))
        actions = [action.split(":", 1)[1] for action in rows]
    assert actions == [
        "desk_question:asked",
        "desk_question:answered",
        "desk_question:asked_on",
        "desk_question:answered",
        "desk_entry:published",
        "desk_entry:revised",
        "desk_entry:withdrawn",
        "desk_entry:revised",
    ]


def test_the_search_is_held_to_what_is_published(runtime: Runtime, app_of: Callable[[str], AppBrowser]) -> None:
    entry = _done(app_of("officer").post("/desk/faq", ENTRY))
    with runtime.database.write() as tx:
        assert list(check_entries_found(tx)) == []
        DESK_SEARCH.delete(tx.connection, [entry["id"]])
        [finding] = check_entries_found(tx)
    assert finding.line().startswith("desk_search")


def _keep_revise_and_withdraw(entry_id: str, far: AppBrowser, officer: AppBrowser) -> None:
    path = f"/desk/faq/{entry_id}"
    _done(far.send("PUT", f"{path}/useful", {"useful": True}))
    _done(far.send("PUT", f"{path}/useful", {"useful": True}))
    assert [row["useful"] for row in far.read("/desk/faq?which=useful")["items"]] == [True]
    assert officer.read("/desk/faq?which=useful")["items"] == []
    assert (far.read(path)["answer"], far.read(path)["can_edit"]) == (None, False)
    changed = {**ENTRY, "title": "能不能先报到后入编？", "article": ""}
    revised = _done(officer.send("PUT", path, {**changed, "version": officer.read(path)["version"]}))
    assert (revised["article"], revised["version"]) == (None, 2)
    assert far.read("/desk/faq?q=先上班")["items"] == []
    assert len(far.read("/desk/faq?q=先报到")["items"]) == 1
    _done(officer.post(f"{path}/withdrawal", {"version": 2}))
    assert far.get(path).status_code == 404
    assert far.read("/desk/faq")["items"] == far.read("/desk/faq?q=先报到")["items"] == []
    assert [row["id"] for row in officer.read("/desk/faq?which=withdrawn")["items"]] == [entry_id]
    _done(officer.send("PUT", path, {**changed, "version": 3}))
    assert len(far.read("/desk/faq?q=先报到")["items"]) == 1


def test_what_is_refused_leaves_nothing(runtime: Runtime, app_of: Callable[[str], AppBrowser]) -> None:
    unit, officer, far = (app_of(name) for name in ("unit", "officer", "far-officer"))
    asked = _done(unit.post("/desk/questions", {"text": QUESTION, "anonymous": False}))
    own = _done(officer.post("/desk/questions", {"text": "会审要几天？"}))
    entry = _done(officer.post("/desk/faq", ENTRY))
    path, said = f"/desk/questions/{asked['id']}", {"text": "可以。", "share": False, "version": 1}
    number = "410102198501010014"
    refusals: list[tuple[AppBrowser, str, str, Any, int, str]] = [
        (unit, "POST", "/desk/questions", {"text": f"{number} 能入编吗"}, 422, "desk_names_person"),
        (unit, "POST", "/desk/questions", {"text": "？"}, 422, "invalid_input"),
        (unit, "POST", "/desk/questions", _about("lesson", "0" * 32), 422, "desk_about_unknown"),
        (unit, "POST", "/desk/questions", _about("form", "../x"), 422, "invalid_input"),
        (unit, "POST", "/desk/questions", _about("none", "x"), 422, "invalid_input"),
        (unit, "POST", f"{path}/answers", said, 403, "permission_missing"),
        (far, "POST", f"{path}/answers", said, 404, "desk_question_not_found"),
        (far, "POST", f"{path}/messages", {"text": "我也想问"}, 404, "desk_question_not_found"),
        (far, "PUT", f"{path}/helped", {"helped": True}, 404, "desk_question_not_found"),
        (far, "POST", "/desk/faq", {**ENTRY, "question_id": asked["id"]}, 404, "desk_question_not_found"),
        (officer, "POST", f"{path}/answers", {**said, "version": 9}, 409, "desk_question_changed"),
        (officer, "POST", f"/desk/questions/{own['id']}/answers", said, 403, "desk_own_question"),
        (far, "PUT", f"/desk/faq/{entry['id']}", {**ENTRY, "version": 1}, 404, "desk_entry_not_found"),
        (officer, "PUT", f"/desk/faq/{entry['id']}", {**ENTRY, "version": 7}, 409, "desk_entry_changed"),
        (far, "POST", f"/desk/faq/{entry['id']}/withdrawal", {"version": 1}, 404, "desk_entry_not_found"),
        (unit, "PUT", f"/desk/faq/{'0' * 32}/useful", {"useful": True}, 404, "desk_entry_not_found"),
    ]
    # the seven commands that reached an operation keep their answers, and nothing else is there
    with nothing_changes(runtime.database, core_command=7):
        for who, method, where, body, status, code in refusals:
            answer = who.send(method, where, body)
            assert (answer.status_code, (answer.json or {}).get("code")) == (status, code), (method, where, body)
    assert far.get(path).status_code == 404
    assert far.read("/desk/questions?which=waiting")["items"] == []


def test_nobody_floods_the_desk(app_of: Callable[[str], AppBrowser]) -> None:
    unit = app_of("unit")
    for number in range(QUESTIONS_A_DAY):
        _done(unit.post("/desk/questions", {"text": f"第 {number} 个问题"}))
    refused = unit.post("/desk/questions", {"text": "再问一个"})
    assert (refused.status_code, refused.json and refused.json["code"]) == (429, "desk_too_many")
    page = unit.read("/desk/questions?limit=15")
    rest = unit.read(f"/desk/questions?limit=15&cursor={page['next_cursor']}")
    assert len({row["id"] for row in [*page["items"], *rest["items"]]}) == QUESTIONS_A_DAY


def _about(kind: str, about_id: str) -> dict[str, Any]:
    return {"text": QUESTION, "about": {"kind": kind, "id": about_id}}


def _done(answer: Any) -> Any:
    assert answer.status_code in (200, 201, 204), answer.get_data(as_text=True)
    return answer.json if answer.status_code != 204 else None
