"""Results, asked for once each: a year of one unit is decided, shown, told in writing, questioned and sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from backend.assessment.evidence.public import EntrySource, record_entry
from backend.assessment.grading.operations.compiling import compile_round
from backend.assessment.grading.operations.freezing import freeze_round
from backend.assessment.rounds.public import RoundPlan, RoundState, Window, create_round, move_round
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from backend.register.public import Cause, NewPosting, open_postings, record_import
from tests.contracts.papers_walk import walk_papers
from tests.factories.evidence import new_entry
from tests.factories.identity import SYSTEM, make_account, make_holder
from tests.factories.register import Register
from tests.factories.results import STROKES
from tests.factories.schemes import adopt_suggested
from tests.support.app_browser import AppBrowser
from tests.support.world import World

#: A year before that of the other walks, so that both rounds can be at one place.
YEAR = 2025
POINTS = (9600, 8200, 8100, 8000, 7900, 7800)
BASE = "/assessment/results"


def walk_results(sign_in: Callable[[str], AppBrowser], runtime: Runtime, world: World) -> None:
    """Every success of ``/assessment/results``."""
    with runtime.database.write() as tx:
        round_id = _compiled(tx, world)
    assessor, chief, worker = (sign_in(f"results-{name}") for name in ("assessor", "chief", "worker"))
    path = f"{BASE}/rounds/{round_id}"
    _decide(assessor, chief, path)
    _object(assessor, chief, worker, path)
    _notify(assessor, worker, path)
    _review(assessor, chief, worker, path)
    assert _done(assessor.post(f"{path}/seal", {"reason": None}))["revision"] == 1
    walk_papers(assessor, worker, round_id)


def _compiled(tx: Tx, world: World) -> str:
    """A unit of six in a round of its own year, of whom one is proposed 优秀."""
    cause = Cause("import", record_import(tx, SYSTEM, "test", "sm3:results", {}))
    register = Register(tx, cause, count(70), count(700))
    unit_id = register.unit("清溪县方志馆", approved=20, opening=date(YEAR, 1, 1))
    people = register.people(len(POINTS))
    postings = [
        NewPosting(one, unit_id, "institution", "科员", "open_recruitment", date(YEAR, 1, 1)) for one in people
    ]
    open_postings(tx, SYSTEM, postings, cause)
    for person_id, points in zip(people, POINTS, strict=True):
        record_entry(tx, SYSTEM, new_entry(person_id, date(YEAR, 6, 1), EntrySource.SPECIAL_ASSESSMENT, points))
    make_account(tx, "results-worker", person=people[1])
    make_holder(tx, "results-assessor", Role.ASSESSOR, world.region_node)
    make_holder(tx, "results-chief", Role.HEAD, world.region_node)
    adopt_suggested(tx, world.region_node, YEAR, only=("special_assessment",))
    days = (tx.today() - timedelta(days=5), tx.today() - timedelta(days=1))
    windows = dict.fromkeys((Window.SELF_SUMMARY, Window.SUPERIOR_MARK), days)
    round_id = create_round(tx, SYSTEM, YEAR, world.region_node, RoundPlan("2025年度考核", windows))
    move_round(tx, SYSTEM, round_id, RoundState.OPEN, None)
    freeze_round(tx, SYSTEM, round_id)
    compile_round(tx, SYSTEM, round_id)
    return round_id


def _decide(assessor: AppBrowser, chief: AppBrowser, path: str) -> None:
    [group] = assessor.read(f"{path}/decisions")["groups"]
    named = {"organization_id": group["organization_id"], "leading": False}
    assert assessor.read(f"{path}/group?organization_id={named['organization_id']}&leading=false")["people"]
    body = {**_minutes(), "units": [{**named, "changes": []}]}

    def record() -> str:
        [decision_id] = _done(assessor.post(f"{path}/decisions", body))["decision_ids"]
        return str(decision_id)

    first = record()
    returned = chief.post(f"{BASE}/decisions/{first}/return", {"reason": "请补会议纪要文号"})
    assert returned.status_code == 204
    assert assessor.post(f"{BASE}/decisions/{record()}/withdrawal").status_code == 204
    sent: dict[str, Any] = {"decision_ids": [record()], "reason": "请补会议纪要文号"}
    assert chief.post(f"{path}/decisions/return", sent).status_code == 204
    sent = {"decision_ids": [record()]}
    assert assessor.post(f"{path}/decisions/withdrawal", sent).status_code == 204
    [unit] = chief.read(f"{BASE}/decisions/{record()}/minutes")["units"]
    sent = {"decisions": [{"decision_id": unit["id"], "digest": unit["digest"]}]}
    assert chief.post(f"{path}/decisions/confirmation", sent).status_code == 204


def _object(assessor: AppBrowser, chief: AppBrowser, worker: AppBrowser, path: str) -> None:
    _done(assessor.post(f"{path}/publicity"))
    shown = worker.read(f"{BASE}/me/list")
    text = {"text": "请再核实专项考核得分"}
    hasty = _done(worker.post(f"{BASE}/names/{shown['names'][0]['id']}/objections", text))["id"]
    assert worker.post(f"{BASE}/objections/{hasty}/withdrawal").status_code == 204
    _done(worker.post(f"{BASE}/names/{shown['names'][0]['id']}/objections", text))
    _done(worker.post(f"{BASE}/publicities/{shown['publicity']['id']}/own-objections", text))
    for one in assessor.read(f"{path}/questions")["items"][:2]:
        _done(assessor.post(f"{BASE}/objections/{one['id']}/answer", {"answer": "已核实，维持"}))
    paper = {"document": "公示〔2026〕1号", "first_on": _days_ago(14), "last_on": _days_ago(1)}
    ended = assessor.post(f"{BASE}/publicities/{shown['publicity']['id']}/end", {"paper": paper})
    assert ended.status_code == 204


def _notify(assessor: AppBrowser, worker: AppBrowser, path: str) -> None:
    _done(assessor.post(f"{path}/notices"))
    mine = worker.read(f"{BASE}/me")["notice"]
    signature = {"strokes": STROKES, "digest": mine["digest"], "comment": "知悉"}
    assert worker.post(f"{BASE}/notices/{mine['id']}/signature", signature).status_code == 204
    waiting = assessor.read(f"{path}/notices?state=issued&limit=2")
    refused = f"{BASE}/notices/{waiting['items'][0]['id']}/refusal"
    assert assessor.post(refused, {"witness": "在场人甲"}).status_code == 204
    _done(assessor.post(f"{path}/notices/paper", {"signed_on": _days_ago(0), "kept_at": "人事科档案柜"}))


def _review(assessor: AppBrowser, chief: AppBrowser, worker: AppBrowser, path: str) -> None:
    mine = worker.read(f"{BASE}/me")
    asked = {"kind": "review", "text": "得分计算有误"}
    hasty = _done(worker.post(f"{BASE}/notices/{mine['notice']['id']}/reviews", asked))["id"]
    assert worker.post(f"{BASE}/reviews/{hasty}/withdrawal").status_code == 204
    review = _done(worker.post(f"{BASE}/notices/{mine['notice']['id']}/reviews", asked))["id"]
    accepted = {**_minutes(), "grade": "basically_qualified"}
    answer = {"answer": "复核后另定等次", "accepted": accepted}
    _confirm(chief, _done(assessor.post(f"{BASE}/reviews/{review}/answer", answer))["decision_id"])
    [row] = [one for one in assessor.read(f"{path}/notices")["items"] if one["id"] == mine["notice"]["id"]]
    correction = {**accepted, "grade": "qualified", "reason": "再次核实后更正"}
    _confirm(chief, _done(assessor.post(f"{BASE}/cases/{row['case_id']}/correction", correction))["decision_id"])
    assert _done(assessor.post(f"{path}/notices"))["issued"] == 1
    _done(assessor.post(f"{path}/notices/paper", {"signed_on": _days_ago(0), "kept_at": "人事科档案柜"}))


def _confirm(chief: AppBrowser, decision_id: str) -> None:
    digest = chief.read(f"{BASE}/decisions/{decision_id}")["digest"]
    assert chief.post(f"{BASE}/decisions/{decision_id}/confirmation", {"digest": digest}).status_code == 204


def _minutes() -> dict[str, str]:
    return {"body": "committee", "minutes_number": "清考委纪〔2026〕1号", "decided_on": _days_ago(21)}


def _days_ago(days: int) -> str:
    return (date(2026, 6, 16) - timedelta(days=days)).isoformat()


def _done(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.get_data(as_text=True)
    return answer.json
