"""Pairing over HTTP: what people write of themselves, two taps by hand, and a proposal that a person confirms."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import Database, new_id
from backend.core.jobs import JobRow
from backend.core.runtime import Runtime
from backend.core.signals import SignalRow
from backend.register.public import AppointmentRole, NewAppointment, Post, record_appointment
from courses.mentoring.models.life import Mentorship
from courses.mentoring.models.pairing import MentoringExclusion, MentoringRunPair, MentoringRunUnmatched
from courses.mentoring.operations.mentorships import decline_mentorship
from courses.mentoring.operations.runs import COMPUTE
from courses.mentoring.queries.life_pairs import open_pairs
from tests.factories.identity import SYSTEM
from tests.factories.mentoring import make_mentoring_school, need, offer, work_off
from tests.factories.register import OPENING
from tests.factories.training import School
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

People = dict[str, Person]
PROFILE = {"offered": True, "fields": ["data_security"], "capacity": 2, "version": 0}
NEED = {"looking": True, "fields": ["data_security"], "version": 0}


@pytest.fixture
def school(database: Database, shelf: Shelf) -> School:
    return shelf.take(make_mentoring_school, database)


@pytest.fixture
def people(app: Flask, school: School) -> People:
    let_act(app, school.actors())
    return {name: person(app, name) for name in school.accounts}


def furnish(school: School, mentors: dict[str, tuple[Any, ...]], mentees: dict[str, tuple[str, ...]]) -> None:
    """``mentors`` by name: the places, then the fields; ``mentees`` by name: the fields."""
    with school.database.write() as tx:
        office = school.actor(tx, "training")
        for name, (capacity, *fields) in mentors.items():
            offer(tx, office, school.accounts[name], *fields, capacity=capacity)
        for name, needed in mentees.items():
            need(tx, office, school.accounts[name], *needed)


def unchanged(school: School) -> AbstractContextManager[None]:
    """Refusals leave the stored answer of their command, and nothing else."""
    return nothing_changes(school.database, counters=["core_command"])


def pairs(school: School) -> set[tuple[str, str]]:
    """(mentor, mentee) of everybody who is paired, by name."""
    names = {account_id: name for name, account_id in school.accounts.items()}
    with school.database.read() as tx:
        return {(names[mentor], names[mentee]) for mentor, mentee in open_pairs(tx)}


def board(people: People, school: School, by: str = "training") -> dict[str, list[str]]:
    """Who waits, and who is suggested to each."""
    answer = people[by].get(f"/mentoring/board?node_id={school.county}")
    return {
        one["name"].removeprefix("账户"): [each["name"].removeprefix("账户") for each in one["suggestions"]]
        for one in said(answer)["items"]
    }


def test_people_write_of_themselves_and_only_a_mentor_offers(people: People, school: School) -> None:
    with unchanged(school):
        assert code_of(people["anna"].put("/mentoring/profile", PROFILE)) == (403, "not_a_mentor")
        wrong = people["anna"].put("/mentoring/need", {**NEED, "fields": ["astrology"]})
        assert code_of(wrong) == (422, "mentoring_fields_invalid")
        late = {**PROFILE, "available_from": "2026-07-01", "available_to": "2026-06-30"}
        named = people["training"].put(f"/mentoring/people/{school.accounts['bo']}/profile", late)
        assert code_of(named) == (422, "mentoring_fields_invalid")
        elsewhere = {**PROFILE, "unit_ids": [new_id()]}
        named = people["training"].put(f"/mentoring/people/{school.accounts['bo']}/profile", elsewhere)
        assert code_of(named) == (422, "mentoring_fields_invalid")
    named = people["training"].put(f"/mentoring/people/{school.accounts['bo']}/profile", PROFILE)
    assert said(named) == {"version": 1}
    assert said(people["bo"].put("/mentoring/profile", {**PROFILE, "version": 1})) == {"version": 2}
    with unchanged(school):
        assert code_of(people["bo"].put("/mentoring/profile", {**PROFILE, "version": 1})) == (
            409,
            "mentoring_changed",
        )
    assert said(people["anna"].put("/mentoring/need", NEED)) == {"version": 1}
    assert [one["name"] for one in said(people["anna"].get("/mentoring/choices"))["items"]] == ["账户bo"]
    assert people["anna"].put("/mentoring/wishes", {"mentor_ids": [school.accounts["bo"]]}).status_code == 204
    with unchanged(school):
        for ids in ([school.accounts["chen"]], [school.accounts["bo"], school.accounts["bo"]]):
            assert code_of(people["anna"].put("/mentoring/wishes", {"mentor_ids": ids})) == (
                422,
                "mentoring_fields_invalid",
            )
    own = said(people["anna"].get("/mentoring/profile"))
    assert (own["may_mentor"], own["need"]["fields"]) == (False, ["data_security"])
    assert [one["name"] for one in own["wishes"]] == ["账户bo"]


def test_nobody_learns_who_does_not_want_whom(people: People, school: School) -> None:
    furnish(school, {"bo": (1,), "chen": (1,)}, {"anna": (), "gao": ()})
    anna, bo = school.accounts["anna"], school.accounts["bo"]
    with unchanged(school):
        stranger = {"account_id": school.accounts["gao"], "found_by": "账户"}  # of another unit: by the whole name
        assert code_of(people["bo"].post("/mentoring/exclusions", stranger)) == (404, "mentoring_person_not_found")
    assert people["bo"].post("/mentoring/exclusions", {"account_id": anna, "found_by": "账户"}).status_code == 204
    assert [one["account_id"] for one in said(people["bo"].get("/mentoring/profile"))["exclusions"]] == [anna]
    assert said(people["anna"].get("/mentoring/profile"))["exclusions"] == []
    assert board(people, school) == {"anna": ["chen"], "gao": ["bo", "chen"]}
    offered = said(people["training"].get(f"/mentoring/mentors?mentee_id={anna}&node_id={school.county}"))["items"]
    assert [one["name"] for one in offered] == ["账户chen"]
    with unchanged(school):
        pair = {"mentee_id": anna, "mentor_id": bo}
        assert code_of(people["training"].post("/mentoring/pairs", pair))[1] == "pair_not_possible"
    assert people["bo"].delete(f"/mentoring/exclusions/{anna}").status_code == 204
    with school.database.read() as tx:
        assert tx.session.scalars(select(MentoringExclusion)).all() == []


def test_a_pair_is_made_by_hand_within_the_rules(people: People, school: School) -> None:
    furnish(
        school,
        {"bo": (1, "data_security"), "fang": (1, "local_quota")},
        {"anna": ("data_security",), "chen": ("data_security",), "gao": ("local_quota",)},
    )
    assert board(people, school) == {"anna": ["bo"], "chen": ["bo"], "gao": ["fang"]}
    ids = school.accounts

    def pair(by: str, mentee: str, mentor: str, *set_aside: str) -> tuple[int, str | None]:
        body = {"mentee_id": ids[mentee], "mentor_id": ids[mentor], "set_aside": list(set_aside)}
        return code_of(people[by].post("/mentoring/pairs", body))

    with unchanged(school):
        assert pair("training", "anna", "fang") == (422, "pair_against_rules")
        assert pair("training", "anna", "deng") == (404, "mentoring_person_not_found")  # no mentor
        assert pair("library", "anna", "fang", "field") == (404, "mentoring_person_not_found")  # not in scope
        assert pair("training", "fang", "fang", "field") == (422, "pair_forbidden")
        assert code_of(people["anna"].get(f"/mentoring/board?node_id={school.county}"))[0] == 403
        assert code_of(people["library"].get(f"/mentoring/board?node_id={school.county}"))[0] == 404
    assert pair("training", "anna", "bo") == (201, None)
    with unchanged(school):
        assert pair("training", "chen", "bo") == (422, "pair_forbidden")  # the last place is taken
    assert pair("training", "chen", "fang", "field") == (201, None)
    assert pairs(school) == {("bo", "anna"), ("fang", "chen")}
    assert board(people, school) == {"gao": []}
    with school.database.write() as tx:  # a decline brings the mentee back, but not the same pair
        made = tx.session.scalars(select(Mentorship.id).where(Mentorship.mentee_account_id == ids["anna"])).one()
        decline_mentorship(tx, school.actor(tx, "anna"), made, "")
    assert board(people, school) == {"anna": [], "gao": []}
    with unchanged(school):
        assert pair("training", "anna", "bo") == (422, "pair_against_rules")
    assert pair("training", "anna", "bo", "before") == (201, None)


def test_nobody_is_mentored_by_the_own_superior(people: People, school: School) -> None:
    furnish(school, {"bo": (2,), "fang": (1,)}, {"anna": (), "gao": ()})
    held = AppointmentRole.HELD
    post = Post(
        school.persons["bo"], school.units["archive"], None, "馆长", None, held, principal=True, counts=True
    )
    with school.database.write() as tx:
        record_appointment(tx, SYSTEM, NewAppointment(post, OPENING))
    assert board(people, school) == {"anna": ["fang"], "gao": ["bo", "fang"]}
    pair = {"mentee_id": school.accounts["anna"], "mentor_id": school.accounts["bo"]}
    with unchanged(school):
        assert code_of(people["training"].post("/mentoring/pairs", pair)) == (422, "pair_forbidden")


def start(people: People, school: School, **options: Any) -> str:
    body = {"node_id": school.county, **options}
    answer = people["training"].post("/mentoring/runs", body)
    assert answer.status_code == 202, answer.text
    return f"/mentoring/runs/{said(answer)['id']}"


def test_a_run_proposes_and_a_person_changes_and_confirms(
    people: People, school: School, runtime: Runtime
) -> None:
    furnish(
        school,
        {"bo": (1, "data_security"), "fang": (2, "local_quota", "data_security")},
        {"anna": ("data_security",), "chen": ("local_quota",), "deng": ("real_name_entry",), "gao": ()},
    )
    ids, office = school.accounts, people["training"]
    run = start(people, school)
    with unchanged(school):
        assert code_of(office.post(f"{run}/confirmation", {"version": 1})) == (409, "mentoring_run_not_in_state")
    work_off(runtime)
    assert pairs(school) == set()  # proposed is not paired
    page = said(office.get(run))
    assert (page["state"], page["pairs"], page["unmatched"], page["unused"]) == ("proposed", 3, 1, 0)
    alone = said(office.get(f"{run}/unmatched"))["items"]
    assert [one["mentee_id"] for one in alone] == [ids["deng"]]
    assert [one["rules"] for one in alone[0]["relaxations"]] == [["capacity", "field"]]
    proposed = {one["mentee_id"]: one for one in said(office.get(f"{run}/pairs"))["items"]}
    assert proposed[ids["chen"]]["mentor"]["account_id"] == ids["fang"]
    assert [term["code"] for term in proposed[ids["chen"]]["terms"]][:1] == ["fields_all"]
    version = changed_by_hand(office, school, run, page["version"])
    assert office.post(f"{run}/computation", {"version": version}).status_code == 204
    work_off(runtime)
    page = said(office.get(run))
    assert (page["state"], page["pairs"], page["pinned"], page["dropped"]) == ("proposed", 3, 1, 1)
    proposed = {one["mentee_id"]: one for one in said(office.get(f"{run}/pairs"))["items"]}
    assert proposed[ids["deng"]]["broken"] == ["field"]
    assert ids["chen"] not in proposed  # only fang knows the field, and that pair was dropped
    with unchanged(school):
        assert code_of(people["library"].post(f"{run}/confirmation", {"version": page["version"]}))[0] == 404
        assert code_of(office.post(f"{run}/confirmation", {"version": 1})) == (409, "mentoring_changed")
    by_hand = {"mentee_id": ids["gao"], "mentor_id": proposed[ids["gao"]]["mentor"]["account_id"]}
    assert office.post("/mentoring/pairs", by_hand).status_code == 201  # meanwhile, without the run
    assert office.post(f"{run}/confirmation", {"version": page["version"]}).status_code == 204
    work_off(runtime)
    page = said(office.get(run))
    assert (page["state"], page["left_out"]) == ("confirmed", 1)
    assert {mentee for _, mentee in pairs(school)} == {"anna", "deng", "gao"}
    with unchanged(school):
        assert (
            code_of(office.post(f"{run}/discard", {"version": page["version"]}))[1] == "mentoring_run_not_in_state"
        )
    with school.database.read() as tx:
        assert tx.session.scalar(select(SignalRow.seq).where(SignalRow.topic == "job_progress").limit(1))


def changed_by_hand(office: Person, school: School, run: str, version: int) -> int:
    """Deng takes the place of chen, who was dropped, against the rule of fields; returns the version after it."""
    ids = school.accounts
    pair = {"mentor_id": ids["fang"], "version": version}
    with unchanged(school):
        assert code_of(office.put(f"{run}/pairs/{ids['deng']}", pair)) == (422, "pair_against_rules")
        full = {**pair, "set_aside": ["field"]}
        assert code_of(office.put(f"{run}/pairs/{ids['deng']}", full)) == (422, "pair_forbidden")
        assert (
            code_of(office.delete(f"{run}/pairs/{ids['deng']}?version={version}"))[1] == "mentoring_pair_not_found"
        )
    dropped = said(office.delete(f"{run}/pairs/{ids['chen']}?version={version}"))
    assert dropped == {"version": version + 1}
    placed = office.put(f"{run}/pairs/{ids['deng']}", {**full, "version": version + 1})
    assert said(placed) == {"version": version + 2}
    swap = {"mentee_ids": [ids["anna"], ids["gao"]], "version": version + 2, "set_aside": []}
    swapped = office.post(f"{run}/swaps", swap)
    assert said(swapped) == {"version": version + 3}, swapped.text
    version += 3
    for name in ("anna", "gao"):
        pin = {"pinned": False, "version": version}
        version = said(office.put(f"{run}/pairs/{ids[name]}/pin", pin))["version"]
    return int(version)


def test_a_run_without_people_fails_with_a_reason(people: People, school: School, runtime: Runtime) -> None:
    run = start(people, school, units="same")
    work_off(runtime)
    page = said(people["training"].get(run))
    assert (page["state"], page["failure"]) == ("failed", "mentoring_run_empty")
    assert people["training"].post(f"{run}/discard", {"version": page["version"]}).status_code == 204
    with school.database.read() as tx:
        assert tx.session.scalars(select(MentoringRunPair)).all() == []
        assert tx.session.scalars(select(MentoringRunUnmatched)).all() == []


def test_a_run_that_was_given_up_can_be_taken_up_again(people: People, school: School, runtime: Runtime) -> None:
    furnish(school, {"bo": (1,)}, {"anna": ()})
    run, office = start(people, school), people["training"]
    with school.database.write() as tx:
        job = tx.session.scalars(select(JobRow).where(JobRow.kind == COMPUTE)).one()
        job.state, job.ended_at = "failed", tx.now()
    page = said(office.get(run))
    assert (page["state"], page["failure"]) == ("failed", "job_failed")
    assert office.post(f"{run}/computation", {"version": page["version"]}).status_code == 204
    work_off(runtime)
    assert said(office.get(run))["state"] == "proposed"
