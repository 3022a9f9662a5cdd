"""Goals and routine checks over HTTP: agreed, broken down, reported, changed, commented on, entered from paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.approvals.public import file_matter, matter_links
from backend.assessment.events import GoalsAgreed, RoutineCheckCommented
from backend.assessment.goals.jobs import run_month
from backend.assessment.goals.public import check_evidence, checks_of, goal_evidence, goals_of, unit_goal_evidence
from backend.assessment.goals.reminders import MONTHLY, has_goals_ahead, tell_of_month
from backend.assessment.goals.verify import check_goals
from backend.assessment.terms import Evidence, Period
from backend.core import events
from backend.core.clock import SHANGHAI, FixedClock
from backend.core.jobs import JobContext, JobRow
from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from backend.identity.public import grant_directly
from backend.records.public import FileStore, store_file
from backend.register.public import node_of_organization
from notifications.models import Notice
from tests.factories.identity import SYSTEM
from tests.factories.rounds import Bureau, make_bureau
from tests.integration.courses.training_people import Person, code_of, let_act, person
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes
from tests.support.world import entry_form

YEAR = Period.of_year(2026)
ACTORS = ("director", "chief", "ann", "ben", "head", "assessor", "unit")


@pytest.fixture
def made(runtime: Runtime, shelf: Shelf) -> Bureau:
    return shelf.take(make_bureau, runtime)


@pytest.fixture
def people(app: Flask, runtime: Runtime, made: Bureau) -> dict[str, Person]:
    with runtime.database.read() as tx:
        let_act(app, {name: made.actor(tx, name) for name in ACTORS})
    return {name: person(app, name) for name in ACTORS}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is published of goals and checks."""
    heard: list[Any] = []
    for kind in (GoalsAgreed, RoutineCheckCommented):
        handlers = [*events._handlers.get(kind, ()), lambda _tx, event: heard.append(event)]
        monkeypatch.setitem(events._handlers, kind, handlers)
    return heard


def goals(made: Bureau, *, ben: int = 4_000) -> list[dict[str, Any]]:
    """Two goals: an amount by two people, and something to be done by one of them."""
    first = [
        {"person_id": made.persons["ann"], "weight": 6_000, "due_on": "2026-06-30"},
        {"person_id": made.persons["ben"], "weight": ben, "due_on": "2026-05-31"},
    ]
    second = [{"person_id": made.persons["ann"], "weight": 10_000, "due_on": "2026-12-31"}]
    amount = {"title": "老旧小区改造", "measure": "amount", "unit_word": "个", "target": 1_000, "weight": 7_000}
    done = {"title": "修订办事指南", "measure": "yes_no", "weight": 3_000}
    return [
        {**amount, "due_on": "2026-06-30", "parts": first},
        {**done, "due_on": "2026-12-31", "parts": second},
    ]


def agreed(head: Person, made: Bureau) -> dict[str, Any]:
    """The plan of :func:`goals`, agreed."""
    path = f"/assessment/goals/units/{made.bureau}"
    saved = head.put(f"{path}/draft", {"version": 0, "goals": goals(made)})
    assert saved.status_code == 200, saved.text
    answer = head.post(f"{path}/agreement", {"version": 1})
    assert answer.status_code == 200, answer.text
    plan: dict[str, Any] = answer.json or {}
    return plan


