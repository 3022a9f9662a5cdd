"""Progress over HTTP: reported with what shows it, refused, taken back."""

from __future__ import annotations

from typing import Any

from flask import Flask

from backend.approvals.public import file_matter, matter_links
from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from backend.identity.public import grant_directly
from backend.records.public import FileStore, store_file
from backend.register.public import node_of_organization
from tests.factories.identity import SYSTEM
from tests.factories.rounds import Bureau
from tests.integration.assessment.goals.conftest import ACTORS
from tests.integration.assessment.goals.two_goals import agreed
from tests.integration.courses.training_people import Person, code_of, let_act
from tests.support.unchanged import nothing_changes
from tests.support.world import entry_form


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
