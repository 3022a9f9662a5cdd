"""A walk through the whole API: each success that it describes is answered at least once, and fits.

What else it answers is judged in every test, where the answer comes up (``tests.support.contract``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.runtime import Runtime
from backend.exchange.public import import_positions
from backend.identity.public import create_account
from backend.register.public import region_nodes
from notifications.models import Delivery
from notifications.receipts import receipt_token
from tests.contracts.certificates_walk import walk_certificates
from tests.contracts.courses_walk import walk_courses
from tests.contracts.evidence_walk import walk_evidence
from tests.contracts.goals_walk import walk_goals
from tests.contracts.grading_walk import walk_grading
from tests.contracts.mentorship_walk import walk_mentorships
from tests.contracts.pairing_walk import walk_pairing
from tests.contracts.practice_walk import walk_practice
from tests.contracts.quizzes_walk import walk_quizzes
from tests.contracts.results_walk import walk_results
from tests.contracts.rounds_walk import walk_rounds
from tests.contracts.schemes_walk import walk_schemes
from tests.contracts.training_walk import walk_training
from tests.factories.exchange import positions_file, positions_table
from tests.support.app_browser import AppBrowser
from tests.support.contract import Contract
from tests.support.devices import Device
from tests.support.world import PASSWORD, REGION, World, entry_form, make_world, play_entry

DOCUMENT = {"number": "清编办〔2026〕9号", "title": "关于核定编制的批复", "issuer": "清溪县委编办"}
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")

SignIn = Callable[[str], AppBrowser]


@pytest.fixture
def world(runtime: Runtime, tmp_path: Path, clock: FixedClock) -> World:
    """The office with its administrators, a province with an imported table, and an entry carried out."""
    import_positions(runtime, Actor.system("test"), positions_file(tmp_path), province="41", progress=False)
    world = make_world(runtime, approved=6, filled=1)
    with runtime.database.write() as tx:
        for power in ADMINISTRATORS:
            world.add_account(tx, power, power, power=power)
        world.add_account(tx, "province", "officer", at=region_nodes(tx, ["41"])["41"])
        create_account(tx, Actor.system("test"), "newcomer", "新人", PASSWORD, "business")
    play_entry(runtime, world, 1)
    clock.move(timedelta(minutes=1))
    return world


@pytest.fixture
def sign_in(world: World, client_as: Callable[[str, str], FlaskClient]) -> SignIn:
    return lambda username: AppBrowser(client_as(username, PASSWORD))


def test_every_success_that_is_described_is_answered(
    app: Flask, runtime: Runtime, world: World, sign_in: SignIn, clock: FixedClock
) -> None:
    contract = Contract.of(app)
    _read_the_register(sign_in, world)
    _file_and_decide(sign_in, world, runtime)
    _exchange(sign_in)
    _administer(sign_in)
    _be_told(sign_in, runtime)
    _ask_the_desk(sign_in)
    walk_courses(sign_in, runtime, world.region_node)
    walk_certificates(sign_in, runtime, "unit", world.accounts["unit"], world.region_node)
    walk_training(sign_in, runtime, world.region_node, clock)
    walk_mentorships(sign_in, runtime, world)
    walk_pairing(sign_in, runtime, world)
    walk_goals(sign_in, runtime, world)
    walk_schemes(sign_in, runtime, world)
    walk_evidence(sign_in, runtime, world)
    walk_results(sign_in, runtime, world)
    walk_grading(sign_in, runtime, world)
    walk_rounds(sign_in, runtime)
    walk_practice(sign_in, runtime)
    walk_quizzes(sign_in, runtime)
    _mind_oneself(sign_in)
    described = {
        (method.upper(), rule, int(status))
        for rule, operations in contract.document["paths"].items()
        for method, operation in operations.items()
        if method in ("get", "post", "put", "delete")
        for status in operation["responses"]
        if status.isdecimal() and int(status) < 400
    }
    assert len(described) > 50
    assert described - contract.kept == set()


def _read_the_register(sign_in: SignIn, world: World) -> None:
    officer, unit = sign_in("officer"), f"/register/units/{world.unit_id}"
    for path in ("/register/units", "/register/units?q=档案", "/register/tree", f"/register/regions/{REGION}"):
        officer.read(path)
    officer.read(f"/register/tree?parent={world.region_node}")
    for query in ("", "?as_of=2026-03-01", "?as_of=2026-03-01&known_at=2026-06-16T05:00:00Z"):
        officer.read(unit + query)
    assert officer.read(f"{unit}/history")["items"]
    officer.read(f"{unit}/recruitment")
    for hot in (unit, "/register/codes"):
        fresh = officer.get(hot)
        assert officer.get(hot, **{"If-None-Match": fresh.headers["ETag"]}).status_code == 304
    [first, *_] = officer.read(f"{unit}/people")["items"]
    shown = officer.post(f"/register/people/{first['id']}/unmasking", {"reason": "核对证件"})
    assert shown.json is not None
    assert len(shown.json["id_number"]) == 18


def _file_and_decide(sign_in: SignIn, world: World, runtime: Runtime) -> None:
    unit = sign_in("unit")
    unit.read("/approvals/kinds")
    filing = {
        "kind": "personnel_entry",
        "subject_id": world.unit_id,
        "form": entry_form(2, runtime.clock.today()),
    }
    unit.post("/approvals/matters/check", filing)
    matter = _done(unit.post("/approvals/matters", filing))
    path = f"/approvals/matters/{matter['id']}"
    _decide(sign_in("head"), {"verdict": "return", "opinion": "请核对", "returned_fields": ["post_title"]})
    revision = unit.read(path)["form_revision"]
    _done(unit.post(f"{path}/resubmission", {"form": filing["form"], "form_revision": revision}))
    for role in ("head", "officer", "orgdept", "hr", "chief"):
        _decide(sign_in(role), {"verdict": "approve", "opinion": "同意"})
    dated = {**DOCUMENT, "dated_on": runtime.clock.today().isoformat()}
    _decide(sign_in("officer"), {"document": dated}, "issue")
    filing["form"] = entry_form(3, runtime.clock.today())
    other = _done(unit.post("/approvals/matters", filing))
    withdrawal = {"form_revision": other["form_revision"], "reason": "填错了"}
    _done(unit.post(f"/approvals/matters/{other['id']}/withdrawal", withdrawal))
    for which in ("mine", "finished"):
        assert unit.read(f"/approvals/matters?list={which}")["items"]
    assert sign_in("chief").read("/approvals/tasks?list=done")["items"]


def _decide(browser: AppBrowser, answer: dict[str, Any], act: str = "decision") -> None:
    [card] = browser.read("/approvals/tasks")["items"]
    task = browser.read(f"/approvals/tasks/{card['id']}")
    seen = {"form_revision": task["form_revision"], "view_digest": task["view_digest"]}
    _done(browser.post(f"/approvals/tasks/{card['id']}/{act}", {**seen, **answer}))


def _exchange(sign_in: SignIn) -> None:
    officer = sign_in("province")
    [waiting, *_] = officer.read("/exchange/undecided")["items"]
    _done(officer.post(f"/exchange/undecided/{waiting['id']}/placement", {"region_code": "410122"}))
    queued = _done(officer.upload("/exchange/imports", "a.xlsx", positions_table(), province="41"))
    officer.read(f"/jobs/{queued['job_id']}")


def _administer(sign_in: SignIn) -> None:
    system, security, chief = sign_in("sysadmin"), sign_in("secadmin"), sign_in("chief")
    account_id = _done(system.post("/accounts", {"username": "clerk", "display_name": "经办"}))["id"]
    assert system.read("/accounts")["items"]
    [place, *_] = chief.read("/register/tree")["items"]
    proposal = {"account_id": account_id, "role": "officer", "node_id": place["node_id"]}
    grant_id = _done(chief.post("/grants", proposal))["id"]
    _done(security.post(f"/grants/{grant_id}/confirmation"))
    assert security.read("/grants")["items"]
    _done(security.send("DELETE", f"/grants/{grant_id}"))
    [setting, *_] = security.read("/settings")["items"]
    change = {"name": setting["name"], "value": setting["value"], "version": setting["version"]}
    _done(security.send("PUT", "/settings", change))
    _done(security.send("DELETE", f"/accounts/{account_id}/sessions"))
    _done(security.post(f"/accounts/{account_id}/disabling"))
    auditor = sign_in("auditor")
    assert auditor.read("/audit")["items"]
    assert _done(auditor.post("/audit/verification"))["clean"]


def _be_told(sign_in: SignIn, runtime: Runtime) -> None:
    unit = sign_in("unit")
    [notice, *_] = unit.read("/notices")["items"]
    _done(unit.post(f"/notices/{notice['id']}/reading"))
    _done(unit.post("/notices/reading"))
    [wish, *_] = unit.read("/notices/preferences")["items"]
    _done(unit.send("PUT", "/notices/preferences", wish))
    device = Device("https://fcm.googleapis.com/fcm/send/a")
    subscribed = _done(unit.post("/push/subscriptions", device.subscription()))
    _done(unit.post("/push/test"))
    unit.read("/push")
    with runtime.database.read() as tx:
        delivery_id = tx.session.scalars(select(Delivery.id).where(Delivery.channel == "webpush")).first() or ""
    receipt = {"delivery_id": delivery_id, "token": receipt_token(runtime.keyring, delivery_id)}
    _done(unit.post("/push/receipts", receipt))
    _done(unit.send("DELETE", f"/push/subscriptions/{subscribed['id']}"))


def _ask_the_desk(sign_in: SignIn) -> None:
    unit, officer = sign_in("unit"), sign_in("officer")
    path = f"/desk/questions/{_done(unit.post('/desk/questions', {'text': '会审要几天？'}))['id']}"
    unit.read("/desk/questions")
    _done(unit.post(f"{path}/messages", {"text": "急办呢？"}))
    answer = {"text": "五个工作日。", "share": True, "version": unit.read(path)["version"]}
    _done(officer.post(f"{path}/answers", answer))
    _done(unit.send("PUT", f"{path}/helped", {"helped": True}))
    entry = {"title": "会审要几天？", "answer": "五个工作日。"}
    faq = f"/desk/faq/{_done(officer.post('/desk/faq', entry))['id']}"
    for read in ("/desk/faq", "/desk/faq?q=会审", faq):
        unit.read(read)
    _done(unit.send("PUT", f"{faq}/useful", {"useful": True}))
    _done(officer.send("PUT", faq, {**entry, "version": 1}))
    _done(officer.post(f"{faq}/withdrawal", {"version": 2}))


def _mind_oneself(sign_in: SignIn) -> None:
    first, second = sign_in("newcomer"), sign_in("newcomer")
    for path in ("/meta", "/session", "/openapi"):
        second.read(path)
    other = next(device for device in second.read("/session/devices")["items"] if not device["this_session"])
    _done(second.send("DELETE", f"/session/devices/{other['id']}"))
    assert first.get("/session").status_code == 401
    _done(second.send("PUT", "/me/preferences", {"locale": "en"}))
    _done(second.post("/me/feedback", {"kind": "suggestion", "text": "字可以再大些"}))
    assert sign_in("chief").read("/feedback")["items"]
    _done(second.post("/session/unlocking", {"current": PASSWORD}))
    second.read("/sandbox/guide")
    _done(second.post("/sandbox/reset", {}))
    _done(second.post("/me/password", {"current": PASSWORD, "new": "Quiet-Harbour-2027"}))
    _done(second.send("DELETE", "/session"))


def _done(answer: Any) -> Any:
    assert answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json
