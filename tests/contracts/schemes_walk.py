"""Schemes and the year so far, asked for once each: begun, written, tried, adopted, thrown away, looked at."""

from __future__ import annotations

from collections.abc import Callable

from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from tests.factories.identity import make_holder
from tests.support.app_browser import AppBrowser
from tests.support.world import World

YEAR = 2027


def walk_schemes(sign_in: Callable[[str], AppBrowser], runtime: Runtime, world: World) -> None:
    """Every success of ``/assessment/schemes`` and ``/assessment/my-year``; goals have made people of the unit."""
    with runtime.database.write() as tx:
        make_holder(tx, "scheme-assessor", Role.ASSESSOR, world.region_node)
    assessor = sign_in("scheme-assessor")
    assert assessor.read("/assessment/schemes/sources")["items"]
    for category, begin in (("institution_staff", "suggestion"), ("unit", "empty")):
        body = {"year": YEAR, "category": category, "node_id": world.region_node, "begin": begin}
        begun = assessor.post("/assessment/schemes", body)
        assert begun.status_code == 201, begun.text
    listed = assessor.read(f"/assessment/schemes?year={YEAR}")["items"]
    kept, thrown = (f"/assessment/schemes/{one['id']}" for one in listed)
    scheme = assessor.read(kept)
    written = assessor.send("PUT", kept, {"revision": 1, "indicators": scheme["indicators"]})
    assert written.status_code == 200, written.text
    checked = assessor.post(f"{kept}/check", {"indicators": scheme["indicators"]})
    assert checked.json == {"problems": []}
    tried = assessor.post(f"{kept}/simulation", {"year": YEAR - 1})
    assert tried.status_code == 200, tried.text
    adopted = assessor.post(f"{kept}/adoption", {"revision": 2, "reason": "编委会议定"})
    assert adopted.status_code == 200, adopted.text
    assert assessor.send("DELETE", thrown).status_code == 204
    assert assessor.read(f"/assessment/units?year={YEAR}")["items"]
    assert sign_in("goal-worker").read(f"/assessment/my-year?year={YEAR}")["parts"]
    assert sign_in("head").read(f"/assessment/my-year/units/{world.unit_id}")["scheme"] is None
