"""A piece is disputed by whose it is and answered by the office; anybody else is refused, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text, update
from werkzeug.test import TestResponse

from backend.assessment.evidence.gathering import evidence_of
from backend.assessment.evidence.models import EvidenceObjection
from backend.assessment.evidence.public import open_evidence_objections
from backend.assessment.evidence.verify import CHECKS
from backend.assessment.rounds.public import RoundPlan, create_round
from backend.assessment.terms import ONE, Period, SubjectKind
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.identity.operations.scope import place_node
from backend.identity.permissions import Role
from backend.identity.public import grant_directly
from courses.catalogue.public import final_quiz_of
from tests.factories.courses import sit
from tests.factories.evidence import Year
from tests.factories.identity import make_holder
from tests.support.app_browser import AppBrowser
from tests.support.unchanged import nothing_changes

AppOf = Callable[[str], AppBrowser]
ROOT = "/assessment/evidence"
NOTHING = "0" * 32


def _refused(answer: TestResponse, status: int, code: str) -> None:
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text


def _done(answer: TestResponse) -> Any:
    assert answer.status_code in (200, 201, 204), answer.text
    return answer.json


def _piece(app: AppBrowser, source: str, path: str = f"{ROOT}/mine") -> dict[str, Any]:
    groups = {group["source"]: group for group in app.read(path)["groups"]}
    piece: dict[str, Any] = groups[source]["pieces"][0]
    return piece


def _objection(source: str, piece: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"year": 2026, "source": source, "key": piece["key"], "reason": "当日系统停机，非本人原因", **changes}


def test_an_upheld_objection_changes_what_counts_and_nothing_else(
    runtime: Runtime, database: Database, year: Year, app_of: AppOf
) -> None:
    clerk, office = app_of("unit"), app_of("assessor")
    exam, returned = _piece(clerk, "ordered_exam"), _piece(clerk, "matter_returned")
    first = _done(clerk.post(f"{ROOT}/objections", _objection("ordered_exam", exam)))["id"]
    second = _done(clerk.post(f"{ROOT}/objections", _objection("matter_returned", returned)))["id"]
    assert {notice["topic"] for notice in office.read("/notices")["items"]} >= {"assessment_objection"}
    lines = office.read(f"{ROOT}/objections")["items"]
    assert [(line["id"], line["source"], line["name"] != "", line["own"]) for line in lines] == [
        (first, "ordered_exam", True, False),
        (second, "matter_returned", True, False),
    ]
    assert lines[0]["facts"] == exam["facts"]
    with database.write() as tx:
        round_id = create_round(tx, year.actor(tx, "assessor"), 2026, year.region, RoundPlan("2026年度考核"))
        assert open_evidence_objections(tx, round_id) == 2
    answer = {"upheld": True, "amount": ONE, "reason": "核实属实", "version": 1}
    _done(office.post(f"{ROOT}/objections/{first}/answer", answer))
    _done(office.post(f"{ROOT}/objections/{second}/answer", {**answer, "amount": None}))
    assert _piece(clerk, "ordered_exam")["ruling"] == {"amount": ONE, "on": runtime.clock.today().isoformat()}
    mine = clerk.read(f"{ROOT}/mine")
    counts = {group["source"]: (group["count"], group["amount"]) for group in mine["groups"]}
    assert (counts["ordered_exam"], counts["matter_returned"]) == ((1, ONE), (0, 0))
    struck = _piece(clerk, "matter_returned")
    assert (struck["amount"], struck["objection"]["state"], struck["objection"]["answer"]) == (
        ONE,
        "upheld",
        "核实属实",
    )
    with database.read() as tx:
        assert open_evidence_objections(tx, round_id) == 0
        counted = evidence_of(tx, SubjectKind.PERSON, [year.persons["unit"]], Period.of_year(2026))
        assert [
            (one.source, one.amount) for one in counted if one.source in ("ordered_exam", "matter_returned")
        ] == [("ordered_exam", ONE)]
        assert [finding for check in CHECKS for finding in check(tx)] == []
        stored = tx.session.execute(text("SELECT reason_encrypted FROM assessment_evidence_objection")).scalars()
        assert not any("停机" in one for one in stored)
    assert [line["state"] for line in office.read(f"{ROOT}/objections?which=answered")["items"]] == ["upheld"] * 2
    assert {notice["topic"] for notice in clerk.read("/notices")["items"]} >= {"assessment_answer"}


def test_who_speaks_for_a_unit_disputes_a_piece_about_it(
    runtime: Runtime, database: Database, year: Year, app_of: AppOf
) -> None:
    with database.write() as tx:
        elsewhere = place_node(tx, "region", "990199", "青石县", None)
        make_holder(tx, "far-head", Role.HEAD, elsewhere)
        both = make_holder(tx, "both", Role.ASSESSOR, year.region)
        grant_directly(tx, year.actor(tx, "assessor"), both, Role.UNIT, year.region)
    head, clerk, office, far, two = (app_of(name) for name in ("head", "unit", "assessor", "far-head", "both"))
    page, path = f"{ROOT}/units/{year.unit_id}", f"{ROOT}/units/{year.unit_id}/objections"
    assert (head.read(page)["can_object"], office.read(page)["can_object"]) == (True, False)
    source = clerk.read(page)["groups"][0]["source"]
    piece = _piece(clerk, source, page)
    said = _objection(source, piece)
    personal = _objection("ordered_exam", _piece(clerk, "ordered_exam"))
    with nothing_changes(database, core_command=3):
        _refused(office.post(path, said), 403, "permission_missing")
        _refused(far.post(path, said), 404, "evidence_unit_not_found")
        _refused(clerk.post(path, personal), 404, "evidence_piece_not_found")
        _refused(clerk.post(f"{ROOT}/objections", said), 404, "evidence_piece_not_found")
        _refused(clerk.post(path, {**said, "reason": " "}), 422, "invalid_input")
    objection = _done(clerk.post(path, said))["id"]
    assert [_piece(app, source, page)["objection"]["yours"] for app in (clerk, head)] == [True, False]
    [line] = office.read(f"{ROOT}/objections")["items"]
    assert (line["kind"], line["subject_id"], line["name"] != "", line["own"]) == (
        "unit",
        year.unit_id,
        True,
        False,
    )
    changed = 0 if piece["amount"] else piece["out_of"]
    answer = {"upheld": True, "amount": changed, "reason": "核实属实", "version": 1}
    with nothing_changes(database, core_command=2):
        _refused(head.post(path, said), 409, "evidence_objected_already")
        _refused(two.post(f"{ROOT}/objections/{objection}/answer", answer), 403, "own_evidence")
    _done(office.post(f"{ROOT}/objections/{objection}/answer", answer))
    assert _piece(head, source, page)["ruling"]["amount"] == changed
    links = [notice["link"] for notice in clerk.read("/notices")["items"]]
    assert {"kind": "unit_evidence", "id": year.unit_id} in links
    with database.write() as tx:
        counted = evidence_of(tx, SubjectKind.UNIT, [year.unit_id], Period.of_year(2026))
        assert {one.key: one.amount for one in counted if one.source == source}[piece["key"]] == changed
        assert [finding for check in CHECKS for finding in check(tx)] == []
        create_round(tx, year.actor(tx, "assessor"), 2026, year.region, RoundPlan("2026年度考核"))
        tx.session.execute(text("UPDATE assessment_round SET state = 'frozen'"))
    with nothing_changes(database, core_command=1):
        _refused(head.post(path, said), 409, "round_state_wrong")
    assert head.read(page)["can_object"] is False


def test_a_ruling_is_about_the_piece_as_it_was(database: Database, year: Year, app_of: AppOf) -> None:
    idle, office = app_of("idle"), app_of("assessor")
    objection = _done(idle.post(f"{ROOT}/objections", _objection("ordered_exam", _piece(idle, "ordered_exam"))))
    struck = {"upheld": True, "amount": None, "reason": "当时在外地执行任务", "version": 1}
    _done(office.post(f"{ROOT}/objections/{objection['id']}/answer", struck))
    with database.write() as tx:
        sit(tx, year.actor(tx, "idle"), final_quiz_of(tx, year.course) or "")
    passed = _piece(idle, "ordered_exam")
    assert (passed["amount"], passed["ruling"], passed["objection"]) == (ONE, None, None)
    _done(
        idle.post(f"{ROOT}/objections", _objection("ordered_exam", passed))
    )  # what has changed can be disputed anew


def test_who_and_what_is_refused_leaves_all_as_it_was(
    runtime: Runtime, database: Database, year: Year, app_of: AppOf
) -> None:
    with database.write() as tx:
        elsewhere = place_node(tx, "region", "990199", "青石县", None)
        for role in (Role.ASSESSOR, Role.HEAD):
            make_holder(tx, f"far-{role.value}", role, elsewhere)
    clerk, colleague, far, far_head = (app_of(name) for name in ("unit", "colleague", "far-assessor", "far-head"))
    piece, own = _piece(clerk, "ordered_exam"), _piece(colleague, "ordered_exam")
    objection = _done(clerk.post(f"{ROOT}/objections", _objection("ordered_exam", piece)))["id"]
    his = _done(colleague.post(f"{ROOT}/objections", _objection("ordered_exam", own)))["id"]
    path, answer = f"{ROOT}/objections/{objection}/answer", {"upheld": False, "reason": "不属实", "version": 1}
    entry = {
        "source": "commendation",
        "person_id": year.persons["colleague"],
        "title": "优秀信息员",
        "on": runtime.clock.today().isoformat(),
        "document": {
            "number": "清编〔2026〕9号",
            "title": "通报",
            "issuer": "清溪县委编办",
            "dated_on": runtime.clock.today().isoformat(),
        },
    }
    with nothing_changes(database, core_command=10):
        _refused(
            clerk.post(f"{ROOT}/objections", _objection("ordered_exam", piece)), 409, "evidence_objected_already"
        )
        _refused(
            clerk.post(f"{ROOT}/objections", _objection("ordered_exam", own)), 404, "evidence_piece_not_found"
        )
        _refused(far.post(path, answer), 404, "evidence_objection_not_found")
        _refused(colleague.post(f"{ROOT}/objections/{his}/answer", answer), 403, "own_evidence")
        _refused(colleague.post(path, {**answer, "version": 2}), 409, "evidence_objection_changed")
        _refused(colleague.post(path, {**answer, "amount": 50}), 422, "evidence_ruling_unfit")
        for amount in (0, ONE + 1):
            wrong = {**answer, "upheld": True, "amount": amount}
            _refused(colleague.post(path, wrong), 422, "evidence_ruling_unfit")
        _refused(colleague.post(f"{ROOT}/entries", entry), 403, "own_evidence")
        _refused(far.post(f"{ROOT}/entries", entry), 404, "evidence_person_not_found")
        _refused(far.post(f"{ROOT}/objections/{his}/withdrawal"), 404, "evidence_objection_not_found")
        person, unit = year.persons["unit"], year.unit_id
        for app in (far, far_head):
            _refused(app.get(f"{ROOT}/people/{person}"), 404, "evidence_person_not_found")
            _refused(app.get(f"{ROOT}/units/{unit}"), 404, "evidence_unit_not_found")
        assert far.read(f"{ROOT}/objections")["items"] == far.read(f"{ROOT}/entries")["items"] == []
    head = app_of("head")
    assert _piece(head, "ordered_exam", f"{ROOT}/people/{year.persons['unit']}")["objection"]["id"] == objection
    assert head.read(f"{ROOT}/units/{year.unit_id}")["groups"]
    _done(clerk.post(f"{ROOT}/objections/{objection}/withdrawal"))
    _refused(colleague.post(path, {**answer, "version": 2}), 409, "evidence_objection_closed")
    _done(
        clerk.post(f"{ROOT}/objections", _objection("ordered_exam", piece))
    )  # once taken back, it can be made again


def test_frozen_evidence_is_disputed_no_more(database: Database, year: Year, app_of: AppOf) -> None:
    clerk, office = app_of("unit"), app_of("assessor")
    piece = _piece(clerk, "ordered_exam")
    returned = _objection("matter_returned", _piece(clerk, "matter_returned"))
    objection = _done(clerk.post(f"{ROOT}/objections", _objection("ordered_exam", piece)))["id"]
    with database.write() as tx:
        create_round(tx, year.actor(tx, "assessor"), 2026, year.region, RoundPlan("2026年度考核"))
        tx.session.execute(text("UPDATE assessment_round SET state = 'frozen'"))
    [entry] = [one for one in office.read(f"{ROOT}/entries")["items"] if one["source"] == "commendation"]
    answer = {"upheld": True, "reason": "属实", "version": 1}
    with nothing_changes(database, core_command=2):
        _refused(clerk.post(f"{ROOT}/objections", returned), 409, "round_state_wrong")
        _refused(office.post(f"{ROOT}/objections/{objection}/answer", answer), 409, "round_state_wrong")
        _refused(
            office.post(f"{ROOT}/entries/{entry['id']}/reversal", {"reason": "录错"}), 409, "round_state_wrong"
        )
    assert clerk.read(f"{ROOT}/mine")["can_object"] is False


def test_an_entry_rests_on_its_document_and_is_taken_back_by_another_row(
    database: Database, year: Year, app_of: AppOf
) -> None:
    office, learner = app_of("assessor"), app_of("learner")
    [found] = office.read(f"{ROOT}/people?q={_name(database, year)}")["items"][:1]
    assert found["unit"]
    entries = office.read(f"{ROOT}/entries")["items"]
    assert [entry["source"] for entry in entries] == ["commendation", "special_assessment"]
    assert all(entry["document_number"].startswith("清编") for entry in entries)
    _done(office.post(f"{ROOT}/entries/{entries[0]['id']}/reversal", {"reason": "录错人员"}))
    sources = {group["source"] for group in learner.read(f"{ROOT}/mine")["groups"]}
    assert "commendation" not in sources
    assert "special_assessment" in sources
    with nothing_changes(database):
        again = office.post(f"{ROOT}/entries/{entries[0]['id']}/reversal", {"reason": "录错人员"})
        _refused(again, 409, "evidence_entry_reversed")
        _refused(
            office.post(f"{ROOT}/entries/{NOTHING}/reversal", {"reason": "录错"}), 404, "evidence_entry_not_found"
        )
    assert office.read(f"{ROOT}/entries")["items"][0]["reversed"] is True


def test_verify_names_what_was_changed_past_the_product(database: Database, year: Year, app_of: AppOf) -> None:
    clerk = app_of("unit")
    objection = _done(clerk.post(f"{ROOT}/objections", _objection("ordered_exam", _piece(clerk, "ordered_exam"))))
    with database.write() as tx:
        row = update(EvidenceObjection).where(EvidenceObjection.id == objection["id"])
        tx.session.execute(row.values(state="upheld", answer_encrypted="x"))
        assert [finding.message for check in CHECKS for finding in check(tx)] == ["was upheld without a ruling"]


def _name(database: Database, year: Year) -> str:
    with database.read() as tx:
        name = tx.session.execute(
            text("SELECT name FROM register_person WHERE id = :id"), {"id": year.persons["learner"]}
        ).scalar_one()
    return str(name)


def test_what_cannot_be_is_refused_by_name(
    runtime: Runtime, database: Database, year: Year, app_of: AppOf
) -> None:
    office, clerk = app_of("assessor"), app_of("unit")
    today = runtime.clock.today()
    document = {
        "number": "清编〔2026〕8号",
        "title": "通报",
        "issuer": "清溪县委编办",
        "dated_on": today.isoformat(),
    }
    entry = {
        "source": "special_assessment",
        "person_id": year.persons["idle"],
        "title": "专项考核",
        "on": today.isoformat(),
        "points": 8800,
        "document": document,
    }
    tomorrow = (today + timedelta(days=1)).isoformat()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"source": "learning_time"}, "source"),
        ({"source": "commendation"}, "points"),  # a commendation has none
        ({"points": None}, "points"),
        ({"points": 10_001}, "points"),
        ({"on": tomorrow}, "on"),
        ({"document": {**document, "dated_on": tomorrow}}, "document.dated_on"),
        ({"title": " "}, "title"),
    ]
    objection = _objection("ordered_exam", _piece(clerk, "ordered_exam"))
    disputed: list[dict[str, Any]] = [{"year": 1999}, {"source": "practice"}, {"reason": " "}, {"key": ""}]
    domain_refusals = 4  # stored answers of commands that an operation refused; the others never reach one
    with nothing_changes(database, core_command=domain_refusals):
        for changes, field in wrong:
            answer = office.post(f"{ROOT}/entries", {**entry, **changes})
            _refused(answer, 422, "invalid_input")
            assert field in answer.json["facts"]["fields"], answer.text  # type: ignore[index]
        for changes in disputed:
            _refused(clerk.post(f"{ROOT}/objections", {**objection, **changes}), 422, "invalid_input")
        assert office.get(f"{ROOT}/people/{year.persons['idle']}?year=99999").status_code == 422
        _refused(clerk.get(f"{ROOT}/people/{year.persons['idle']}"), 403, "permission_missing")
