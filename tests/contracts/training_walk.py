"""Credits and classes, asked for once each as the app asks: planned, held, marked, proposed, confirmed, set."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.core.clock import FixedClock
from backend.core.runtime import Runtime
from backend.core.spreadsheet import SheetContent, write_workbook
from backend.identity.permissions import Role
from courses.classes.sheet import HEADINGS
from tests.factories.identity import make_holder
from tests.factories.training import make_course, records_sheet
from tests.support.app_browser import AppBrowser


def walk_training(sign_in: Callable[[str], AppBrowser], runtime: Runtime, node_id: str, clock: FixedClock) -> None:
    """Every success of ``/credits`` and ``/classes``, by the authority at ``node_id`` and a learner there."""
    with runtime.database.write() as tx:
        ids = {name: make_holder(tx, name, Role.TRAINING, node_id) for name in ("trainer", "visitor")}
        course_id = make_course(tx)
    trainer, visitor = sign_in("trainer"), sign_in("visitor")
    class_id = _plan(trainer, runtime, node_id, ids)
    _hold(trainer, visitor, class_id, ids["visitor"], clock)
    _recognize(trainer, visitor, ids["visitor"])
    _set(trainer, course_id, node_id, ids["visitor"])


def _plan(trainer: AppBrowser, runtime: Runtime, node_id: str, ids: dict[str, str]) -> str:
    begins = runtime.clock.now() + timedelta(minutes=5)
    session = {
        "title": "第一轮",
        "level": 1,
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=1)).isoformat(),
        "hours": "1.5",
    }
    plan = {
        "title": "实操班",
        "place": "二教室",
        "seats": 9,
        "teacher_ids": [ids["trainer"]],
        "sessions": [session],
    }
    class_id = str(_done(trainer.post("/classes", {**plan, "node_id": node_id}))["id"])
    path = f"/classes/{class_id}"
    _done(trainer.send("PUT", f"{path}/plan", {**plan, "open_to_all": True, "version": 1}))
    _done(trainer.post(f"{path}/seats", {"account_ids": [ids["visitor"]], "invite": True}))
    _done(trainer.post(f"{path}/announcement", {"version": 2}))
    assert trainer.read("/classes/people?q=visitor")["items"]
    assert trainer.read("/classes/running")["items"]
    other = _done(trainer.post("/classes", {**plan, "node_id": node_id}))["id"]
    _done(trainer.post(f"/classes/{other}/cancellation", {"version": 1}))
    return class_id


def _hold(trainer: AppBrowser, visitor: AppBrowser, class_id: str, visitor_id: str, clock: FixedClock) -> None:
    path = f"/classes/{class_id}"
    assert visitor.read("/classes")["mine"]
    _done(visitor.send("PUT", f"{path}/seat"))
    _done(visitor.send("DELETE", f"{path}/seat"))
    _done(trainer.post(f"{path}/seats", {"account_ids": [visitor_id], "invite": False}))
    _done(trainer.send("DELETE", f"{path}/seats/{visitor_id}"))
    _done(visitor.send("PUT", f"{path}/seat"))
    code = trainer.read(f"{path}/sessions/1/code")
    _done(visitor.post("/classes/scan", {"token": code["token"]}))
    _done(visitor.post(f"{path}/scan", {"digits": code["digits"]}))
    mark = {"account_id": visitor_id, "present": True, "seen": "present"}
    assert _done(trainer.send("PUT", f"{path}/sessions/1/marks", {"marks": [mark]}))["marked"] == 1
    assert trainer.get(f"{path}/roster/form.xlsx").status_code == 200
    listed = io.BytesIO()
    write_workbook([SheetContent("名册", HEADINGS, [("visitor", "账户visitor", "是")])], listed)
    _done(trainer.upload(f"{path}/sessions/1/imports", "a.xlsx", listed.getvalue()))
    assert trainer.read(f"{path}/roster")["people"][0]["marks"] == ["present"]
    assert visitor.read(path)["sessions"][0]["mark"] == "present"
    assert trainer.read(f"{path}/plan")["people"]
    clock.move(timedelta(minutes=6))
    assert _done(trainer.post(f"{path}/finish"))["proposed"] == 1


def _recognize(trainer: AppBrowser, visitor: AppBrowser, visitor_id: str) -> None:
    row = ("visitor", "账户visitor", "党校", 8, "进修班", "2026-03-02", "", "")
    _done(trainer.upload("/credits/imports", "a.xlsx", records_sheet(row)))
    assert trainer.get("/credits/imports/form.xlsx").status_code == 200
    first, second = (item["id"] for item in trainer.read("/credits/pending")["items"])
    assert _done(trainer.post("/credits/confirmation", {"ids": [first]}))["decided"] == 1
    assert _done(trainer.post("/credits/refusal", {"ids": [second], "reason": "缺证明"}))["decided"] == 1
    assert len(visitor.read("/credits/me")["records"]) == 2
    assert visitor.get("/credits/me.xlsx?year=2026").status_code == 200
    assert trainer.read("/credits/people?q=visitor")["items"][0]["account_id"] == visitor_id


def _set(trainer: AppBrowser, course_id: str, node_id: str, visitor_id: str) -> None:
    change = {"node_id": node_id, "level": "section_and_below", "hours": "100", "years": 1, "source": "本地文件"}
    _done(trainer.send("PUT", "/credits/targets", change))
    assert trainer.read("/credits/targets")["items"]
    _done(trainer.send("PUT", f"/credits/people/{visitor_id}/level", {"level": "section_and_below"}))
    _done(trainer.send("PUT", f"/credits/courses/{course_id}", {"node_id": node_id, "hours": "6"}))
    assert trainer.read("/credits/courses")["items"]


def _done(answer: Any) -> Any:
    assert answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json
