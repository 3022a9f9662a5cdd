"""Schemes and the year so far over HTTP: written, tried, adopted, used; each refusal changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend.assessment.evidence.public import EntryDocument, EntrySource, NewEntry, record_entry
from backend.assessment.rounds.public import RoundPlan, RoundState, Window, create_round, move_round, round_by_id
from backend.assessment.schemes import trials
from backend.assessment.schemes.errors import SchemeMissing
from backend.assessment.schemes.jobs import JOBS
from backend.assessment.schemes.models import SchemeVersion
from backend.assessment.schemes.opening import ensure_schemes_adopted
from backend.assessment.schemes.public import adopted_scheme
from backend.assessment.schemes.verify import check_adopted_schemes
from backend.core.db import Database
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from backend.register.public import node_of_organization
from tests.factories.identity import SYSTEM, make_holder
from tests.factories.schemes import adopt_suggested
from tests.factories.training import School, make_school
from tests.integration.approvals.test_lists import counted
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

YEAR = 2026
STAFF = "institution_staff"


def make_office(database: Database) -> School:
    """The school's county with its assessor, who assesses one unit alone, and the head of the other."""
    school = make_school(database)
    with database.write() as tx:
        archive = node_of_organization(tx, school.units["archive"])
        school.accounts["assessor"] = make_holder(tx, "assessor", Role.ASSESSOR, school.county)
        school.accounts["near"] = make_holder(tx, "near", Role.ASSESSOR, school.library)
        school.accounts["head"] = make_holder(tx, "head", Role.HEAD, archive)
    return school


@pytest.fixture
def office(database: Database, shelf: Shelf) -> School:
    return shelf.take(make_office, database)


@pytest.fixture
def people(app: Flask, office: School) -> dict[str, Person]:
    let_act(app, office.actors())
    return {name: person(app, name) for name in office.accounts}


def entered(database: Database, office: School, who: str, points: int, on: date) -> None:
    """A result of a special-task assessment."""
    document = EntryDocument("清编〔2026〕7号", "关于专项考核结果的通报", "清溪县委编办", on)
    new = NewEntry(EntrySource.SPECIAL_ASSESSMENT, office.persons[who], "防汛保障", on, points, document)
    with database.write() as tx:
        record_entry(tx, office.actor(tx, "assessor"), new)


def begin(assessor: Person, office: School, **changes: Any) -> Any:
    body = {"year": YEAR, "category": STAFF, "node_id": office.county, "begin": "suggestion"}
    return assessor.post("/assessment/schemes", body | changes)


def test_what_cannot_score_or_must_not_count_is_refused(
    people: dict[str, Person], office: School, database: Database
) -> None:
    assessor, near = people["assessor"], people["near"]
    at = begun_at(assessor, office)
    with nothing_changes(database):
        assert code_of(begin(assessor, office)) == (409, "scheme_exists")
        assert code_of(begin(near, office)) == (404, "node_not_found")
        assert code_of(begin(assessor, office, year=2027, begin="last_year")) == (422, "scheme_missing")
        assert code_of(near.get(at)) == (404, "scheme_not_found")
        assert code_of(near.delete(at)) == (404, "scheme_not_found")
    scheme = assessor.read(at)
    assert (scheme["state"], scheme["problems"], scheme["used"]) == ("draft", [], False)
    with nothing_changes(database, core_command=1):
        assert code_of(near.put(at, {"revision": 1, "indicators": []})) == (404, "scheme_not_found")
        assert code_of(near.post(f"{at}/simulation", {})) == (404, "scheme_not_found")
        assert code_of(near.post(f"{at}/check", {"indicators": []})) == (404, "scheme_not_found")
        assert code_of(near.post(f"{at}/adoption", {"revision": 1, "reason": "x"})) == (404, "scheme_not_found")

    indicators = scheme["indicators"]
    forbidden = [*indicators[:-1], indicators[-1] | {"source": "online_time"}]
    with nothing_changes(database):
        refused = assessor.put(at, {"revision": 1, "indicators": forbidden})
        assert code_of(refused) == (422, "source_forbidden")
        assert said(refused)["facts"]["document"] == "国办函〔2026〕12号"
        assert code_of(assessor.put(at, {"revision": 9, "indicators": indicators})) == (409, "scheme_stale")
    unsound = [indicators[0] | {"weight": 900, "source": "moon"}, *indicators[1:]]
    kept = said(assessor.put(at, {"revision": 1, "indicators": unsound}))
    named = {one["problem"] for one in kept["problems"]}
    assert named == {"source_unknown", "marked_by_wrong", "weights_do_not_sum"}
    with nothing_changes(database):
        assert code_of(assessor.post(f"{at}/simulation", {})) == (422, "scheme_invalid")
    with nothing_changes(database, core_command=1):
        refused = assessor.post(f"{at}/adoption", {"revision": 2, "reason": "定稿"})
        assert code_of(refused) == (422, "scheme_invalid")
    assert said(assessor.put(at, {"revision": 2, "indicators": indicators}))["problems"] == []
    with nothing_changes(database, core_command=1):
        refused = assessor.post(f"{at}/adoption", {"revision": 3, "reason": "定稿"})
        assert code_of(refused) == (422, "scheme_not_simulated")
    with nothing_changes(database):
        alone = {"compare_with": at[-32:]}
        assert code_of(assessor.post(f"{at}/simulation", alone)) == (422, "schemes_not_comparable")
        assert code_of(assessor.post(f"{at}/simulation", {})) == (422, "nobody_to_simulate")