def test_goals_are_agreed_reported_and_become_evidence(
    runtime: Runtime, made: Bureau, people: dict[str, Person], told: list[Any]
) -> None:
    head, ann, ben = people["head"], people["ann"], people["ben"]
    path = f"/assessment/goals/units/{made.bureau}"
    assert head.read("/assessment/goals/units")["items"][0]["id"] == made.bureau
    assert head.read(path)["version"] == 0
    head.put(f"{path}/draft", {"version": 0, "goals": goals(made, ben=3_000)})
    with nothing_changes(runtime.database, core_command=1):
        refused = head.post(f"{path}/agreement", {"version": 1})
    assert code_of(refused) == (422, "goal_weights_do_not_sum")
    assert (refused.json or {})["facts"] == {"goal": 1, "sum": 9_000, "whole": 10_000, "missing": 1_000}
    assert ann.read("/assessment/goals/mine")["parts"] == []
    assert head.put(f"{path}/draft", {"version": 1, "goals": goals(made)}).status_code == 200
    assert (head.post(f"{path}/agreement", {"version": 2}).json or {})["state"] == "agreed"
    assert [set(event.account_ids) for event in told] == [{made.accounts["ann"], made.accounts["ben"]}]

    [first, second] = ann.read("/assessment/goals/mine")["parts"]
    assert (first["target"], first["weight_of_year"], second["target"]) == (600, 4_200, 100)
    part = f"/assessment/goals/parts/{first['id']}/progress"
    assert ann.post(part, {"done_on": "2026-06-15", "amount": 200, "note": "东街两个"}).status_code == 201
    mistaken = ann.post(part, {"done_on": "2026-06-16", "amount": 9_900, "note": ""}).json or {}
    assert mistaken["reached"] == 10_000
    undone = ann.post(f"/assessment/goals/progress/{mistaken['progress'][1]['id']}/reversal").json or {}
    assert (undone["done"], [entry["taken_back"] for entry in undone["progress"]]) == (200, [False, True])
    entry = {"done_on": "2026-06-16", "amount": 100, "note": "会议纪要"}
    assert head.post(part, entry).status_code == 201
    [seen] = [part for part in ann.read("/assessment/goals/mine")["parts"] if part["id"] == first["id"]]
    assert [entry["by_head"] for entry in seen["progress"]] == [False, False, True]

    with runtime.database.read() as tx:
        both = goal_evidence(tx, [made.persons["ann"], made.persons["ben"]], YEAR)
        assert _amounts(both, made.persons["ann"]) == [(2_100, 4_200)]  # what is neither due nor begun is left out
        assert _amounts(both, made.persons["ben"]) == []  # due, but an empty entry is no minus
        [unit] = unit_goal_evidence(tx, [made.bureau], YEAR)
        assert (unit.amount, unit.out_of) == (2_100, 4_200)
        assert goals_of(tx, made.persons["ann"], 2026)[0].notes == ("东街两个", "会议纪要")
        assert list(check_goals(tx)) == []
    assert ben.read("/assessment/goals/mine?year=2025")["parts"] == []


def test_who_enters_nothing_is_as_if_there_were_no_goals(
    runtime: Runtime, made: Bureau, people: dict[str, Person], clock: FixedClock
) -> None:
    """Every part is due, nobody wrote a word: no evidence of anybody. That nothing was done has to be said."""
    head, everybody = people["head"], [made.persons[name] for name in ("ann", "ben", "cai")]
    [goal, _] = agreed(head, made)["goals"]
    clock.set(clock.now().replace(month=12, day=31))
    with runtime.database.read() as tx:
        for given in (goal_evidence(tx, everybody, YEAR), check_evidence(tx, everybody, YEAR)):
            assert given == []
        assert unit_goal_evidence(tx, [made.bureau], YEAR) == []
    path = f"/assessment/goals/parts/{goal['parts'][1]['id']}/progress"
    said = head.post(path, {"done_on": "2026-12-31", "amount": 0, "note": "未开展"}).json or {}
    with runtime.database.read() as tx:
        assert _amounts(goal_evidence(tx, everybody, YEAR), made.persons["ben"]) == [(0, 2_800)]
    assert head.post(f"/assessment/goals/progress/{said['progress'][0]['id']}/reversal").status_code == 200
    with runtime.database.read() as tx:
        assert goal_evidence(tx, everybody, YEAR) == []


