"""Grading, asked for once each as the app asks: frozen, compiled, adjusted, consented to, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from backend.assessment.evidence.public import EntrySource, record_entry
from backend.assessment.grading.jobs import JOBS
from backend.assessment.grading.operations.runs import CARRY_ON
from backend.assessment.rounds.public import RoundPlan, RoundState, Window, create_round, move_round
from backend.core.jobs import JobContext, JobRow, run_job
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from backend.register.public import Cause, NewPosting, open_postings, record_import
from tests.factories.evidence import new_entry
from tests.factories.identity import SYSTEM, make_account, make_holder
from tests.factories.register import Register
from tests.factories.schemes import adopt_suggested
from tests.support.app_browser import AppBrowser
from tests.support.world import World

#: A year of its own, so that other rounds can be at the same place.
YEAR = 2024
POINTS = (9600, 8200, 8100, 8000, None)
BASE = "/assessment/grading"
PAPER = {"number": "清人社〔2024〕7号", "title": "批复", "issuer": "清溪县人社局", "dated_on": "2024-12-01"}
PDF = b"%PDF-1.4\n%%EOF\n"


def walk_grading(sign_in: Callable[[str], AppBrowser], runtime: Runtime, world: World) -> None:
    """Every success of ``/assessment/grading``."""
    with runtime.database.write() as tx:
        round_id = _open(tx, world)
    assessor, head, worker = (sign_in(f"grading-{name}") for name in ("assessor", "head", "worker"))
    path = f"{BASE}/rounds/{round_id}"
    _run(runtime, assessor.post(f"{path}/freeze", {}))
    _run(runtime, assessor.post(f"{path}/compile"))
    assert assessor.read(path)["state"] == "compiled"
    [best, second, *_] = assessor.read(f"{path}/cases")["items"]
    _adjust(assessor, best, second)
    rest = assessor.post(f"{BASE}/pools/{best['pool_id']}/grades", {"grade": "qualified", "reason": "集体研究"})
    assert _done(rest)["graded"] == 1
    _suggest(assessor, head, second)
    _consent(assessor, assessor.read(f"{path}/pools")["items"][0]["id"])
    deferral = f"{path}/deferrals/{second['id']}"
    assert head.send("PUT", deferral).status_code == 204
    assert head.read(f"{BASE}/deferrals")["rounds"]
    assert head.send("DELETE", deferral).status_code == 204
    with runtime.database.write() as tx:
        for state in (RoundState.DECIDED, RoundState.PUBLISHED, RoundState.NOTIFIED):
            move_round(tx, SYSTEM, round_id, state, None)
    assert worker.read(f"{BASE}/own?year={YEAR}")["parts"]
    with runtime.database.write() as tx:
        again = create_round(tx, SYSTEM, YEAR - 1, world.region_node, RoundPlan("2023年度考核"))
        for state in (RoundState.OPEN, RoundState.FROZEN):
            move_round(tx, SYSTEM, again, state, None)
    back = {"to": "open", "reason": "漏报"}
    assert assessor.post(f"{BASE}/rounds/{again}/reopening", back).status_code == 204


def _open(tx: Tx, world: World) -> str:
    """A unit of five whose windows are over."""
    cause = Cause("import", record_import(tx, SYSTEM, "test", "sm3:grading", {}))
    register = Register(tx, cause, count(80), count(800))
    first = date(YEAR, 1, 1)
    unit_id = register.unit("清溪县党史馆", approved=20, opening=first)
    people = register.people(len(POINTS))
    postings = [NewPosting(one, unit_id, "institution", "科员", "open_recruitment", first) for one in people]
    open_postings(tx, SYSTEM, postings, cause)
    for person_id, points in zip(people, POINTS, strict=True):
        if points is not None:
            entry = new_entry(person_id, date(YEAR, 6, 1), EntrySource.SPECIAL_ASSESSMENT, points)
            record_entry(tx, SYSTEM, entry)
    make_account(tx, "grading-worker", person=people[2])
    make_holder(tx, "grading-assessor", Role.ASSESSOR, world.region_node)
    keeper = make_holder(tx, "grading-head", Role.HEAD, world.region_node)
    adopt_suggested(tx, world.region_node, YEAR, only=("special_assessment",))
    days = (date(YEAR + 1, 1, 5), date(YEAR + 1, 1, 20))
    windows = dict.fromkeys((Window.SELF_SUMMARY, Window.SUPERIOR_MARK), days)
    round_id = create_round(tx, SYSTEM, YEAR, world.region_node, RoundPlan("2024年度考核", windows, {}, keeper))
    move_round(tx, SYSTEM, round_id, RoundState.OPEN, None)
    return round_id


def _run(runtime: Runtime, queued: Any) -> None:
    """What the worker does with this job, whatever else waits for it."""
    job_id = _done(queued)["job_id"]
    with runtime.database.read() as tx:
        row = tx.session.get_one(JobRow, job_id)
        job = JobContext(row.id, CARRY_ON, row.payload, row.owner_account_id, runtime.database)
    run_job(runtime, job, JOBS)


def _adjust(assessor: AppBrowser, best: dict[str, Any], second: dict[str, Any]) -> None:
    lower = {"version": best["version"], "grade": "qualified", "reason": "集体研究"}
    assert _done(assessor.send("PUT", f"{BASE}/cases/{best['id']}/grade", lower))["pool"]["excellent"] == 0
    warned = {"version": second["version"], "special_case": "warned", "document": PAPER}
    entered = _done(assessor.send("PUT", f"{BASE}/cases/{second['id']}/special", warned))
    assert assessor.read(f"{BASE}/cases/{second['id']}/special")["document"] == PAPER
    lifted = assessor.post(f"{BASE}/cases/{second['id']}/special/lifting", {"version": entered["case"]["version"]})
    assert _done(lifted)["case"]["special_case"] is None


def _suggest(assessor: AppBrowser, head: AppBrowser, second: dict[str, Any]) -> None:
    assert head.read(f"{BASE}/suggestions")["people"]
    said = {"grade": "qualified", "comment": "踏实"}
    assert head.send("PUT", f"{BASE}/cases/{second['id']}/suggestion", said).status_code == 204
    assert assessor.read(f"{BASE}/cases/{second['id']}")["suggestions"]


def _consent(assessor: AppBrowser, pool_id: str) -> None:
    new = {"name": "批复.pdf", "size": len(PDF), "media_type": "application/pdf"}
    file = _done(assessor.post("/files", {**new, "owner_kind": "assessment_pool", "owner_id": pool_id}))
    form = {"file": (BytesIO(PDF), "part")}
    part = assessor.client.put(
        f"/api/v1/files/{file['id']}/parts/0", data=form, content_type="multipart/form-data"
    )
    _done(part)
    assert assessor.post(f"/files/{file['id']}/finish").status_code in (200, 204)
    path = f"{BASE}/pools/{pool_id}/consent"
    assert _done(assessor.send("PUT", path, {"file_id": file["id"], "document": PAPER}))["percent"] == 25
    assert _done(assessor.send("DELETE", path))["percent"] == 20


def _done(answer: Any) -> Any:
    assert answer.status_code in (200, 201, 202), answer.get_data(as_text=True)
    return answer.json
