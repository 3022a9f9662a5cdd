"""Mentorships and secondments, asked for once each as the app asks: accepted, agreed, noted, evaluated, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.core.db import new_id
from backend.core.runtime import Runtime
from courses.mentoring.evaluating import QUESTIONS
from courses.mentoring.operations.mentorships import propose_mentorship
from courses.mentoring.states import Side
from tests.support.app_browser import AppBrowser
from tests.support.world import World


def walk_mentorships(sign_in: Callable[[str], AppBrowser], runtime: Runtime, world: World) -> None:
    """Every success of mentorships and secondments, by a mentor, a mentee and the chief of their region."""
    mentor, mentee, office = sign_in("officer"), sign_in("unit"), sign_in("chief")
    path = _pair(runtime, world)
    _ok(mentor.post(f"{path}/refusal", {"reason": "任务重"}))
    _ok(office.post(f"{_pair(runtime, world)}/withdrawal"))
    path = _pair(runtime, world)
    _begin(mentor, mentee, path, runtime)
    _ok(office.post(f"{path}/closing", {"early": True, "reason": "岗位调整"}))
    path = _pair(runtime, world)
    _begin(mentor, mentee, path, runtime)
    _ok(mentee.post(f"{path}/early-end", {"reason": "换科室"}))
    path = _pair(runtime, world)
    _begin(mentor, mentee, path, runtime)
    _log(mentor, mentee, path, runtime)
    _end(mentor, mentee, path)
    assert office.read("/mentoring/mentorships/overseen?which=over")["items"]
    _certificates(sign_in("certifier"), mentee, path)
    _second(office, mentee, runtime)


def _pair(runtime: Runtime, world: World) -> str:
    with runtime.database.write() as tx:
        pair = world.accounts["officer"], world.accounts["unit"]
        return f"/mentoring/mentorships/{propose_mentorship(tx, world.actor(tx, 'chief'), *pair, 'hand')}"


def _begin(mentor: AppBrowser, mentee: AppBrowser, path: str, runtime: Runtime) -> None:
    today = runtime.clock.today()
    period = {"period_from": str(today - timedelta(days=2)), "period_to": str(today + timedelta(days=1))}
    for one in (mentor, mentee):
        _ok(one.post(f"{path}/acceptance"))
    _ok(mentor.post(f"{path}/agreement", {"seen": 0, "goals": "熟悉入编流程", "plan": "", **period}))
    _ok(mentee.post(f"{path}/agreement/confirmation", {"revision": 1}))


def _log(mentor: AppBrowser, mentee: AppBrowser, path: str, runtime: Runtime) -> None:
    kept, dropped = ({"id": new_id(), "held_on": str(runtime.clock.today()), "about": "台账"} for _ in range(2))
    for note in (kept, dropped):
        _ok(mentee.post(f"{path}/meetings", note))
    correction = {"held_on": kept["held_on"], "about": "编制台账", "seen": 1}
    _ok(mentee.send("PUT", f"{path}/meetings/{kept['id']}", correction))
    _ok(mentor.post(f"{path}/meetings/{kept['id']}/confirmation", {"revision": 2}))
    _ok(mentee.post(f"{path}/meetings/{dropped['id']}/withdrawal"))
    assert [one["state"] for one in mentor.read(path)["meetings"]] == ["confirmed"]


def _end(mentor: AppBrowser, mentee: AppBrowser, path: str) -> None:
    for one, about in ((mentor, Side.MENTEE), (mentee, Side.MENTOR)):
        ratings = dict.fromkeys(QUESTIONS[about], 5)
        _ok(one.post(f"{path}/evaluations", {"stage": "final", "ratings": ratings, "text": "好"}))
    _ok(mentor.post(f"{path}/end"))
    assert mentee.get(f"{path}/certificate").mimetype == "application/pdf"
    assert mentee.read("/mentoring/mentorships")["items"]


def _certificates(authority: AppBrowser, mentee: AppBrowser, path: str) -> None:
    token = mentee.read(path)["certificate"]["verification_url"].rsplit("/", 1)[-1]
    assert mentee.read(f"/certificates/verification/{token}")["state"] == "valid"
    assert mentee.read("/mentoring/certificates/mine")["items"]
    for one in authority.read("/mentoring/certificates")["items"]:
        _ok(authority.post(f"/mentoring/certificates/{one['id']}/revocation", {"reason": "误发"}))
    assert mentee.read(path)["certificate"]["state"] == "revoked"


def _second(office: AppBrowser, mentee: AppBrowser, runtime: Runtime) -> None:
    today = str(runtime.clock.today())
    [found, *_] = office.read("/mentoring/secondments/people?q=生")["items"]
    paper = {"number": "清编〔2026〕3号", "title": "挂职通知", "issuer": "清溪县委编办", "dated_on": today}
    draft = {"place_name": "某市档案局", "post_held": "科长助理", "started_on": today, "document": paper}
    made = office.post("/mentoring/secondments", {**draft, "person_id": found["id"]})
    assert made.status_code == 201, made.get_data(as_text=True)
    path = f"/mentoring/secondments/{(made.json or {})['id']}"
    [place, *_] = office.read("/mentoring/secondments/places?q=县")["items"]
    _ok(office.send("PUT", path, {**draft, "organization_id": place["id"], "version": 1, "reason": "改派"}))
    _ok(office.post(f"{path}/end", {"version": 2, "ended_on": today, "evaluation": "称职"}))
    ending = {"ended_on": today, "evaluation": "优秀"}
    _ok(office.send("PUT", path, {**draft, "version": 3, "ending": ending, "reason": "笔误"}))
    assert office.read("/mentoring/secondments")["items"][0]["evaluation"] == "优秀"
    assert mentee.read("/mentoring/secondments/mine")["items"] == []


def _ok(answer: Any) -> None:
    assert answer.status_code == 204, answer.get_data(as_text=True)