def test_a_matter_shows_progress_and_is_named_to_whoever_may_see_it(
    app: Flask, runtime: Runtime, made: Bureau, people: dict[str, Person]
) -> None:
    with runtime.database.write() as tx:
        for role, place in ((Role.UNIT, made.institute), (Role.UNIT, made.bureau)):
            grant_directly(tx, SYSTEM, made.accounts["ann"], role, node_of_organization(tx, place))
        grant_directly(tx, SYSTEM, made.accounts["ben"], Role.UNIT, made.node)
        ann = made.actor(tx, "ann")
        form = {**entry_form(1, tx.today()), "effective_on": tx.today()}
        matter_id = file_matter(tx, ann, "personnel_entry", made.institute, form)
        number = matter_links(tx, ann, [matter_id])[matter_id].number
    with runtime.database.read() as tx:
        let_act(app, {name: made.actor(tx, name) for name in ACTORS})
    ann_here, ben, head = people["ann"], people["ben"], people["head"]
    named = {"number": number, "kind": "personnel_entry", "unit_name": "清溪县房产事务中心"}
    for query in ("", f"?q={number[-4:]}", "?q=房产", "?q=入编&kinds=personnel_entry"):
        assert ann_here.read(f"/assessment/goals/matters{query}")["items"] == [{"id": matter_id, **named}]
    assert ann_here.read("/assessment/goals/matters?q=水利")["items"] == []
    for query in ("", f"?q={number}"):  # neither worked on nor to be seen: not found, not even by its number
        assert ben.read(f"/assessment/goals/matters{query}")["items"] == []

    [part, bens] = agreed(head, made)["goals"][0]["parts"]
    entry = {"done_on": "2026-06-16", "amount": 100, "link_kind": "matter", "link_id": matter_id}
    with nothing_changes(runtime.database, core_command=1):
        refused = ben.post(f"/assessment/goals/parts/{bens['id']}/progress", entry)
        assert code_of(refused) == (404, "goal_evidence_not_found")
    kept = ann_here.post(f"/assessment/goals/parts/{part['id']}/progress", entry).json or {}
    assert (kept["progress"][0]["link_id"], kept["progress"][0]["matter"]) == (matter_id, named)
    [to_head] = head.read(f"/assessment/goals/units/{made.bureau}")["goals"][0]["parts"][0]["progress"]
    assert to_head["link_id"] is None
    assert to_head["matter"] == {"number": number, "kind": None, "unit_name": ""}


def test_what_is_due_is_told_once_a_month(
    runtime: Runtime, made: Bureau, people: dict[str, Person], clock: FixedClock
) -> None:
    agreed(people["head"], made)
    [first, _] = people["ann"].read("/assessment/goals/mine")["parts"]
    with runtime.database.read() as tx:
        [month] = tx.session.scalars(select(JobRow).where(JobRow.kind == MONTHLY))
        assert month.run_after.astimezone(SHANGHAI).date() == date(2026, 7, 1)
    assert _told_of_month(runtime, made) == {"ann"}  # whose part is due in June; another's was due in May
    assert _told_of_month(runtime, made) == {"ann"}  # and once only
    path = f"/assessment/goals/parts/{first['id']}/progress"
    people["ann"].post(path, {"done_on": "2026-06-16", "amount": first["target"], "note": ""})
    with runtime.database.write() as tx:
        assert tell_of_month(tx) == 0
    clock.set(clock.now().replace(month=12, day=1))
    with runtime.database.write() as tx:
        assert (tell_of_month(tx), has_goals_ahead(tx)) == (1, False)


def _told_of_month(runtime: Runtime, made: Bureau) -> set[str | None]:
    """Who has a notice of this month, after the month's job has run."""
    run_month(runtime, JobContext("0" * 32, MONTHLY, {}, None, runtime.database))
    with runtime.database.read() as tx:
        owners = tx.session.scalars(select(Notice.account_id).where(Notice.link_id == "2026-06")).all()
        assert len(owners) == len(set(owners))
        return {name for name, account_id in made.accounts.items() if account_id in owners}


def test_agreed_goals_change_by_dated_revisions(
    runtime: Runtime, made: Bureau, people: dict[str, Person], clock: FixedClock
) -> None:
    head, ann = people["head"], people["ann"]
    path = f"/assessment/goals/units/{made.bureau}"
    plan = agreed(head, made)
    [first, _] = ann.read("/assessment/goals/mine")["parts"]
    ann.post(
        f"/assessment/goals/parts/{first['id']}/progress", {"done_on": "2026-06-16", "amount": 300, "note": ""}
    )
    clock.set(clock.now().replace(month=7))
    changed = [_input(goal) for goal in plan["goals"]]
    ann_part, ben_part = changed[0]["parts"]
    changed[0]["parts"] = [ann_part, {**ben_part, "person_id": made.persons["cai"]}]
    body = {"version": plan["version"], "goals": changed, "effective_on": "2026-07-01", "reason": "人员变动"}
    with nothing_changes(runtime.database, core_command=5):
        for wrong, code in (
            ({"effective_on": "2026-06-15"}, "goal_revision_day"),
            ({"effective_on": "2026-07-17"}, "goal_revision_day"),
            ({"version": 1}, "goal_plan_changed"),
            ({"goals": changed[:1]}, "goal_weights_do_not_sum"),
            ({"goals": [_with_person(changed, made.persons["gao"]), changed[1]]}, "goal_person_elsewhere"),
        ):
            assert code_of(head.post(f"{path}/revisions", {**body, **wrong}))[1] == code
        assert (
            code_of(head.put(f"{path}/draft", {"version": plan["version"], "goals": []}))[1] == "goal_plan_agreed"
        )
    revised = head.post(f"{path}/revisions", body).json or {}
    assert [one["reason"] for one in revised["revisions"]] == ["人员变动", None]
    names = {part["person_id"]: part for part in revised["goals"][0]["parts"]}
    assert names[made.persons["ann"]]["done"] == 300
    assert names[made.persons["cai"]]["id"] != ben_part["id"]
    assert people["ben"].read("/assessment/goals/mine")["parts"] == []
    with runtime.database.read() as tx:
        assert list(check_goals(tx)) == []
        assert goal_evidence(tx, [made.persons["ben"]], YEAR) == []


