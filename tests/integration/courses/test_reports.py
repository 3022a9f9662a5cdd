"""The training authority's report: within its scope, passed or not, and not a word more."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from backend.core.db import Database
from courses.catalogue.public import NewAssignment, assign_course
from tests.factories.learning import complete, course_source, publish
from tests.factories.training import School, make_school
from tests.integration.courses.training_people import code_of, let_act, person
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

DUE = date(2026, 9, 30)
FORMULA = "=1+1"


@pytest.fixture
def school(database: Database, app: Flask, shelf: Shelf) -> School:
    school = shelf.take(make_school, database)
    let_act(app, school.actors())
    return school


@pytest.fixture
def assigned(database: Database, school: School) -> dict[str, str]:
    """Two courses asked of the county and one of the library; anna and fang passed the first."""
    with database.write() as tx:
        courses = {key: publish(tx, course_source(key, title=FORMULA)) for key in ("one", "two")}
        training, library = school.actor(tx, "training"), school.actor(tx, "library")
        ids = {
            "one": assign_course(tx, training, NewAssignment(courses["one"], school.county, DUE)),
            "two": assign_course(tx, library, NewAssignment(courses["two"], school.library, DUE)),
        }
        for name in ("anna", "fang"):
            complete(tx, school.actor(tx, name), courses["one"])
    return ids


def test_the_report_counts_by_unit_within_the_scope(app: Flask, school: School, assigned: dict[str, str]) -> None:
    report = person(app, "training").read("/reports/units")
    assert {exam["id"] for exam in report["examinations"]} == set(assigned.values())
    units = {unit["name"]: unit for unit in report["units"]}
    assert units["清溪县档案馆"]["examinations"] == [{"id": assigned["one"], "passed": 1, "not_passed": 3}]
    library = {count["id"]: count for count in units["清溪县图书馆"]["examinations"]}
    assert library[assigned["one"]] == {"id": assigned["one"], "passed": 1, "not_passed": 2}
    assert library[assigned["two"]] == {"id": assigned["two"], "passed": 0, "not_passed": 3}
    own = person(app, "library").read("/reports/units")
    assert [exam["id"] for exam in own["examinations"]] == [assigned["two"]]
    assert [(unit["name"], unit["passed"], unit["not_passed"]) for unit in own["units"]] == [
        ("清溪县图书馆", 0, 3)
    ]
    one = person(app, "training").read(f"/reports/units?assignment_id={assigned['one']}")
    assert [exam["id"] for exam in one["examinations"]] == [assigned["one"]]


def test_people_of_a_unit_are_told_as_passed_or_not_and_nothing_else(
    app: Flask, school: School, assigned: dict[str, str]
) -> None:
    unit = person(app, "training").read(f"/reports/units/{school.units['archive']}")
    results = [result for each in unit["people"] for result in each["results"]]
    assert sorted(result["passed"] for result in results) == [False, False, False, True]
    assert {key for each in unit["people"] for key in each} == {"name", "results"}
    assert {key for result in results for key in result} == {"id", "passed"}
    for name, place in (("library", school.units["archive"]), ("training", "f" * 32)):
        assert code_of(person(app, name).get(f"/reports/units/{place}")) == (404, "report_unit_not_found")


def test_an_ended_assignment_is_left_out_unless_asked_for(
    app: Flask, school: School, assigned: dict[str, str]
) -> None:
    training = person(app, "training")
    assert training.delete(f"/courses/assignments/{assigned['one']}").status_code == 204
    assert [exam["id"] for exam in training.read("/reports/units")["examinations"]] == [assigned["two"]]
    assert len(training.read("/reports/units?ended=true")["examinations"]) == 2


def test_the_spreadsheet_says_the_same_and_holds_no_formula(
    app: Flask, school: School, assigned: dict[str, str]
) -> None:
    answer = person(app, "training").get("/reports/units.xlsx")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="training-report-2026-06-16.xlsx"'
    by_unit, by_person = load_workbook(io.BytesIO(answer.data)).worksheets
    rows = [[cell.value for cell in row] for row in by_unit.iter_rows(min_row=2)]
    assert ["清溪县档案馆", FORMULA, 4, 1, 3] in [[*row[:2], *row[3:]] for row in rows]
    assert [cell.value for cell in by_person[1]] == ["单位", "姓名", "课程", "截止日期", "结果"]
    assert {row[4].value for row in by_person.iter_rows(min_row=2)} == {"通过", "未通过"}
    cells = [cell for sheet in (by_unit, by_person) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}


def test_places_are_those_of_the_scope(app: Flask, school: School) -> None:
    training, library = person(app, "training"), person(app, "library")
    [county] = training.read("/reports/places")["items"]
    assert (county["id"], county["kind"], county["children"]) == (school.county, "region", True)
    below = training.read(f"/reports/places?parent={school.county}")["items"]
    assert {place["name"] for place in below} == {"清溪县档案馆", "清溪县图书馆"}
    assert [place["id"] for place in library.read("/reports/places")["items"]] == [school.library]
    assert code_of(library.get(f"/reports/places?parent={school.county}")) == (404, "node_not_found")


def test_learners_and_authors_reach_no_report(app: Flask, database: Database, school: School) -> None:
    paths = (
        "/reports/places",
        "/reports/units",
        "/reports/units.xlsx",
        f"/reports/units/{school.units['archive']}",
    )
    answers: list[Any] = []
    with nothing_changes(database):
        for path in paths:
            answers += [code_of(person(app, name).get(path)) for name in ("anna", "nowhere")]
            answers.append(code_of(person(app, "").get(path)))
    assert set(answers) == {(403, "permission_missing"), (401, "not_signed_in")}
