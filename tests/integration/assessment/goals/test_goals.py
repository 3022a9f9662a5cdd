"""Goals over HTTP: agreed, broken down, changed, told of; and who says nothing of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from backend.assessment.goals.jobs import run_month
from backend.assessment.goals.public import check_evidence, goal_evidence, goals_of, unit_goal_evidence
from backend.assessment.goals.reminders import MONTHLY, has_goals_ahead, tell_of_month
from backend.assessment.goals.verify import check_goals
from backend.core.clock import SHANGHAI, FixedClock
from backend.core.jobs import JobContext, JobRow
from backend.core.runtime import Runtime
from notifications.models import Notice
from tests.factories.rounds import Bureau
from tests.integration.assessment.goals.two_goals import YEAR, agreed, amounts, goals
from tests.integration.courses.training_people import Person, code_of
from tests.support.unchanged import nothing_changes


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
        assert amounts(both, made.persons["ann"]) == [(2_100, 4_200)]  # what is neither due nor begun is left out
        assert amounts(both, made.persons["ben"]) == []  # due, but an empty entry is no minus
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
        assert amounts(goal_evidence(tx, everybody, YEAR), made.persons["ben"]) == [(0, 2_800)]
    assert head.post(f"/assessment/goals/progress/{said['progress'][0]['id']}/reversal").status_code == 200
    with runtime.database.read() as tx:
        assert goal_evidence(tx, everybody, YEAR) == []


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


def _input(goal: dict[str, Any]) -> dict[str, Any]:
    """A goal as the app sends it back."""
    parts = [{name: part[name] for name in ("id", "person_id", "weight", "due_on")} for part in goal["parts"]]
    kept = ("id", "title", "measure", "unit_word", "target", "weight", "due_on")
    return {**{name: goal[name] for name in kept}, "parts": parts}


def _with_person(changed: list[dict[str, Any]], person_id: str) -> dict[str, Any]:
    first, *others = changed[0]["parts"]
    return {**changed[0], "parts": [{**first, "person_id": person_id}, *others]}