def test_what_is_wrong_about_progress_is_refused(
    runtime: Runtime, made: Bureau, people: dict[str, Person], tmp_path: Any
) -> None:
    plan = agreed(people["head"], made)
    [ann_part, ben_part] = plan["goals"][0]["parts"]
    path = "/assessment/goals/parts/{}/progress"
    entry = {"done_on": "2026-06-16", "amount": 100, "note": "完成一个"}
    picture = tmp_path / "现场.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    with runtime.database.write() as tx:
        store = FileStore.of(runtime.settings)
        file_id = store_file(tx, SYSTEM, store, picture, "goal_part", ann_part["id"])
    ann, ben = people["ann"], people["ben"]
    with nothing_changes(runtime.database, core_command=7):
        for who, part, change, code in (
            (ben, ann_part, {}, "goal_part_not_found"),
            (people["unit"], ann_part, {}, "goal_part_not_found"),
            (ann, {"id": "0" * 32}, {}, "goal_part_not_found"),
            (ann, ann_part, {"done_on": "2026-06-17"}, "goal_progress_day"),
            (ann, ann_part, {"done_on": "2025-12-31"}, "goal_progress_day"),
            (ann, ann_part, {"link_kind": "matter", "link_id": "0" * 32}, "goal_evidence_not_found"),
            (ben, ben_part, {"link_kind": "file", "link_id": file_id}, "goal_evidence_not_found"),
        ):
            assert code_of(who.post(path.format(part["id"]), {**entry, **change}))[1] == code
        wrong: dict[str, Any]
        for wrong in ({"link_kind": "file"}, {"amount": 0, "note": ""}, {"amount": -1}, {"amount": 1.5}):
            assert ann.post(path.format(ann_part["id"]), {**entry, **wrong}).status_code == 422
    shown = ann.post(path.format(ann_part["id"]), {**entry, "link_kind": "file", "link_id": file_id}).json or {}
    assert shown["progress"][0]["link_name"] == "现场.png"
    statuses = {
        name: people[name].get(f"/files/{file_id}").status_code for name in ("ann", "head", "ben", "assessor")
    }
    assert statuses == {"ann": 200, "head": 200, "ben": 404, "assessor": 200}
    undo = f"/assessment/goals/progress/{shown['progress'][0]['id']}/reversal"
    with nothing_changes(runtime.database, core_command=1):
        assert code_of(ben.post(undo))[1] == "goal_part_not_found"
    assert ann.post(undo).status_code == 200
    with nothing_changes(runtime.database, core_command=1):
        assert code_of(ann.post(undo)) == (409, "goal_progress_taken_back")


def test_checks_are_written_commented_on_and_entered_from_paper(
    runtime: Runtime, made: Bureau, people: dict[str, Person], told: list[Any]
) -> None:
    ann, chief, assessor = people["ann"], people["chief"], people["assessor"]
    own = ann.read("/assessment/checks/mine")
    assert [check["period"] for check in own["checks"]] == ["2026-Q2", "2026-Q1"]
    assert own["superior"] is not None
    assert ann.put("/assessment/checks/mine/2026-Q1", {"text": "办结住房保障事项十二件。"}).status_code == 204
    [line] = [
        one for one in chief.read("/assessment/checks/people")["people"] if one["person_id"] == made.persons["ann"]
    ]
    assert line["checks"][1]["text"] == "办结住房保障事项十二件。"
    path = f"/assessment/checks/people/{made.persons['ann']}"
    assert chief.post(f"{path}/2026-Q1", {"grade": "fairly_good", "comment": "认真。"}).status_code == 204
    assert chief.post(f"{path}/2026-Q1", {"grade": "good", "comment": "认真负责。"}).status_code == 204
    paper = {
        "person_id": made.persons["ben"],
        "period": "2026-Q1",
        "grade": "average",
        "document": "清住建考〔2026〕3号",
        "document_on": "2026-04-08",
    }
    assert assessor.read("/assessment/checks/paper?q=生")["items"]
    assert assessor.post("/assessment/checks/paper", paper).status_code == 204
    assert [event.account_id for event in told] == [made.accounts[name] for name in ("ann", "ann", "ben")]
    with runtime.database.read() as tx:
        both = check_evidence(tx, [made.persons[name] for name in ("ann", "ben", "cai")], YEAR)
        assert _amounts(both, made.persons["ann"]) == [(100, 100)]
        assert [one.facts["from_paper"] for one in both if one.subject_id == made.persons["ben"]] == [1]
        assert {one.subject_id for one in both} == {
            made.persons["ann"],
            made.persons["ben"],
        }  # an empty one is none
        [kept] = checks_of(tx, made.persons["ann"], 2026)
        assert kept.comment is not None
        assert (kept.comment.number, kept.comment.comment) == (2, "认真负责。")


