"""A year as it is shown: a mark waits for its window, what was frozen stands, units are told to who assesses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from backend.assessment.evidence.public import EntrySource, record_entry
from backend.assessment.grading.operations.compiling import compile_round
from backend.assessment.grading.operations.freezing import freeze_round
from backend.assessment.grading.public import case_of_person
from backend.assessment.marks.operations.handing_in import give_mark
from backend.assessment.marks.public import mark_evidence
from backend.assessment.rounds.models import AssessmentRound
from backend.assessment.schemes.public import create_scheme, simulate_now
from backend.assessment.terms import Dimension
from backend.core.clock import FixedClock
from backend.core.runtime import Runtime
from tests.factories.evidence import new_entry
from tests.factories.identity import SYSTEM
from tests.factories.rounds import YEAR, Bureau, make_bureau, open_windows
from tests.factories.schemes import adopt_suggested
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

POINTS = dict.fromkeys(Dimension, 90)
EVIDENCE, MINE = "/assessment/evidence", "/assessment/my-year"
Json = dict[str, Any]


def make_marked(runtime: Runtime) -> Bureau:
    """Ann has a mark of her superior in windows that are still open, and a result of a special-task assessment."""
    made = make_bureau(runtime)
    with runtime.database.write() as tx:
        adopt_suggested(tx, made.region, YEAR)
    open_windows(runtime, made, days=2, rating=False)
    with runtime.database.write() as tx:
        give_mark(tx, made.actor(tx, "chief"), made.round_id, made.persons["ann"], POINTS, "", 0)
        special = new_entry(made.persons["ann"], tx.today(), EntrySource.SPECIAL_ASSESSMENT, 8800)
        record_entry(tx, SYSTEM, special)
    return made


@pytest.fixture
def made(runtime: Runtime, shelf: Shelf) -> Bureau:
    return shelf.take(make_marked, runtime)


@pytest.fixture
def people(app: Flask, runtime: Runtime, made: Bureau) -> dict[str, Person]:
    with runtime.database.read() as tx:
        let_act(app, {name: made.actor(tx, name) for name in made.accounts})
    return {name: person(app, name) for name in made.accounts}


def sources_of(answer: Json) -> set[str]:
    return {group["source"] for group in answer["groups"]}


def test_a_mark_is_neither_shown_nor_disputed_while_it_can_be_given(
    runtime: Runtime, made: Bureau, people: dict[str, Person], clock: FixedClock
) -> None:
    ann, assessor = people["ann"], people["assessor"]
    theirs = f"{EVIDENCE}/people/{made.persons['ann']}"
    for answer in (ann.read(f"{EVIDENCE}/mine"), assessor.read(theirs)):
        assert sources_of(answer) == {"special_assessment"}
    with runtime.database.read() as tx:
        from_the_room = [one.key for one in mark_pieces(tx, made)]
    objection = {"year": YEAR, "source": "superior_mark.virtue", "key": from_the_room[0], "reason": "偏低"}
    with nothing_changes(runtime.database, core_command=1):
        refused = ann.post(f"{EVIDENCE}/objections", objection)
        assert code_of(refused) == (404, "evidence_piece_not_found")
    clock.move(timedelta(days=2))
    assert sources_of(ann.read(f"{EVIDENCE}/mine")) > {"superior_mark.virtue", "special_assessment"}
    year = {one["key"]: one for one in ann.read(MINE)["parts"]}
    assert (year["virtue_by_superior"]["points"], year["virtue_by_superior"]["weight"]) == (1350, 1500)
    assert ann.post(f"{EVIDENCE}/objections", objection).status_code == 201


def test_once_frozen_the_year_is_the_result_whatever_happens_after(
    runtime: Runtime, made: Bureau, people: dict[str, Person], clock: FixedClock
) -> None:
    clock.move(timedelta(days=2))
    ann, database = people["ann"], runtime.database
    live = ann.read(MINE)
    assert (live["frozen"], live["total"], live["round"]["state"]) == (False, None, "open")
    with database.write() as tx:
        freeze_round(tx, SYSTEM, made.round_id)
        compile_round(tx, SYSTEM, made.round_id)
        held = tx.session.get_one(AssessmentRound, made.round_id).state
        late = new_entry(made.persons["ann"], tx.today(), EntrySource.SPECIAL_ASSESSMENT, 100)
        tx.session.execute(update(AssessmentRound).values(state="open"))
        record_entry(tx, SYSTEM, late)  # as if the fact had come to light afterwards
        tx.session.execute(update(AssessmentRound).values(state=held))
        case = case_of_person(tx, made.round_id, made.persons["ann"])
    year, evidence = ann.read(MINE), ann.read(f"{EVIDENCE}/mine")
    assert (year["frozen"], evidence["frozen"], evidence["can_object"]) == (True, True, False)
    assert year["points"] == live["points"], "what came after the freezing is not in it"
    assert case is not None
    assert year["total"] == case.total
    compiled = {one["key"]: one["points"] for one in case.parts}
    assert {one["key"]: one["points"] if one["used"] else None for one in year["parts"]} == compiled
    for part in year["parts"]:
        shown = [group for group in evidence["groups"] if group["source"] == part["source"]]
        assert part["amount"] == sum(group["amount"] for group in shown)
        assert part["count"] == sum(group["count"] for group in shown)


def test_units_are_beside_each_other_by_name_for_who_assesses_them(
    runtime: Runtime, made: Bureau, people: dict[str, Person]
) -> None:
    assessor, head = people["assessor"], people["head"]
    listed = assessor.read("/assessment/units")["items"]
    assert [one["unit_id"] for one in listed] == [made.bureau, made.institute], "by name, not by points"
    own = head.read(f"{MINE}/units/{made.bureau}")
    line = next(one for one in listed if one["unit_id"] == made.bureau)
    assert (line["points"], line["known_weight"], line["total"]) == (own["points"], own["known_weight"], None)
    assert sum(side["weight"] for side in line["sides"]) == 10_000
    assert sum(side["points"] for side in line["sides"]) == line["points"]
    evidence = head.read(f"{EVIDENCE}/units/{made.bureau}")
    for part in own["parts"]:
        assert part["count"] == sum(one["count"] for one in evidence["groups"] if one["source"] == part["source"])
    first = assessor.read("/assessment/units?limit=1")
    second = assessor.read(f"/assessment/units?limit=1&cursor={first['next_cursor']}")
    assert [*first["items"], *second["items"]] == listed
    [found] = assessor.read("/assessment/units?q=房产")["items"]
    assert (found["unit_id"], found["unit_name"]) == (made.institute, "清溪县房产事务中心")
    assert assessor.read(f"/assessment/units?year={YEAR - 1}")["items"][0]["sides"] == [], "no scheme, no parts"
    for name in ("head", "unit", "ann"):
        assert code_of(people[name].get("/assessment/units")) == (403, "permission_missing")


def test_a_trial_looks_at_the_marks_of_a_frozen_round_and_of_no_other(runtime: Runtime, made: Bureau) -> None:
    with runtime.database.write() as tx:
        assessor = made.actor(tx, "assessor")
        scheme_id = create_scheme(
            tx, assessor, year=YEAR + 1, category="civil_servant", node_id=made.region, begin="suggestion"
        )
        found = []
        for state in ("open", "frozen"):
            tx.session.execute(update(AssessmentRound).values(state=state))
            tx.session.expire_all()
            tried = simulate_now(tx, assessor, scheme_id)["indicators"]
            found.append({one["key"]: one["with_evidence"] for one in tried})
    assert [one["virtue_by_superior"] for one in found] == [0, 1]
    assert [one["special_assessment"] for one in found] == [1, 1]


def mark_pieces(tx: Any, made: Bureau) -> Any:
    """The marks as their own room gives them."""
    from_superior = "superior_mark.virtue"
    return [one for one in mark_evidence(tx, made.round_id, [made.persons["ann"]]) if one.source == from_superior]


def test_what_is_being_written_is_checked_and_not_kept(
    runtime: Runtime, made: Bureau, people: dict[str, Person]
) -> None:
    assessor = people["assessor"]
    body = {"year": YEAR + 1, "category": "civil_servant", "node_id": made.region, "begin": "suggestion"}
    at = f"/assessment/schemes/{said(assessor.post('/assessment/schemes', body))['id']}"
    indicators = assessor.read(at)["indicators"]
    straight = {"kind": "linear", "zero_at": 5000, "full_at": 5000}
    wrong = [indicators[0] | {"weight": 900}, indicators[1] | {"shape": straight}, *indicators[2:]]
    wrong[3] = wrong[3] | {"source": "login_rate"}
    with nothing_changes(runtime.database):
        problems = said(assessor.post(f"{at}/check", {"indicators": wrong}))["problems"]
        assert {(one["path"], one["problem"]) for one in problems} == {
            ("indicators[1].shape.full_at", "divides_by_zero"),
            ("indicators[3].source", "source_forbidden"),
            ("indicators", "weights_do_not_sum"),
        }
        [forbidden] = [one["facts"] for one in problems if one["problem"] == "source_forbidden"]
        assert forbidden == {"source": "login_rate", "document": "国办函〔2026〕12号"}
        assert said(assessor.post(f"{at}/check", {"indicators": indicators}))["problems"] == []
        assert code_of(people["head"].post(f"{at}/check", {"indicators": []})) == (403, "permission_missing")
        nowhere = f"/assessment/schemes/{'0' * 32}/check"
        assert code_of(assessor.post(nowhere, {"indicators": []})) == (404, "scheme_not_found")
