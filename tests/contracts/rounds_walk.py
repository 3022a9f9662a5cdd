"""Leader posts, rounds and what people hand in, asked for once each as the app asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from backend.assessment.terms import Dimension
from backend.core.runtime import Runtime
from backend.register.public import Cause, record_import
from tests.factories.identity import SYSTEM
from tests.factories.register import Register
from tests.factories.rounds import Bureau, build_bureau
from tests.factories.schemes import adopt_suggested
from tests.support.app_browser import AppBrowser

YEAR = 2026
#: the bureau's people have user names of their own, and ID numbers that nobody else has
PREFIX, FIRST = "bureau-", 500


def walk_rounds(sign_in: Callable[[str], AppBrowser], runtime: Runtime) -> None:
    """Every success of leader posts, rounds and marks, in a bureau of the county."""
    with runtime.database.write() as tx:
        cause = Cause("import", record_import(tx, SYSTEM, "test", "sm3:bureau", {}))
        made = build_bureau(tx, Register(tx, cause, count(FIRST), count(FIRST)), PREFIX)
        adopt_suggested(tx, made.node, YEAR)
    _appoint(sign_in(f"{PREFIX}unit"), made)
    superior = {"superior_id": made.persons["cai"], "effective_on": runtime.clock.today().isoformat()}
    named = sign_in(f"{PREFIX}head").send("PUT", f"/assessment/people/{made.persons['dan']}/superior", superior)
    assert named.status_code == 204
    round_id = _prepare(sign_in(f"{PREFIX}assessor"), runtime, made)
    _look(sign_in(f"{PREFIX}assessor"), round_id)
    _hand_in(sign_in(f"{PREFIX}ann"), sign_in(f"{PREFIX}chief"), round_id, made)


def _appoint(unit: AppBrowser, made: Bureau) -> None:
    path = f"/register/units/{made.bureau}/appointments"
    assert unit.read("/register/people?q=生")["items"]
    document = {"number": "清干〔2026〕1号", "title": "任职通知", "issuer": "清溪县委", "dated_on": "2026-06-01"}
    post = {"title": "科长", "level": "L10", "role": "acting", "principal": False, "counts": True}
    new = {**post, "person_id": made.persons["cai"], "effective_on": "2026-06-02", "document": document}
    appointed = _done(unit.post(path, new))
    shown = unit.read(path)
    assert (shown["may_record"], len(shown["standing"])) == (True, 4)
    ended = unit.post(f"/register/appointments/{appointed['id']}/end", {"ended_on": "2026-06-02"})
    assert ended.status_code == 204


def _prepare(assessor: AppBrowser, runtime: Runtime, made: Bureau) -> str:
    today = runtime.clock.today()
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=9)).isoformat()}
    windows = [{"kind": kind, **days} for kind in ("self_summary", "rating", "superior_mark")]
    new = {"year": YEAR, "node_id": made.node, "title": "2026年度考核"}
    first = _done(assessor.post("/assessment/rounds", new))["id"]
    assert assessor.send("DELETE", f"/assessment/rounds/{first}").status_code == 204
    path = f"/assessment/rounds/{_done(assessor.post('/assessment/rounds', new))['id']}"
    plan = {"title": "2026年度考核", "windows": windows, "investigation_keeper": made.accounts["assessor"]}
    assert assessor.send("PUT", path, {**plan, "version": 1}).status_code == 204
    assert assessor.post(f"{path}/opening", {"version": 2}).status_code == 204
    assert assessor.read("/assessment/rounds")["items"]
    assert assessor.read(path)["state"] == "open"
    assert assessor.read(f"{path}/people?limit=1")["next_cursor"]
    return path.rpartition("/")[2]


def _hand_in(ann: AppBrowser, chief: AppBrowser, round_id: str, made: Bureau) -> None:
    path = f"/assessment/marks/{round_id}"
    assert ann.read("/assessment/marks")["round"]["id"] == round_id
    assert _done(ann.post(f"{path}/self-summary", {"text": "总结", "seen": 0})) == {"version": 1}
    assert ann.read(f"{path}/self-summary")["text"] == "总结"
    people = ann.read(f"{path}/ballot")["people"]
    choices = dict.fromkeys((dimension.value for dimension in Dimension), "good")
    slips = [{"person_id": person["person_id"], "choices": choices} for person in people]
    assert ann.post(f"{path}/ballot", {"slips": slips}).status_code == 204
    assert ann.read(f"{path}/ballot")["state"] == "voted"
    assert chief.read("/assessment/marks/people")["items"]
    marked = f"{path}/people/{made.persons['ann']}"
    mark = {"points": dict.fromkeys((dimension.value for dimension in Dimension), 90), "comment": "好", "seen": 0}
    assert _done(chief.post(marked, mark)) == {"version": 1}
    assert chief.read(marked)["comment"] == "好"


def _look(assessor: AppBrowser, round_id: str) -> None:
    path = f"/assessment/rounds/{round_id}/marks"
    assert assessor.read(path)["ballots"] is None
    assert assessor.read(f"{path}/missing?kind=self_summary")["items"]


def _done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.get_data(as_text=True)
    return answer.json
