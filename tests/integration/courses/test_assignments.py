"""Assigned courses: who owes them follows people to where they go, and reminders come once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.jobs import JobRow, claim_next, run_job
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.permissions import Role
from backend.identity.public import disable_account, grant_directly, move_node, node_refs, place_node
from backend.register.models import Posting
from backend.register.public import (
    Cause,
    PostingMove,
    end_posting,
    move_posting,
    node_of_organization,
    record_import,
)
from courses.catalogue.jobs import JOBS
from courses.catalogue.models import Assignment, Obligation
from courses.catalogue.operations.assigning import NewAssignment, assign_course
from courses.catalogue.operations.authoring import create_course
from courses.catalogue.queries.assignments import obligation_states
from courses.events import CourseAssigned, CourseDue
from tests.factories.courses import make_course, outline_of
from tests.factories.identity import SYSTEM
from tests.factories.training import School, make_school
from tests.integration.approvals.test_lists import counted
from tests.integration.courses.test_catalogue import heard
from tests.integration.courses.training_people import Person, code_of, let_act, person
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

TODAY, DUE = date(2026, 6, 16), date(2026, 6, 30)


@pytest.fixture
def school(database: Database, shelf: Shelf) -> School:
    return shelf.take(make_school, database)


@pytest.fixture
def course_id(school: School, database: Database) -> str:
    with database.write() as tx:
        return make_course(tx, lessons=1, quiz=False)


@pytest.fixture
def people(app: Flask, school: School) -> dict[str, Person]:
    let_act(app, school.actors())
    return {name: person(app, name) for name in school.accounts}


def owing(school: School) -> dict[str, str]:
    """Who owes or owed, by name: the reason of the end, or "open"; the latest counts."""
    names = {account_id: name for name, account_id in school.accounts.items()}
    with school.database.read() as tx:
        rows = tx.session.execute(select(Obligation.account_id, Obligation.reason).order_by(Obligation.id))
        return {names[account_id]: reason or "open" for account_id, reason in rows}


def assign(school: School, course_id: str, node_id: str, **changes: Any) -> str:
    new = NewAssignment(course_id, node_id, changes.pop("due_on", DUE), **changes)
    with school.database.write() as tx:
        return assign_course(tx, SYSTEM, new)


def body(course_id: str, node_id: str, **changes: Any) -> dict[str, Any]:
    return {"course_id": course_id, "node_id": node_id, "due_on": DUE.isoformat(), **changes}


def move(tx: Tx, school: School, name: str, unit: str, rank: str | None = None) -> None:
    posting_id = tx.session.scalar(select(Posting.posting_id).where(Posting.person_id == school.persons[name]))
    cause = Cause("import", record_import(tx, SYSTEM, "test", f"sm3:{name}", {}))
    change = PostingMove(posting_id or "", TODAY, school.units[unit], "institution", "科员", rank=rank)
    move_posting(tx, SYSTEM, change, cause)


def test_an_assignment_means_a_subtree_by_rank_and_role(
    people: dict[str, Person], school: School, course_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = people["training"]
    with school.database.write() as tx:
        grant_directly(tx, SYSTEM, school.accounts["bo"], Role.UNIT, school.library)
        archive = node_of_organization(tx, school.units["archive"])
    query = f"node_id={school.county}&course_id={course_id}"
    preview = training.read(f"/courses/assignments/audience-preview?{query}&ranks=G06,G07")
    assert preview == {"accounts": 2, "completed": 0}
    with heard(CourseAssigned, monkeypatch) as told:
        made = training.post("/courses/assignments", body(course_id, archive, ranks=["G06", "G07", "G02"]))
    assert made.status_code == 201, made.text
    assert owing(school) == {"anna": "open", "bo": "open", "deng": "open"}
    assert [set(event.account_ids) for event in told] == [
        {school.accounts[name] for name in ("anna", "bo", "deng")}
    ]
    assign(school, course_id, archive, roles=("unit",))
    with school.database.read() as tx:
        last = tx.session.scalars(select(Assignment).order_by(Assignment.id.desc())).first()
        assert last is not None
        assert obligation_states(tx, last.id) == [(school.accounts["bo"], False)]
    item = people["anna"].read("/courses")["items"][0]
    assert item["assigned"] == {"due_on": "2026-06-30", "late": False}
    assert [one["id"] for one in people["anna"].read("/courses/home")["assigned"]] == [course_id]
    assert people["gao"].read("/courses/home")["assigned"] == []


def test_what_is_owed_follows_the_posting_and_ends_with_it(
    people: dict[str, Person], school: School, course_id: str, database: Database
) -> None:
    with database.write() as tx:
        archive = node_of_organization(tx, school.units["archive"])
    assign(school, course_id, archive)
    assert owing(school) == dict.fromkeys(("anna", "bo", "chen", "deng"), "open")
    with database.write() as tx:
        move(tx, school, "anna", "library", "G07")
        move(tx, school, "gao", "archive")
        posting_id = tx.session.scalar(select(Posting.posting_id).where(Posting.person_id == school.persons["bo"]))
        cause = Cause("import", record_import(tx, SYSTEM, "test", "sm3:x", {}))
        end_posting(tx, SYSTEM, posting_id or "", TODAY, "retire", cause)
        disable_account(tx, SYSTEM, school.accounts["deng"])
    assert owing(school) == {"anna": "left", "bo": "left", "chen": "open", "deng": "left", "gao": "open"}
    with database.write() as tx:
        grant_directly(tx, SYSTEM, school.accounts["nowhere"], Role.UNIT, archive)
    assert owing(school)["nowhere"] == "open", "without a posting the grant says where somebody is"
    assert people["anna"].read("/courses")["items"][0]["assigned"] is None


def test_whoever_completes_the_course_has_met_it_for_good(
    people: dict[str, Person], school: School, course_id: str, database: Database, runtime: Runtime
) -> None:
    with database.read() as tx:
        [lesson_id] = outline_of(tx, course_id).lesson_ids
    people["gao"].post(f"/courses/lessons/{lesson_id}/done", {})
    assignment_id = assign(school, course_id, school.library)
    assert owing(school) == {"fang": "open", "gao": "completed", "library": "open"}
    for _ in range(3):
        people["fang"].post(f"/courses/lessons/{lesson_id}/done", {})
    with database.write() as tx:
        move(tx, school, "fang", "archive", "G12")
    run_days(runtime)
    assert owing(school) == {"fang": "completed", "gao": "completed", "library": "open"}
    [shown] = people["training"].read("/courses/assignments")["items"]
    assert (shown["id"], shown["owing"], shown["completed"]) == (assignment_id, 1, 2)
    assert (shown["course"]["title"], shown["node"]["name"]) == ("课程 basics", "清溪县图书馆")


def run_days(runtime: Runtime) -> None:
    """Run what is due."""
    while job := claim_next(runtime.database):
        run_job(runtime, job, dict(JOBS))


def test_reminders_come_once_and_the_days_keep_themselves_up(
    school: School, course_id: str, runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(school, course_id, school.library, due_on=TODAY + timedelta(days=20))
    with heard(CourseDue, monkeypatch) as told:
        for _ in range(25):
            clock.move(timedelta(days=1))
            run_days(runtime)
            run_days(runtime)
    assert [(event.due - TODAY).days for event in told] == [20, 20]
    assert all(len(event.account_ids) == 3 for event in told)
    with school.database.read() as tx:
        waiting = tx.session.scalars(select(JobRow).where(JobRow.state == "queued")).all()
        assert [job.unique_key for job in waiting] == ["courses_daily:2026-07-12"]
        assert {row.reminded for row in tx.session.scalars(select(Obligation))} == {3}


def test_what_the_nightly_look_finds_that_no_event_told(
    school: School, course_id: str, runtime: Runtime, clock: FixedClock, database: Database
) -> None:
    assign(school, course_id, school.library)
    with database.write() as tx:
        gone = tx.session.scalars(select(Obligation).where(Obligation.account_id == school.accounts["gao"])).one()
        tx.session.delete(gone)
        stray = Obligation(assignment_id=gone.assignment_id, account_id=school.accounts["anna"], opened_on=TODAY)
        tx.session.add(stray)
    clock.move(timedelta(days=1))
    run_days(runtime)
    assert owing(school) == {"fang": "open", "gao": "open", "library": "open", "anna": "left"}
    with database.write() as tx:
        assign_course(tx, SYSTEM, NewAssignment(course_id, school.county, DUE))
        elsewhere = place_node(tx, "region", "990199", "青石县", None)
        move_node(tx, school.library, elsewhere)
    run_days(runtime)
    with database.read() as tx:
        last = tx.session.scalars(select(Assignment).order_by(Assignment.id.desc())).first()
        asked = {account_id for account_id, _ in obligation_states(tx, last.id if last else "")}
    assert school.accounts["anna"] in asked
    assert school.accounts["gao"] not in asked, "the unit with its people hangs elsewhere now"


def test_an_ended_assignment_asks_nobody(people: dict[str, Person], school: School, course_id: str) -> None:
    assignment_id = assign(school, course_id, school.library)
    training = people["training"]
    assert training.delete(f"/courses/assignments/{assignment_id}").status_code == 204
    assert set(owing(school).values()) == {"assignment_ended"}
    with school.database.write() as tx:
        move(tx, school, "anna", "library")
    assert "anna" not in owing(school)
    with nothing_changes(school.database):
        assert code_of(training.delete(f"/courses/assignments/{assignment_id}")) == (409, "assignment_ended")


def test_an_authority_assigns_and_sees_within_its_scope_alone(
    people: dict[str, Person], school: School, course_id: str, database: Database
) -> None:
    county_wide = assign(school, course_id, school.county)
    library, training = people["library"], people["training"]
    with nothing_changes(database, core_command=4):
        assert code_of(library.post("/courses/assignments", body(course_id, school.county))) == (
            404,
            "node_not_found",
        )
        query = f"/courses/assignments/audience-preview?node_id={school.county}"
        assert code_of(library.get(query)) == (404, "node_not_found")
        assert code_of(library.delete(f"/courses/assignments/{county_wide}")) == (404, "assignment_not_found")
        for changes, status, code in (
            ({"course_id": "0" * 32}, 404, "course_not_found"),
            ({"due_on": "2026-06-15"}, 422, "assignment_due_in_past"),
            ({"ranks": ["Z99"]}, 422, "assignment_rank_unknown"),
            ({"roles": ["king"]}, 422, "invalid_input"),
            ({"reminders": [-1]}, 422, "invalid_input"),
            ({"ended_on": None}, 422, "invalid_input"),
        ):
            refused = training.post("/courses/assignments", body(course_id, school.county) | changes)
            assert code_of(refused) == (status, code), changes
        for name in ("anna", "nowhere"):
            assert code_of(people[name].get("/courses/assignments")) == (403, "permission_missing")
    assert library.read("/courses/assignments")["items"] == []
    with database.write() as tx:
        draft = create_course(tx, SYSTEM, {"key": "draft"})
    with nothing_changes(database, core_command=1):
        refused = training.post("/courses/assignments", body(draft, school.county))
        assert code_of(refused) == (422, "course_not_published")


def test_assignments_are_listed_in_few_statements(
    people: dict[str, Person], school: School, course_id: str, database: Database
) -> None:
    costs = []
    for number in (1, 20):
        for _ in range(number):
            assign(school, course_id, school.library)
        with counted(database.engine) as statements:
            people["training"].read("/courses/assignments?limit=50")
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 5
    with database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Obligation)) == 63
        assert node_refs(tx, [school.library])
