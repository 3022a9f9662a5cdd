"""Goals and routine checks, asked for once each: agreed, reported, changed, written, commented on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from backend.assessment.rounds.operations.superiors import name_superior
from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from tests.factories.identity import SYSTEM, make_account, make_holder
from tests.support.app_browser import AppBrowser
from tests.support.world import World


def walk_goals(sign_in: Callable[[str], AppBrowser], runtime: Runtime, world: World) -> None:
    """Every success of ``/assessment/goals`` and ``/assessment/checks``, by two people of the unit."""
    with runtime.database.write() as tx:
        posted = text("SELECT person_id FROM register_posting WHERE organization_id = :unit AND ended_on IS NULL")
        person_id, superior_id, *_ = tx.session.scalars(posted, {"unit": world.unit_id})
        make_account(tx, "goal-worker", person=person_id)
        make_account(tx, "goal-leader", person=superior_id)
        make_holder(tx, "goal-assessor", Role.ASSESSOR, world.region_node)
        name_superior(tx, SYSTEM, person_id, superior_id, tx.today())
    head, worker = sign_in("head"), sign_in("goal-worker")
    _agree(head, f"/assessment/goals/units/{world.unit_id}", person_id)
    _report(worker)
    _check(worker, sign_in("goal-leader"), sign_in("goal-assessor"), person_id, superior_id)


def _agree(head: AppBrowser, path: str, person_id: str) -> None:
    assert head.read("/assessment/goals/units")["items"]
    assert head.read(f"{path}/people")["items"]
    assert head.read("/assessment/goals/matters?q=&kinds=personnel_entry")["items"]
    part = {"person_id": person_id, "weight": 10_000, "due_on": "2026-12-31"}
    goal = {"title": "整理档案", "measure": "yes_no", "weight": 10_000, "due_on": "2026-12-31", "parts": [part]}
    _done(head.send("PUT", f"{path}/draft", {"version": 0, "goals": [goal]}))
    plan = _done(head.post(f"{path}/agreement", {"version": 1}))
    part["id"], goal["id"] = plan["goals"][0]["parts"][0]["id"], plan["goals"][0]["id"]
    changed = {"version": plan["version"], "goals": [{**goal, "title": "整理并移交档案"}], "reason": "增加移交"}
    _done(head.post(f"{path}/revisions", {**changed, "effective_on": "2026-06-16"}))
    assert len(head.read(path)["revisions"]) == 2
    assert head.send("PUT", f"{path}/rhythm", {"rhythm": "monthly"}).status_code == 204


def _report(worker: AppBrowser) -> None:
    [part] = worker.read("/assessment/goals/mine")["parts"]
    entry = {"done_on": "2026-06-16", "amount": 100, "note": "已移交"}
    [kept] = _done(worker.post(f"/assessment/goals/parts/{part['id']}/progress", entry))["progress"]
    _done(worker.post(f"/assessment/goals/progress/{kept['id']}/reversal"))


def _check(worker: AppBrowser, leader: AppBrowser, assessor: AppBrowser, person_id: str, superior_id: str) -> None:
    assert worker.read("/assessment/checks/mine")["rhythm"] == "monthly"
    assert worker.send("PUT", "/assessment/checks/mine/2026-05", {"text": "整理两柜"}).status_code == 204
    assert leader.read("/assessment/checks/people")["people"]
    said = {"grade": "good", "comment": "细致"}
    assert leader.post(f"/assessment/checks/people/{person_id}/2026-05", said).status_code == 204
    assert assessor.read("/assessment/checks/paper?q=生")["items"]
    paper = {"person_id": superior_id, "period": "2026-05", "grade": "good", "document": "5号"}
    entered = assessor.post("/assessment/checks/paper", {**paper, "document_on": "2026-06-02"})
    assert entered.status_code == 204


def _done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.get_data(as_text=True)
    return answer.json