def test_what_is_wrong_about_checks_is_refused(runtime: Runtime, made: Bureau, people: dict[str, Person]) -> None:
    ann, ben, chief = people["ann"], people["ben"], people["chief"]
    path = f"/assessment/checks/people/{made.persons['ann']}"
    good = {"grade": "good"}
    paper = {"person_id": made.persons["ann"], "period": "2026-Q1", **good, "document": "1号"}
    paper["document_on"] = "2026-04-08"
    ann.put("/assessment/checks/mine/2026-Q1", {"text": "一季度。"})
    chief.post(f"{path}/2026-Q1", good)
    with nothing_changes(runtime.database, core_command=10):
        assert code_of(ann.put("/assessment/checks/mine/2026-Q1", {"text": "改"}))[1] == "check_commented"
        assert code_of(ann.put("/assessment/checks/mine/2026-Q3", {"text": "早"}))[1] == "check_period_closed"
        assert code_of(ann.put("/assessment/checks/mine/2026-02", {"text": "重"}))[1] == "check_period_closed"
        assert code_of(ann.put("/assessment/checks/mine/2026-Q9", {"text": "错"}))[1] == "check_period_unknown"
        assert (
            code_of(people["unit"].put("/assessment/checks/mine/2026-Q1", {"text": "x"}))[1]
            == "check_person_not_found"
        )
        assert code_of(ben.post(f"{path}/2026-Q2", good))[1] == "check_person_not_found"
        assert code_of(ann.post(f"{path}/2026-Q2", good))[1] == "check_own"
        assert code_of(chief.post(f"{path}/2026-Q2", {}))[1] == "check_comment_empty"
        assert code_of(chief.post("/assessment/checks/paper", paper))[1] == "permission_missing"
        assert code_of(people["assessor"].post("/assessment/checks/paper", {**paper, "person_id": "0" * 32}))[
            1
        ] == ("check_person_not_found")
        unknown = f"/assessment/goals/units/{made.institute}"
        assert code_of(people["head"].get(unknown)) == (404, "node_not_found")
        assert code_of(people["head"].put(f"{unknown}/rhythm", {"rhythm": "monthly"}))[1] == "node_not_found"
        assert code_of(people["head"].post(f"{unknown}/agreement", {"version": 0}))[1] == "node_not_found"
    assert (
        people["head"].put(f"/assessment/goals/units/{made.bureau}/rhythm", {"rhythm": "monthly"}).status_code
        == 204
    )
    periods = [check["period"] for check in ann.read("/assessment/checks/mine")["checks"]]
    assert periods == ["2026-06", "2026-05", "2026-04", "2026-Q1"]


def _amounts(evidence: list[Evidence], person_id: str) -> list[tuple[int, int]]:
    return [(one.amount, one.out_of) for one in evidence if one.subject_id == person_id]


def _input(goal: dict[str, Any]) -> dict[str, Any]:
    """A goal as the app sends it back."""
    parts = [{name: part[name] for name in ("id", "person_id", "weight", "due_on")} for part in goal["parts"]]
    kept = ("id", "title", "measure", "unit_word", "target", "weight", "due_on")
    return {**{name: goal[name] for name in kept}, "parts": parts}


def _with_person(changed: list[dict[str, Any]], person_id: str) -> dict[str, Any]:
    first, *others = changed[0]["parts"]
    return {**changed[0], "parts": [{**first, "person_id": person_id}, *others]}
