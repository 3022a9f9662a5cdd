"""Secondments over HTTP: recorded by the office in its scope, seen by the person, ended with an evaluation."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import Database
from backend.identity.audit.models import AuditRow
from courses.public import secondments_in
from tests.factories.training import School, make_school
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import all_rows, nothing_changes

People = dict[str, Person]
PAPER = {
    "number": "清编办〔2026〕8号",
    "title": "关于选派挂职干部的通知",
    "issuer": "清溪县委编办",
    "dated_on": "2026-02-20",
}


def draft(**changes: Any) -> dict[str, Any]:
    return {
        "place_name": "清溪县图书馆",
        "post_held": "馆长助理",
        "started_on": "2026-03-01",
        "expected_to": "2026-12-31",
        "document": PAPER,
        **changes,
    }


@pytest.fixture
def school(database: Database, shelf: Shelf) -> School:
    return shelf.take(make_school, database)


@pytest.fixture
def people(app: Flask, school: School) -> People:
    let_act(app, school.actors())
    return {name: person(app, name) for name in school.accounts}


def record(people: People, person_id: str, **changes: Any) -> str:
    recorded = said(people["training"].post("/mentoring/secondments", draft(person_id=person_id, **changes)))
    return str(recorded["id"])


def ending(**changes: Any) -> dict[str, Any]:
    return {"version": 1, "ended_on": "2026-06-16", "evaluation": "踏实肯干", **changes}


def test_a_secondment_from_its_document_to_its_evaluation(
    database: Database, school: School, people: People
) -> None:
    training, anna, anna_id = people["training"], people["anna"], school.persons["anna"]
    recorded = record(people, anna_id)
    path = f"/mentoring/secondments/{recorded}"
    [mine] = anna.read("/mentoring/secondments/mine")["items"]
    assert (mine["id"], mine["document"], mine["corrections"]) == (recorded, PAPER, [])
    assert mine["organization_id"] is not None, "the only unit of that name"
    assert people["bo"].read("/mentoring/secondments/mine")["items"] == []
    assert training.post(f"{path}/end", ending()).status_code == 204
    [line] = training.read("/mentoring/secondments")["items"]
    assert (line["ended_on"], line["evaluation"]) == ("2026-06-16", "踏实肯干")
    assert people["library"].read("/mentoring/secondments")["items"] == []
    with database.read() as tx:
        actions = list(tx.session.scalars(select(AuditRow.action).where(AuditRow.subject_id == recorded)))
        assert len(actions) == 2
        [found] = secondments_in(tx, 2026)
        assert (found.person_id, found.place_name) == (anna_id, "清溪县图书馆")
        assert found.organization_id == line["organization_id"]
        assert secondments_in(tx, 2025) == secondments_in(tx, 2027) == []
        assert secondments_in(tx, 2026, [school.persons["bo"]]) == []
    assert "踏实肯干" not in repr(all_rows(database))
    with nothing_changes(database):
        assert code_of(training.post(f"{path}/end", ending(version=2))) == (409, "secondment_ended")


def test_a_correction_says_why_and_what_stood_there(database: Database, school: School, people: People) -> None:
    training = people["training"]
    path = f"/mentoring/secondments/{record(people, school.persons['anna'])}"
    [place] = training.read("/mentoring/secondments/places?q=图书")["items"]
    elsewhere = draft(place_name="邻省某市档案局", version=1, reason="改派外省")
    assert training.put(path, elsewhere).status_code == 204
    assert training.post(f"{path}/end", ending(version=2)).status_code == 204
    # both days move beyond those that stood there
    last = {"ended_on": "2026-01-31", "evaluation": "踏实肯干，成绩突出"}
    body = draft(
        organization_id=place["id"], started_on="2026-01-01", expected_to=None, version=3, reason="日期有误"
    )
    assert training.put(path, body | {"ending": last}).status_code == 204
    [mine] = people["anna"].read("/mentoring/secondments/mine")["items"]
    assert (mine["place_name"], mine["organization_id"]) == ("清溪县图书馆", place["id"])
    assert (mine["started_on"], mine["ended_on"]) == ("2026-01-01", "2026-01-31")
    latest, first = mine["corrections"]
    assert (first["reason"], first["former"]["place_name"]) == ("改派外省", "清溪县图书馆")
    assert (first["former"]["ended_on"], first["former"]["evaluation"]) == (None, None)
    assert (latest["reason"], latest["corrected_on"]) == ("日期有误", "2026-06-16")
    assert latest["former"] == {
        "place_name": "邻省某市档案局",
        "post_held": "馆长助理",
        "started_on": "2026-03-01",
        "expected_to": "2026-12-31",
        "ended_on": "2026-06-16",
        "evaluation": "踏实肯干",
    }
    stored = repr(all_rows(database))
    assert [text for text in ("改派外省", "日期有误", "踏实肯干") if text in stored] == [], "texts lie encrypted"
    with database.read() as tx:
        done = select(AuditRow.action).where(AuditRow.action == "courses:secondment:corrected")
        assert len(tx.session.scalars(done).all()) == 2


def test_nobody_is_at_two_places_on_one_day(database: Database, school: School, people: People) -> None:
    """Neither by what is recorded, nor by when one ends, nor by a correction."""
    training, anna_id = people["training"], school.persons["anna"]
    first = record(people, anna_id, started_on="2026-01-05", expected_to="2026-03-31")  # went on past its end
    with nothing_changes(database, core_command=1):
        second = draft(person_id=anna_id, started_on="2026-05-01", expected_to=None)
        assert code_of(training.post("/mentoring/secondments", second)) == (422, "secondment_overlaps")
    path = f"/mentoring/secondments/{first}"
    assert training.post(f"{path}/end", ending(ended_on="2026-04-30")).status_code == 204
    later = f"/mentoring/secondments/{record(people, anna_id, started_on='2026-05-01', expected_to=None)}"
    with nothing_changes(database):
        longer = draft(version=2, reason="日期有误", started_on="2026-01-05", expected_to=None)
        longer |= {"ending": {"ended_on": "2026-05-01", "evaluation": "好"}}
        assert code_of(training.put(path, longer)) == (422, "secondment_overlaps")
        earlier = draft(version=1, reason="日期有误", started_on="2026-04-30")
        assert code_of(training.put(later, earlier)) == (422, "secondment_overlaps")
        wrong = ending(ended_on="2026-04-30")
        assert code_of(training.post(f"{later}/end", wrong)) == (422, "secondment_dates_invalid")
    assert training.post(f"{later}/end", ending(ended_on="2026-05-01")).status_code == 204


def test_secondments_that_are_refused(database: Database, school: School, people: People) -> None:
    training, anna_id = people["training"], school.persons["anna"]
    path = f"/mentoring/secondments/{record(people, anna_id)}"
    refused = [
        (training, draft(person_id=anna_id, started_on="2026-12-31"), 422, "secondment_overlaps"),
        (training, draft(person_id=anna_id, expected_to="2026-02-01"), 422, "secondment_dates_invalid"),
        (training, draft(person_id=school.persons["bo"], organization_id="0"), 422, "secondment_place_unknown"),
        (people["library"], draft(person_id=anna_id), 422, "secondment_person_unknown"),
        (training, draft(person_id="0" * 32), 422, "secondment_person_unknown"),
    ]
    with nothing_changes(database, core_command=len(refused)):
        for who, body, status, code in refused:
            assert code_of(who.post("/mentoring/secondments", body)) == (status, code)
    right = draft(version=1, reason="笔误")
    too_early = right | {"ending": {"ended_on": "2026-06-16", "evaluation": "好"}}
    with nothing_changes(database):
        assert code_of(training.put(path, draft(version=7, reason="笔误"))) == (409, "secondment_changed")
        assert training.put(path, draft(version=1)).status_code == 422, "a correction has its reason"
        assert code_of(training.put(path, too_early)) == (422, "secondment_dates_invalid")
        assert code_of(people["library"].put(path, right)) == (404, "secondment_not_found")
        assert code_of(people["library"].post(f"{path}/end", ending())) == (404, "secondment_not_found")
        later = ending(ended_on="2026-06-17")
        assert code_of(training.post(f"{path}/end", later)) == (422, "secondment_dates_invalid")
        assert code_of(people["anna"].post(f"{path}/end", ending())) == (403, "permission_missing")
    assert training.post(f"{path}/end", ending()).status_code == 204
    with nothing_changes(database):
        unended = draft(version=2, reason="笔误")
        assert code_of(training.put(path, unended)) == (422, "secondment_dates_invalid")
