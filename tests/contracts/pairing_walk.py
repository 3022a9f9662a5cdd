"""Profiles, needs and pairing, asked for once each as the app asks: by hand, and by a run that is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.core.runtime import Runtime
from courses.quizzes.public import place_topics
from tests.factories.identity import SYSTEM
from tests.factories.mentoring import FIELDS, work_off
from tests.support.app_browser import AppBrowser
from tests.support.world import World

_NEED = {"looking": True, "fields": [FIELDS[0]], "version": 0}
_PROFILE = {"offered": True, "fields": [FIELDS[0]], "capacity": 3, "version": 0}


def walk_pairing(sign_in: Callable[[str], AppBrowser], runtime: Runtime, world: World) -> None:
    """Every success of profiles, pairs and runs, by a mentor, two mentees and the chief of their region."""
    with runtime.database.write() as tx:
        place_topics(tx, SYSTEM, {code: {"zh": code, "en": code} for code in FIELDS})
    mentor, mentee, office = sign_in("officer"), sign_in("unit"), sign_in("chief")
    ids = {name: world.accounts[name] for name in ("officer", "unit", "head", "chief")}
    assert office.read("/mentoring/topics")["items"]
    assert office.read("/mentoring/people?q=o")["items"]
    _write(mentor, mentee, office, ids)
    place = office.read("/mentoring/places")["items"][0]["id"]
    assert place == world.region_node
    run = f"/mentoring/runs/{_done(office.post('/mentoring/runs', {'node_id': place}), 202)['id']}"
    _by_hand(office, ids, place)
    _by_run(office, runtime, ids, run)
    other = f"/mentoring/runs/{_done(office.post('/mentoring/runs', {'node_id': place}), 202)['id']}"
    work_off(runtime)
    _done(office.post(f"{other}/discard", {"version": office.read(other)["version"]}), 204)
    assert len(office.read("/mentoring/runs")["items"]) == 2


def _write(mentor: AppBrowser, mentee: AppBrowser, office: AppBrowser, ids: dict[str, str]) -> None:
    _done(office.send("PUT", f"/mentoring/people/{ids['officer']}/profile", _PROFILE))
    _done(mentor.send("PUT", "/mentoring/profile", {**_PROFILE, "version": 1}))
    _done(mentee.send("PUT", "/mentoring/need", _NEED))
    for name in ("head", "chief"):
        _done(office.send("PUT", f"/mentoring/people/{ids[name]}/need", _NEED))
    assert office.read(f"/mentoring/people/{ids['head']}")["need"]
    assert [one["account_id"] for one in mentee.read("/mentoring/choices")["items"]] == [ids["officer"]]
    _done(mentee.send("PUT", "/mentoring/wishes", {"mentor_ids": [ids["officer"]]}), 204)
    [other] = [one for one in office.read("/mentoring/people?q=")["items"] if one["account_id"] == ids["head"]]
    [found] = mentee.read(f"/mentoring/colleagues?q={other['name']}")["items"]
    excluded = {"account_id": found["account_id"], "found_by": other["name"]}
    _done(mentee.post("/mentoring/exclusions", excluded), 204)
    assert mentee.read("/mentoring/profile")["exclusions"]
    _done(mentee.send("DELETE", f"/mentoring/exclusions/{found['account_id']}"), 204)


def _by_hand(office: AppBrowser, ids: dict[str, str], place: str) -> None:
    waiting = office.read(f"/mentoring/board?node_id={place}")["items"]
    assert {one["account_id"] for one in waiting} == {ids["unit"], ids["head"], ids["chief"]}
    assert office.read(f"/mentoring/mentors?mentee_id={ids['unit']}&node_id={place}")["items"]
    pair = {"mentee_id": ids["unit"], "mentor_id": ids["officer"], "set_aside": ["before"]}
    _done(office.post("/mentoring/pairs", pair), 201)


def _by_run(office: AppBrowser, runtime: Runtime, ids: dict[str, str], run: str) -> None:
    work_off(runtime)
    page = office.read(run)
    first, second = (one["mentee_id"] for one in office.read(f"{run}/pairs")["items"])
    swap = {"mentee_ids": [first, second], "version": page["version"]}
    version = _done(office.post(f"{run}/swaps", swap))["version"]
    version = _done(office.send("DELETE", f"{run}/pairs/{first}?version={version}"))["version"]
    assert [one["mentee_id"] for one in office.read(f"{run}/unmatched")["items"]] == [first]
    assert office.read(f"{run}/unused")["items"][0]["places"] == 1
    placed = {"mentor_id": ids["officer"], "version": version}
    version = _done(office.send("PUT", f"{run}/pairs/{first}", placed))["version"]
    pin = {"pinned": False, "version": version}
    version = _done(office.send("PUT", f"{run}/pairs/{first}/pin", pin))["version"]
    _done(office.post(f"{run}/computation", {"version": version}), 204)
    work_off(runtime)
    _done(office.post(f"{run}/confirmation", {"version": office.read(run)["version"]}), 204)
    work_off(runtime)
    assert office.read(run)["state"] == "confirmed"


def _done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json
