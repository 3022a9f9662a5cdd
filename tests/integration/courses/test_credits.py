"""Records of training over HTTP: proposed, confirmed in scope, counted in two counters that never mix."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import Database, new_id
from backend.core.runtime import Runtime
from backend.identity.models import AuditRow
from courses.credits.models import Credit
from courses.credits.operations import propose_credit
from courses.credits.public import Counter, NewCredit, Source, counters
from courses.events import CourseCompleted
from tests.factories.training import School, complete_course, make_course, make_school, records_sheet
from tests.integration.approvals.test_races import race
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

DAY = date(2026, 3, 2)


@pytest.fixture
def school(database: Database, shelf: Shelf) -> School:
    return shelf.take(make_school, database)


@pytest.fixture
def people(app: Flask, school: School) -> dict[str, Person]:
    let_act(app, school.actors())
    return {name: person(app, name) for name in school.accounts}


def row(
    learner: str, *, title: str = "春季进修班", source: str = "党校", hours: float = 8, name: str = ""
) -> tuple[str | float | date, ...]:
    return (learner, name or f"账户{learner}", source, hours, title, DAY, DAY, "")


def waiting_ids(authority: Person) -> list[str]:
    return [item["id"] for item in authority.read("/credits/pending")["items"]]


def test_a_table_is_proposed_confirmed_in_scope_and_counted_once(
    people: dict[str, Person], school: School, database: Database
) -> None:
    training, library, anna = people["training"], people["library"], people["anna"]
    table = records_sheet(
        row("anna"),
        row(school.persons["bo"], name="账户bo", hours=12.5),
        row("anna", title="网上专题班", source="干部网络学院", hours=6),
        row("fang"),
    )
    proposed = training.upload("/credits/imports", "a.xlsx", table)
    assert proposed.status_code == 201, proposed.text
    assert {**said(proposed), "import_id": ""} == {"import_id": "", "proposed": 4, "repeated": []}
    with nothing_changes(database, identity_audit=1):
        again = training.upload("/credits/imports", "b.xlsx", table)
    assert (said(again)["proposed"], said(again)["repeated"]) == (0, [2, 3, 4, 5])

    assert anna.read("/credits/me")["concentrated"]["done"] == "0", "a proposal counts for nothing"
    ids = waiting_ids(training)
    assert len(ids) == 4
    [in_reach] = waiting_ids(library)
    with nothing_changes(database, core_command=1):
        left = library.post("/credits/confirmation", {"ids": sorted(set(ids) - {in_reach})})
    assert said(left)["decided"] == 0
    assert {one["reason"] for one in said(left)["left_out"]} == {"not_found"}

    assert training.post("/credits/confirmation", {"ids": ids}).json == {"decided": 4, "left_out": []}
    late = training.post("/credits/refusal", {"ids": ids[:1], "reason": "重复"}).json
    assert late == {"decided": 0, "left_out": [{"id": ids[0], "reason": "decided"}]}
    mine = anna.read("/credits/me")
    assert (mine["concentrated"], mine["online"]["done"]) == ({"done": "8", "owed": "82"}, "6")
    assert (mine["level"], mine["level_from"], mine["target"]["is_default"]) == ("section_and_below", "rank", True)
    of_bo = people["bo"].read("/credits/me")
    assert (of_bo["concentrated"]["done"], of_bo["concentrated"]["owed"]) == ("12.5", "537.5")
    assert (of_bo["first_day"], of_bo["last_day"]) == ("2022-01-01", "2026-12-31")
    with database.read() as tx:
        told = tx.session.execute(select(AuditRow.action).where(AuditRow.action.like("courses:credit:%"))).all()
    assert len(told) == 3


def test_one_wrong_row_keeps_the_whole_table_out(
    people: dict[str, Person], school: School, database: Database
) -> None:
    table = records_sheet(
        row("anna"),
        row("nobody"),
        row("anna", title="另一个班", name="王某"),
        row("nowhere"),
        row("bo", hours=0),
        (*row("chen")[:4], "培训", "昨天", "", ""),
    )
    with nothing_changes(database):
        refused = people["training"].upload("/credits/imports", "a.xlsx", table)
        out_of_scope = people["library"].upload("/credits/imports", "a.xlsx", records_sheet(row("anna")))
        not_xlsx = people["training"].upload("/credits/imports", "a.xlsx", b"no zip")
        no_file = people["training"].client.post(
            "/api/v1/credits/imports", data={}, content_type="multipart/form-data"
        )
        secret = people["training"].upload(
            "/credits/imports", "a.xlsx", records_sheet(row("anna", title="秘密★班"))
        )
    problems = [(one["row"], one["column"], one["problem"]) for one in said(refused)["facts"]["rows"]]
    assert problems == [
        (3, "learner", "unknown_person"),
        (4, "name", "name_differs"),
        (5, "learner", "unknown_person"),
        (6, "hours", "malformed"),
        (7, "started_on", "malformed"),
    ]
    assert said(out_of_scope)["facts"]["rows"][0]["problem"] == "unknown_person"
    assert code_of(not_xlsx) == (415, "upload_wrong_type")
    assert code_of(no_file) == (422, "upload_missing")
    assert code_of(secret) == (422, "secrecy_refused")
    assert people["training"].get("/credits/imports/form.xlsx").status_code == 200


def test_nobody_confirms_the_own_record(people: dict[str, Person], school: School, database: Database) -> None:
    with database.write() as tx:
        new = NewCredit(
            school.accounts["training"],
            school.county,
            Counter.CONCENTRATED,
            80,
            Source.PARTY_SCHOOL,
            "x",
            "班",
            DAY,
            DAY,
        )
        credit_id = propose_credit(tx, school.actor(tx, "training"), new)
        assert propose_credit(tx, school.actor(tx, "training"), new) is None
    [shown] = people["training"].read("/credits/pending")["items"]
    assert shown["own"] is True
    with nothing_changes(database, core_command=1):
        answer = people["training"].post("/credits/confirmation", {"ids": [credit_id]})
    assert answer.json == {"decided": 0, "left_out": [{"id": credit_id, "reason": "own"}]}
    refusal = people["teacher"].post("/credits/refusal", {"ids": [credit_id], "reason": "无证明"})
    assert said(refusal)["decided"] == 1
    [record] = people["training"].read("/credits/me")["records"]
    assert (record["state"], record["reason"]) == ("refused", "无证明")


def test_a_course_counts_once_by_the_credit_of_the_nearest_authority(
    people: dict[str, Person], school: School, database: Database
) -> None:
    with database.write() as tx:
        course_id, other = make_course(tx), make_course(tx, "另一门课")
        complete_course(tx, course_id, school.accounts["anna"])
    training = people["training"]
    assert people["anna"].read("/credits/me")["records"] == [], "no authority fixed a credit yet"
    put = training.put(f"/credits/courses/{course_id}", {"node_id": school.county, "hours": "6"})
    assert put.json == {"given": 1}
    assert people["library"].put(
        f"/credits/courses/{course_id}", {"node_id": school.library, "hours": "4.5"}
    ).json == {"given": 0}
    with database.write() as tx:
        again = complete_course(tx, course_id, school.accounts["fang"])
        tx.publish(CourseCompleted(again, school.accounts["fang"], course_id))
        complete_course(tx, course_id, school.accounts["nowhere"])
        complete_course(tx, other, school.accounts["anna"])
    assert people["anna"].read("/credits/me")["online"]["done"] == "6"
    assert people["fang"].read("/credits/me")["online"]["done"] == "4.5"
    assert people["nowhere"].read("/credits/me")["online"]["done"] == "0"
    assert people["anna"].read("/credits/me")["concentrated"]["done"] == "0", "a course never counts as a class"
    assert training.put(f"/credits/courses/{course_id}", {"node_id": school.county, "hours": "8"}).json == {
        "given": 0
    }
    assert [one["hours"] for one in training.read("/credits/courses")["items"]] == ["8", "4.5"]
    with nothing_changes(database):
        refused = people["library"].put(f"/credits/courses/{course_id}", {"node_id": school.county, "hours": "1"})
        unknown = training.put(f"/credits/courses/{new_id()}", {"node_id": school.county, "hours": "1"})
        wrong = training.put(f"/credits/courses/{course_id}", {"node_id": school.county, "hours": "1.25"})
    assert code_of(refused) == (404, "node_not_found")
    assert code_of(unknown) == (404, "course_not_found")
    assert code_of(wrong) == (422, "invalid_input")


def test_targets_and_levels_are_the_authoritys(
    people: dict[str, Person], school: School, database: Database
) -> None:
    training, chen = people["training"], people["chen"]
    mine = chen.read("/credits/me")
    assert (mine["level"], mine["target"], mine["concentrated"]["owed"]) == (None, None, None)
    [found] = training.read("/credits/people?q=chen")["items"]
    assert (found["level"], found["unit"]) == (None, "清溪县档案馆")
    path = f"/credits/people/{school.accounts['chen']}/level"
    assert training.put(path, {"level": "section_and_below"}).status_code == 204
    assert training.read("/credits/people?q=chen")["items"][0]["level_from"] == "authority"
    change = {
        "node_id": school.county,
        "level": "section_and_below",
        "hours": "100",
        "years": 2,
        "first_year": 2025,
        "source": "清委组〔2026〕8号",
    }
    assert training.put("/credits/targets", change).status_code == 204
    mine = chen.read("/credits/me")
    assert (mine["concentrated"]["owed"], mine["target"]["source"]) == ("100", "清委组〔2026〕8号")
    assert (mine["first_day"], mine["last_day"]) == ("2025-01-01", "2026-12-31")
    [place] = training.read("/credits/targets")["items"]
    assert [one["is_default"] for one in place["targets"]] == [True, False]
    with nothing_changes(database):
        assert code_of(people["library"].put(path, {"level": None})) == (404, "learner_not_found")
        assert code_of(people["library"].put("/credits/targets", change)) == (404, "node_not_found")
        assert people["library"].read("/credits/people?q=chen")["items"] == []
        assert code_of(training.put("/credits/targets", {**change, "years": 9})) == (422, "invalid_input")
    assert training.put(path, {"level": None}).status_code == 204
    assert chen.read("/credits/me")["level"] is None


def test_the_own_records_can_be_taken_along(people: dict[str, Person], school: School) -> None:
    people["training"].upload("/credits/imports", "a.xlsx", records_sheet(row("anna", title="=1+1")))
    answer = people["anna"].get("/credits/me.xlsx?year=2026")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)] == [
        ["=1+1", "党校", "集中培训", "8", "2026-03-02", "2026-03-02", "待确认"]
    ]
    assert sheet["A2"].data_type == "s"
    assert people["bo"].read("/credits/me")["records"] == []


def test_two_authorities_confirm_once(
    app: Flask, people: dict[str, Person], school: School, runtime: Runtime
) -> None:
    people["training"].upload("/credits/imports", "a.xlsx", records_sheet(row("anna"), row("bo"), row("chen")))
    ids = waiting_ids(people["training"])

    def confirm(name: str) -> Callable[[], object]:
        return lambda: answers.append(said(person(app, name).post("/credits/confirmation", {"ids": ids})))

    answers: list[dict[str, int]] = []
    assert race([confirm("training"), confirm("teacher")]) == {"done": 2}
    assert sorted(answer["decided"] for answer in answers) == [0, 3]
    with runtime.database.read() as tx:
        done = [counters(tx, school.accounts[name], DAY).concentrated for name in ("anna", "bo", "chen")]
        assert done == [80, 80, 80]
        assert len(tx.session.scalars(select(Credit.id)).all()) == 3
