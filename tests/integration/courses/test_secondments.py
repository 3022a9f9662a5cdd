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


def test_a_secondment_from_its_document_to_its_evaluation(
    database: Database, school: School, people: People
) -> None:
    training, anna, anna_id = people["training"], people["anna"], school.persons["anna"]
    recorded = said(training.post("/mentoring/secondments", draft(person_id=anna_id)))["id"]
    path = f"/mentoring/secondments/{recorded}"
    [mine] = anna.read("/mentoring/secondments/mine")["items"]
    assert (mine["id"], mine["in_register"], mine["document"]) == (recorded, True, PAPER)
    assert people["bo"].read("/mentoring/secondments/mine")["items"] == []
    moved = draft(place_name="邻省某市档案局", version=1)
    assert training.put(path, moved).status_code == 204
    ended = {"version": 2, "ended_on": "2026-06-16", "evaluation": "踏实肯干"}
    assert training.post(f"{path}/end", ended).status_code == 204
    [line] = training.read("/mentoring/secondments")["items"]
    assert (line["in_register"], line["ended_on"], line["evaluation"]) == (False, "2026-06-16", "踏实肯干")
    assert people["library"].read("/mentoring/secondments")["items"] == []
    with database.read() as tx:
        actions = list(tx.session.scalars(select(AuditRow.action).where(AuditRow.subject_id == recorded)))
        assert len(actions) == 3
        [found] = secondments_in(tx, 2026)
        assert (found.person_id, found.place_name, found.organization_id) == (anna_id, "邻省某市档案局", None)
        assert secondments_in(tx, 2025) == secondments_in(tx, 2027) == []
    assert "踏实肯干" not in repr(all_rows(database))
    with nothing_changes(database):
        assert code_of(training.post(f"{path}/end", ended)) == (409, "secondment_ended")


def test_secondments_that_are_refused(database: Database, school: School, people: People) -> None:
    training, anna_id = people["training"], school.persons["anna"]
    recorded = said(training.post("/mentoring/secondments", draft(person_id=anna_id)))["id"]
    path = f"/mentoring/secondments/{recorded}"
    refused = [
        (training, draft(person_id=anna_id, started_on="2026-12-31"), 422, "secondment_overlaps"),
        (training, draft(person_id=anna_id, expected_to="2026-02-01"), 422, "secondment_dates_invalid"),
        (people["library"], draft(person_id=anna_id), 422, "secondment_person_unknown"),
        (training, draft(person_id="0" * 32), 422, "secondment_person_unknown"),
    ]
    with nothing_changes(database, core_command=len(refused)):
        for who, body, status, code in refused:
            assert code_of(who.post("/mentoring/secondments", body)) == (status, code)
    end = {"version": 1, "ended_on": "2026-06-16", "evaluation": "好"}
    with nothing_changes(database):
        assert code_of(training.put(path, draft(version=7))) == (409, "secondment_changed")
        assert code_of(people["library"].post(f"{path}/end", end)) == (404, "secondment_not_found")
        later = end | {"ended_on": "2026-06-17"}
        assert code_of(training.post(f"{path}/end", later)) == (422, "secondment_dates_invalid")
        assert code_of(people["anna"].post(f"{path}/end", end)) == (403, "permission_missing")