def test_a_scheme_is_tried_adopted_copied_and_once_used_stays(
    people: dict[str, Person], office: School, database: Database
) -> None:
    assessor = people["assessor"]
    entered(database, office, "anna", 8800, date(2026, 3, 2))
    at = begun_at(assessor, office)
    assert said(assessor.post(f"{at}/simulation", {"year": YEAR})) == {"job_id": None}
    trial = assessor.read(at)["simulation"]
    assert (trial["year"], trial["subjects"], trial["scored"], trial["compared"]) == (YEAR, 6, 1, None)
    tried = {one["key"]: one for one in trial["indicators"]}
    assert tried["special_assessment"]["with_evidence"] == 1
    assert trial["totals"]["groups"] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0], "176 of 400: the bonus counts as zero"
    assert not any(person_id in str(trial) for person_id in office.persons.values())

    assert said(assessor.post(f"{at}/adoption", {"revision": 1, "reason": "编委会议定"})) == {"version": 1}
    after = assessor.read(at)
    assert (after["state"], after["version"], after["versions"][0]["reason"]) == ("adopted", 1, "编委会议定")
    with nothing_changes(database, core_command=1):
        again = assessor.post(f"{at}/adoption", {"revision": after["revision"], "reason": "再议"})
        assert code_of(again) == (409, "scheme_unchanged")
    with nothing_changes(database):
        assert code_of(assessor.delete(at)) == (409, "scheme_adopted")
    assert said(assessor.post(f"{at}/simulation", {"year": YEAR, "compare_with": at[-32:]})) == {"job_id": None}
    compared = assessor.read(at)["simulation"]["compared"]
    assert (compared["higher"], compared["lower"], compared["same"]) == (0, 0, 1)
    assert (compared["moves"], compared["groups"]) == ([0, 0, 0, 1, 0, 0, 0], []), "one person is no group"

    following = begun_at(assessor, office, year=2027, begin="last_year")
    assert assessor.read(following)["indicators"] == after["indicators"]
    assert assessor.delete(following).status_code == 204
    [listed] = assessor.read(f"/assessment/schemes?year={YEAR}")["items"]
    assert (listed["id"], listed["state"], listed["place"]) == (at[-32:], "adopted", "清溪县")
    assert people["near"].read(f"/assessment/schemes?year={YEAR}")["items"] == []

    open_a_round(database, office)
    changed = {"revision": after["revision"], "indicators": list(reversed(after["indicators"]))}
    with nothing_changes(database):
        assert code_of(assessor.put(at, changed)) == (409, "scheme_used")
    with database.read() as tx:
        assert list(check_adopted_schemes(tx)) == []
        assert tx.session.scalars(select(SchemeVersion.version)).all() == [1]


def begun_at(assessor: Person, office: School, **changes: Any) -> str:
    """The path of a scheme that was begun."""
    return f"/assessment/schemes/{said(begin(assessor, office, **changes))['id']}"


