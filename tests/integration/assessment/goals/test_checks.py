"""Routine checks over HTTP: written, commented on, entered from paper."""

from __future__ import annotations

from typing import Any

from backend.assessment.goals.public import check_evidence, checks_of
from backend.core.runtime import Runtime
from tests.factories.rounds import Bureau
from tests.integration.assessment.goals.two_goals import YEAR, amounts
from tests.integration.courses.training_people import Person, code_of
from tests.support.unchanged import nothing_changes


def test_checks_are_written_commented_on_and_entered_from_paper(
    runtime: Runtime, made: Bureau, people: dict[str, Person], told: list[Any]
) -> None:
    ann, chief, assessor = people["ann"], people["chief"], people["assessor"]
    own = ann.read("/assessment/checks/mine")
    assert [check["period"] for check in own["checks"]] == ["2026-Q2", "2026-Q1"]
    assert own["superior"] is not None
    assert ann.put("/assessment/checks/mine/2026-Q1", {"text": "办结住房保障事项十二件。"}).status_code == 204
    [line] = [
        one for one in chief.read("/assessment/checks/people")["people"] if one["person_id"] == made.persons["ann"]
    ]
    assert line["checks"][1]["text"] == "办结住房保障事项十二件。"
    path = f"/assessment/checks/people/{made.persons['ann']}"
    assert chief.post(f"{path}/2026-Q1", {"grade": "fairly_good", "comment": "认真。"}).status_code == 204
    assert chief.post(f"{path}/2026-Q1", {"grade": "good", "comment": "认真负责。"}).status_code == 204
    paper = {
        "person_id": made.persons["ben"],
        "period": "2026-Q1",
        "grade": "average",
        "document": "清住建考〔2026〕3号",
        "document_on": "2026-04-08",
    }
    assert assessor.read("/assessment/checks/paper?q=生")["items"]
    assert assessor.post("/assessment/checks/paper", paper).status_code == 204
    assert [event.account_id for event in told] == [made.accounts[name] for name in ("ann", "ann", "ben")]
    with runtime.database.read() as tx:
        both = check_evidence(tx, [made.persons[name] for name in ("ann", "ben", "cai")], YEAR)
        assert amounts(both, made.persons["ann"]) == [(100, 100)]
        assert [one.facts["from_paper"] for one in both if one.subject_id == made.persons["ben"]] == [1]
        assert {one.subject_id for one in both} == {
            made.persons["ann"],
            made.persons["ben"],
        }  # an empty one is none
        [kept] = checks_of(tx, made.persons["ann"], 2026)
        assert kept.comment is not None
        assert (kept.comment.number, kept.comment.comment) == (2, "认真负责。")


def test_what_is_wrong_about_checks_is_refused(runtime: Runtime, made: Bureau, people: dict[str, Person]) -> None:
    ann, ben, chief = people["ann"], people["ben"], people["chief"]
    path = f"/assessment/checks/people/{made.persons['ann']}"
    good = {"grade": "good"}
    paper = {"person_id": made.persons["ann"], "period": "2026-Q1", **good, "document": "1号"}
    paper["document_on"] = "2026-04-08"
    ann.put("/assessment/checks/mine/2026-Q1", {"text": "一季度。"})
    chief.post(f"{path}/2026-Q1", good)
    with nothing_changes(runtime.database, core_command=10):
        assert code_of(ann.put("/assessment/checks/mine/2026-Q1", {"text": "改"}))[1] == "check_commented"
        assert code_of(ann.put("/assessment/checks/mine/2026-Q3", {"text": "早"}))[1] == "check_period_closed"
        assert code_of(ann.put("/assessment/checks/mine/2026-02", {"text": "重"}))[1] == "check_period_closed"
        assert code_of(ann.put("/assessment/checks/mine/2026-Q9", {"text": "错"}))[1] == "check_period_unknown"
        assert (
            code_of(people["unit"].put("/assessment/checks/mine/2026-Q1", {"text": "x"}))[1]
            == "check_person_not_found"
        )
        assert code_of(ben.post(f"{path}/2026-Q2", good))[1] == "check_person_not_found"
        assert code_of(ann.post(f"{path}/2026-Q2", good))[1] == "check_own"
        assert code_of(chief.post(f"{path}/2026-Q2", {}))[1] == "check_comment_empty"
        assert code_of(chief.post("/assessment/checks/paper", paper))[1] == "permission_missing"
        assert code_of(people["assessor"].post("/assessment/checks/paper", {**paper, "person_id": "0" * 32}))[
            1
        ] == ("check_person_not_found")
        unknown = f"/assessment/goals/units/{made.institute}"
        assert code_of(people["head"].get(unknown)) == (404, "node_not_found")
        assert code_of(people["head"].put(f"{unknown}/rhythm", {"rhythm": "monthly"}))[1] == "node_not_found"
        assert code_of(people["head"].post(f"{unknown}/agreement", {"version": 0}))[1] == "node_not_found"
    assert (
        people["head"].put(f"/assessment/goals/units/{made.bureau}/rhythm", {"rhythm": "monthly"}).status_code
        == 204
    )
    periods = [check["period"] for check in ann.read("/assessment/checks/mine")["checks"]]
    assert periods == ["2026-06", "2026-05", "2026-04", "2026-Q1"]
