"""A whole matter in the practice space, and what of it is anywhere else: nothing."""

from __future__ import annotations

from collections.abc import Callable

from backend.core.runtime import Runtime
from tests.integration.sandbox.conftest import DOCUMENT, Practice, command, space
from tests.support.unchanged import nothing_changes
from tests.support.world import World, entry_form


def test_an_entry_returned_corrected_and_issued_touches_nothing_outside(
    runtime: Runtime, practice_of: Callable[[str], Practice]
) -> None:
    mine, theirs = practice_of("hr"), practice_of("finance")
    with nothing_changes(runtime.database):
        unit_id = mine.guide()["unit_id"]
        assert mine.steps() == []
        matter = mine.file()
        assert mine.steps() == ["file"]
        assert mine.decide()["act"] == "unit_head"
        turn = mine.decide("return", returned_fields=["post_title"])
        assert (turn["persona"], turn["act"]) == ("officer", "return")
        assert mine.guide()["next"]["path"] == f"/matters/{matter['id']}/correction"
        corrected = {**matter["form"], "post_title": "四级主任科员", "person": mine.guide()["example"]}
        corrected["person"] = {**matter["form"]["person"]}
        resubmission = {"form": corrected, "form_revision": matter["form_revision"]}
        mine.done("unit", f"/approvals/matters/{matter['id']}/resubmission", resubmission)
        assert mine.steps() == ["file", "head", "returned", "corrected"]
        turns = [mine.decide()["persona"] for _ in range(6)]
        assert turns == ["head", "officer", "orgdept", "hr", "chief", "officer"]
        assert mine.steps() == ["file", "head", "returned", "corrected", "issued"]
        assert (mine.guide()["state"], mine.guide()["next"]) == ("executed", None)
        assert _filled(mine, unit_id) == 12
        topics = {notice["topic"] for notice in mine.read("unit", "/notices")["items"]}
        assert {"matter_returned", "matter_executed"} <= topics
        assert mine.read("officer", "/session")["account"]["username"] == "officer"
        # the units have the same ids in everybody's county, and other numbers
        assert (theirs.guide()["unit_id"], theirs.steps()) == (unit_id, [])
        assert _filled(theirs, unit_id) == 11
        assert theirs.get("unit", f"/approvals/matters/{matter['id']}").status_code == 404
        # begun anew: the same place with its first numbers, the next entry again by the first person
        assert mine.own.post("/sandbox/reset", {}).status_code == 204
        assert (mine.steps(), _filled(mine, unit_id)) == ([], 11)
        mine.file()
        assert mine.steps() == ["file"]


def test_an_opening_balance_is_practiced(runtime: Runtime, practice_of: Callable[[str], Practice]) -> None:
    mine = practice_of("unit")
    with nothing_changes(runtime.database):
        unit_id = mine.guide()["opening"]["unit_id"]
        document = {**DOCUMENT, "dated_on": "2026-06-01"}
        row = {"quota_type": "institution", "approved": 5, "exception": None}
        form = {"effective_on": "2026-06-01", "document": document, "rows": [row]}
        filing = {"kind": "opening_balance", "subject_id": unit_id, "form": form}
        mine.done("officer", "/approvals/matters", filing)
        [task] = mine.read("chief", "/approvals/tasks")["items"]
        seen = mine.read("chief", f"/approvals/tasks/{task['id']}")
        said = {name: seen[name] for name in ("form_revision", "view_digest")}
        decision = {**said, "verdict": "approve", "opinion": ""}
        mine.done("chief", f"/approvals/tasks/{task['id']}/decision", decision)
        assert mine.guide()["opening"]["done"]


def test_a_command_is_answered_once_in_each_space(
    runtime: Runtime, world: World, practice_of: Callable[[str], Practice]
) -> None:
    mine, same = practice_of("unit"), command()
    own = mine.own.client.post
    real = {
        "kind": "personnel_entry",
        "subject_id": world.unit_id,
        "form": entry_form(1, runtime.clock.today()),
    }
    filed = own("/api/v1/approvals/matters", json=real, headers=same)
    assert filed.status_code == 201
    with nothing_changes(runtime.database):
        filing = mine.filing()
        tried = own("/api/v1/approvals/matters", json=filing, headers=same | space("unit"))
        again = own("/api/v1/approvals/matters", json=filing, headers=same | space("unit"))
        assert (tried.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
        assert again.json == tried.json != filed.json


def _filled(practice: Practice, unit_id: str) -> int:
    """How many people are on the unit's quota; asked twice, should a process keep the first answer."""
    first, second = (practice.read("officer", f"/register/units/{unit_id}") for _ in range(2))
    assert first == second
    [row] = [row for row in second["quotas"] if row["quota_type"] == "administrative"]
    return int(row["filled"])
