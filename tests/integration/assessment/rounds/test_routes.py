"""Leader posts, rounds and marks over HTTP: who is answered, what strangers find, and what bad input is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from backend.identity.public import place_node
from backend.register.verify import CHECKS
from tests.factories.identity import PASSWORD, make_account, make_holder
from tests.factories.rounds import Bureau, make_bureau, open_windows
from tests.support.app_browser import AppBrowser
from tests.support.unchanged import nothing_changes

SignIn = Callable[[str], AppBrowser]
NOTHING = "0" * 32
CHOICES = dict.fromkeys(("virtue", "ability", "diligence", "performance", "integrity"), "good")
POINTS = dict.fromkeys(CHOICES, 90)


@pytest.fixture
def made(runtime: Runtime) -> Bureau:
    made = make_bureau(runtime)
    open_windows(runtime, made)
    with runtime.database.write() as tx:
        elsewhere = place_node(tx, "region", "990199", "青石县", None)
        for role in (Role.ASSESSOR, Role.HEAD, Role.UNIT, Role.OFFICER):
            make_holder(tx, f"far-{role.value}", role, elsewhere)
        make_account(tx, "stranger")
    return made


@pytest.fixture
def sign_in(made: Bureau, client_as: Callable[[str, str], FlaskClient]) -> SignIn:
    return lambda username: AppBrowser(client_as(username, PASSWORD))


def test_strangers_find_nothing_and_change_nothing(runtime: Runtime, made: Bureau, sign_in: SignIn) -> None:
    round_path, marks = f"/assessment/rounds/{made.round_id}", f"/assessment/marks/{made.round_id}"
    plan = {"title": "x", "version": 2}
    post = {
        "person_id": made.persons["ann"],
        "title": "x",
        "role": "held",
        "principal": True,
        "counts": True,
        "effective_on": "2026-06-01",
    }
    superior = {"superior_id": None, "effective_on": "2026-06-01"}
    slips = {"slips": [{"person_id": made.persons["ann"], "choices": CHOICES}]}
    mark = {"points": POINTS, "seen": 0}
    tried: list[tuple[str, str, str, Any]] = [
        ("far-assessor", "GET", round_path, None),
        ("far-assessor", "GET", f"{round_path}/people", None),
        ("far-assessor", "GET", f"{round_path}/marks", None),
        ("far-assessor", "GET", f"{round_path}/marks/missing?kind=self_summary", None),
        ("far-assessor", "PUT", round_path, plan),
        ("far-assessor", "DELETE", round_path, None),
        ("far-assessor", "POST", f"{round_path}/opening", {"version": 2}),
        ("far-head", "PUT", f"/assessment/people/{made.persons['ann']}/superior", superior),
        ("far-officer", "GET", f"/register/units/{made.bureau}/appointments", None),
        ("far-unit", "POST", f"/register/units/{made.bureau}/appointments", post),
        ("far-unit", "POST", f"/register/appointments/{made.posts['chief']}/end", {"ended_on": "2026-06-01"}),
        ("stranger", "GET", f"{marks}/self-summary", None),
        ("stranger", "POST", f"{marks}/self-summary", {"text": "x", "seen": 0}),
        ("stranger", "GET", f"{marks}/ballot", None),
        ("stranger", "POST", f"{marks}/ballot", slips),
        ("ann", "GET", f"{marks}/people/{made.persons['ben']}", None),
        ("ann", "POST", f"{marks}/people/{made.persons['ben']}", mark),
        ("ann", "POST", f"{marks}/people/{NOTHING}", mark),
    ]
    browsers = {name: sign_in(name) for name in {name for name, *_ in tried}}
    # the answers of four commands are kept; nothing else comes
    found = {}
    with nothing_changes(runtime.database, core_command=4):
        for name, method, path, body in tried:
            found[name, method, path] = browsers[name].send(method, path, body).status_code
    assert set(found.values()) == {404}, found
    assert browsers["far-assessor"].read("/assessment/rounds") == {"items": []}
    assert browsers["far-unit"].read("/register/people?q=生") == {"items": []}
    assert browsers["stranger"].read("/assessment/marks")["round"] is None
    assert browsers["stranger"].read("/assessment/marks/people") == {"items": []}


def test_bad_input_is_told_where_it_is_wrong(runtime: Runtime, made: Bureau, sign_in: SignIn) -> None:
    ann, chief, assessor = sign_in("ann"), sign_in("chief"), sign_in("assessor")
    marks, rounds = f"/assessment/marks/{made.round_id}", "/assessment/rounds"
    slip = {"person_id": made.persons["ben"], "choices": CHOICES}
    new = {"year": 2027, "node_id": made.region, "title": "x"}
    few = {"min_raters": 2}
    window = {"kind": "rating", "opens_on": "2027-02-01", "closes_on": "2027-01-01"}
    tried: list[tuple[AppBrowser, str, Any, str, str | None]] = [
        (ann, f"{marks}/ballot", {"slips": []}, "invalid_input", "slips"),
        (ann, f"{marks}/ballot", {"slips": [slip, slip]}, "ballot_invalid", "slips.1.person_id"),
        (ann, f"{marks}/ballot", {"slips": [slip]}, "ballot_changed", None),
        (ann, f"{marks}/ballot", {"slips": [{**slip, "choices": {"virtue": 100}}]}, "invalid_input", None),
        (ann, f"{marks}/self-summary", {"text": "", "seen": 0}, "invalid_input", "text"),
        (ann, f"{marks}/people/{made.persons['ann']}", {"points": POINTS, "seen": 0}, "own_case", None),
        (
            chief,
            f"{marks}/people/{made.persons['ann']}",
            {"points": {**POINTS, "virtue": 101}, "seen": 0},
            "invalid_input",
            "points.virtue",
        ),
        (assessor, rounds, {**new, "windows": [window]}, "round_windows_invalid", "windows.rating.closes_on"),
        (
            assessor,
            rounds,
            {**new, "parameters": few},
            "round_parameters_invalid",
            "parameters.min_raters",
        ),
        (assessor, rounds, {**new, "parameters": {"x": "y"}}, "invalid_input", None),
        (assessor, rounds, {**new, "year": 2026}, "round_overlaps", None),
        (assessor, rounds, {**new, "investigation_keeper": NOTHING}, "investigation_keeper_unknown", None),
    ]
    for browser, path, body, code, field in tried:
        answer = browser.post(path, body)
        assert answer.json is not None
        assert answer.json["code"] == code, (path, body, answer.json)
        if field is not None:
            assert field in answer.json["facts"]["fields"], answer.json
    with runtime.database.read() as tx:
        assert tx.session.scalar(text("SELECT count(*) FROM assessment_rating_vote")) == 0


def test_leader_posts_over_http_and_in_the_proof(runtime: Runtime, made: Bureau, sign_in: SignIn) -> None:
    unit, path = sign_in("unit"), f"/register/units/{made.bureau}/appointments"
    post = {"title": "科长", "role": "acting", "principal": False, "counts": True, "effective_on": "2026-06-01"}
    new = {**post, "person_id": made.persons["cai"]}
    refused: list[tuple[Any, str]] = [
        ({**new, "person_id": made.persons["director"]}, "already_appointed"),
        ({**new, "person_id": NOTHING}, "person_not_found"),
        ({**new, "division_id": NOTHING}, "division_not_in_unit"),
        ({**new, "level": "L99"}, "unknown_code"),
        ({**new, "effective_on": "2027-01-01"}, "date_in_future"),
        ({**new, "role": "king"}, "invalid_input"),
    ]
    for body, code in refused:
        # the answer of a command is kept; what cannot be understood is none
        with nothing_changes(runtime.database, counters=["core_command"]):
            answer = unit.post(path, body)
        assert answer.json is not None
        assert answer.json["code"] == code, answer.json
    created = unit.post(path, new)
    assert created.json is not None
    ended = f"/register/appointments/{created.json['id']}/end"
    ends: list[tuple[str, int, str | None]] = [
        ("2026-05-31", 422, "appointment_end_too_early"),
        ("2026-06-10", 204, None),
        ("2026-06-11", 409, "appointment_ended"),
    ]
    for day, status, expected in ends:
        answer = unit.post(ended, {"ended_on": day})
        assert answer.status_code == status
        assert (answer.json or {}).get("code") == expected
    shown = sign_in("head").read(path)
    assert {one["person_id"] for one in shown["standing"]} == {
        made.persons[one] for one in ("director", "deputy", "chief")
    }
    assert [one["ended_on"] for one in shown["ended"]] == ["2026-06-10"]
    assert not shown["may_record"]
    with runtime.database.read() as tx:
        assert [finding for check in CHECKS for finding in check(tx)] == []
    if runtime.database.dialect == "sqlite":
        _break_the_ledger(runtime)
        with runtime.database.read() as tx:
            found = {finding.check for check in CHECKS for finding in check(tx)}
        assert {"register_chain", "register_mark"} <= found


def _break_the_ledger(runtime: Runtime) -> None:
    """What a thief with the database does: the last entry goes, another is changed."""
    with runtime.database.write() as tx:
        for verb in ("update", "delete"):
            tx.session.execute(text(f"DROP TRIGGER register_appointment_no_{verb}"))
        tx.session.execute(text("DELETE FROM register_appointment WHERE kind = 'end'"))
        tx.session.execute(text("UPDATE register_appointment SET principal = 1 WHERE level = 'L10'"))