def open_a_round(database: Database, office: School) -> str:
    days = {window: (date(2026, 6, 1), date(2026, 6, 30)) for window in Window}
    with database.write() as tx:
        round_id = create_round(tx, SYSTEM, YEAR, office.county, RoundPlan("二〇二六年度考核", days))
        ensure_schemes_adopted(tx, round_by_id(tx, round_id))
        move_round(tx, SYSTEM, round_id, RoundState.OPEN, None)
    return round_id


def test_many_are_tried_by_the_worker(
    people: dict[str, Person],
    office: School,
    runtime: Runtime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trials, "AT_ONCE", 1)
    scheme_id = said(begin(people["assessor"], office, category="unit"))["id"]
    at = f"/assessment/schemes/{scheme_id}"
    begun = said(people["assessor"].post(f"{at}/simulation", {"year": YEAR}))
    again = said(people["assessor"].post(f"{at}/simulation", {"year": YEAR}))
    assert begun == again, "one job, however often it is asked for"
    job = claim_next(runtime.database)
    assert job is not None
    assert job.id == begun["job_id"]
    run_job(runtime, job, JOBS)
    trial = people["assessor"].read(at)["simulation"]
    assert (trial["year"], trial["subjects"], trial["scored"]) == (YEAR, 2, 2)
    revision = people["assessor"].read(at)["revision"]
    said(people["assessor"].post(f"{at}/adoption", {"revision": revision, "reason": "编委会议定"}))
    said(people["assessor"].post(f"{at}/simulation", {"year": YEAR, "compare_with": scheme_id}))
    job = claim_next(runtime.database)
    assert job is not None
    run_job(runtime, job, JOBS)
    groups = people["assessor"].read(at)["simulation"]["compared"]["groups"]
    assert {one["id"] for one in groups} == {office.units["archive"], office.units["library"]}
    assert all(one["name"] and one["before"] == one["now"] for one in groups), "a unit is told by its name"


def test_a_year_says_what_is_known_and_what_is_not(
    people: dict[str, Person], office: School, database: Database
) -> None:
    anna, head = people["anna"], people["head"]
    year = anna.read("/assessment/my-year")
    assert (year["year"], year["scheme"], year["parts"], year["round"]) == (YEAR, None, [], None)
    assert code_of(people["nowhere"].get("/assessment/my-year")) == (404, "year_without_person")
    with database.write() as tx:
        ids = adopt_suggested(tx, office.county, YEAR)
        archive = node_of_organization(tx, office.units["archive"])
        assert adopted_scheme(tx, YEAR, STAFF, archive) is not None
        assert adopted_scheme(tx, YEAR + 1, STAFF, archive) is None
    entered(database, office, "anna", 8800, date(2026, 3, 2))
    open_a_round(database, office)

    with counted(database.engine) as statements:
        year = anna.read("/assessment/my-year")
    assert len(statements) <= 52
    parts = {one["key"]: one for one in year["parts"]}
    assert (year["category"], year["scheme"]["id"], year["round"]["state"]) == (STAFF, ids[STAFF], "open")
    special = parts["special_assessment"]
    assert (special["points"], special["weight"], special["value"], special["count"]) == (176, 200, 8800, 1)
    assert (year["points"], year["known_weight"]) == (176, 200), "what is not known yet is no zero"
    assert (parts["goal"]["used"], parts["goal"]["not_yet"]) == (False, "no_evidence")
    mark = parts["virtue_by_superior"]
    assert (mark["not_yet"], mark["known_from"]) == ("after_window", "2026-07-01")
    opened = {one["window"] for one in year["windows"] if one["open"]}
    assert opened == {Window.SELF_SUMMARY, Window.RATING}, "nobody is hers to mark"

    unit = f"/assessment/my-year/units/{office.units['archive']}"
    assert head.read(unit)["scheme"]["id"] == ids["unit"]
    assert code_of(head.get(f"/assessment/my-year/units/{office.units['library']}")) == (
        404,
        "year_unit_not_found",
    )
    with database.write() as tx:
        elsewhere = create_round(tx, SYSTEM, YEAR + 1, office.county, RoundPlan("二〇二七年度考核"))
        with pytest.raises(SchemeMissing) as refusal:
            ensure_schemes_adopted(tx, round_by_id(tx, elsewhere))
    assert refusal.value.facts == {"categories": [STAFF], "year": YEAR + 1}
