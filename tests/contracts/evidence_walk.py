"""Evidence of the year, asked for once each: entered from a document, read, disputed, answered, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.core.runtime import Runtime
from backend.identity.public import accounts_named
from tests.support.app_browser import AppBrowser
from tests.support.world import World

ROOT = "/assessment/evidence"


def walk_evidence(sign_in: Callable[[str], AppBrowser], runtime: Runtime, world: World) -> None:
    """Every success of ``/assessment/evidence``, by the one whose goals were walked through and an assessor."""
    worker, assessor = sign_in("goal-worker"), sign_in("goal-assessor")
    with runtime.database.read() as tx:
        [account] = accounts_named(tx, ["goal-worker"])
        person_id, day = account.person_ref, tx.today().isoformat()
    document = {
        "number": "清编〔2026〕77号",
        "title": "关于表扬信息员的通报",
        "issuer": "清溪县委编办",
        "dated_on": day,
    }
    assert person_id in {found["id"] for found in assessor.read(f"{ROOT}/people?q=生")["items"]}
    entry = {"source": "commendation", "person_id": person_id, "title": "优秀信息员", "on": day}
    entry_id = _done(assessor.post(f"{ROOT}/entries", {**entry, "document": document}), 201)["id"]
    assert assessor.read(f"{ROOT}/entries")["items"]
    piece = {"year": int(day[:4]), "source": "commendation", "key": entry_id, "reason": "日期有误"}
    first = _done(worker.post(f"{ROOT}/objections", piece), 201)["id"]
    _done(worker.post(f"{ROOT}/objections/{first}/withdrawal"), 204)
    second = _done(worker.post(f"{ROOT}/objections", piece), 201)["id"]
    [line] = assessor.read(f"{ROOT}/objections")["items"]
    answer = {"upheld": True, "reason": "文件日期确有误", "version": line["version"]}
    _done(assessor.post(f"{ROOT}/objections/{second}/answer", answer), 204)
    groups = {group["source"]: group for group in worker.read(f"{ROOT}/mine")["groups"]}
    assert (groups["commendation"]["count"], len(groups["commendation"]["pieces"])) == (0, 1)
    assert assessor.read(f"{ROOT}/people/{person_id}?year={day[:4]}")["groups"]
    [group, *_] = assessor.read(f"{ROOT}/units/{world.unit_id}")["groups"]
    about = {**piece, "source": group["source"], "key": group["pieces"][0]["key"]}
    _done(sign_in("unit").post(f"{ROOT}/units/{world.unit_id}/objections", about), 201)
    _done(assessor.post(f"{ROOT}/entries/{entry_id}/reversal", {"reason": "文件重发"}), 204)


def _done(answer: Any, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json
