"""What belongs to another unit does not exist for a stranger: no route answers with it, reads it or changes it.

Every route that takes an id must be listed here with what a stranger would send; a new one that is not fails.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.runtime import Runtime
from backend.core.web.endpoint import SAFE_METHODS, SESSION_COOKIE, RoutePolicy
from backend.exchange.models import ImportedName
from backend.identity.models import AuditRow, Grant
from backend.identity.operations.scope import place_node
from tests.conftest import OwnClient
from tests.support.shelf import Shelf
from tests.support.world import REGION, World, entry_form, make_world

_COMMAND = {"form_revision": 1, "view_digest": "sha256:0", "opinion": "同意"}
_DOCUMENT = {"number": "云编〔2026〕1号", "title": "批复", "issuer": "云川市委编办", "dated_on": "2026-06-01"}
#: What a stranger sends; ``None`` = the route concerns the person's own things or an administrator's.
BODIES: dict[tuple[str, str], dict[str, Any] | None] = {
    ("POST", "/approvals/matters/<matter_id>/resubmission"): {"form": {"kind": "x"}, "form_revision": 1},
    ("POST", "/approvals/matters/<matter_id>/withdrawal"): {"form_revision": 1, "reason": "x"},
    ("POST", "/approvals/tasks/<task_id>/decision"): {**_COMMAND, "verdict": "approve"},
    ("POST", "/approvals/tasks/<task_id>/issue"): {**_COMMAND, "document": _DOCUMENT},
    ("POST", "/register/people/<person_id>/unmasking"): {"reason": "核对"},
    ("POST", "/exchange/undecided/<name_id>/placement"): {"region_code": REGION},
    ("DELETE", "/grants/<grant_id>"): {},
    ("POST", "/accounts/<account_id>/disabling"): None,
    ("DELETE", "/accounts/<account_id>/sessions"): None,
    ("POST", "/grants/<grant_id>/confirmation"): None,
    ("DELETE", "/session/devices/<session_id>"): None,
    ("POST", "/notices/<notice_id>/reading"): None,
    ("DELETE", "/push/subscriptions/<subscription_id>"): None,
    # strangers at papers: tests/integration/courses/quizzes/test_routes.py; the bank is the authors' together
    ("PUT", "/quizzes/questions/<question_id>"): None,
    ("POST", "/quizzes/questions/<question_id>/retirement"): None,
    ("PUT", "/quizzes/<quiz_id>"): None,
    ("POST", "/quizzes/<quiz_id>/attempts"): None,
    ("PUT", "/quizzes/attempts/<attempt_id>/answers/<position>"): None,
    ("POST", "/quizzes/attempts/<attempt_id>/finish"): None,
    # a course is the authors' together; strangers at assignments: tests/integration/courses/test_assignments.py
    ("PUT", "/courses/<course_id>"): None,
    ("POST", "/courses/<course_id>/publication"): None,
    ("POST", "/courses/<course_id>/withdrawal"): None,
    ("POST", "/courses/lessons/<lesson_id>/done"): None,
    ("DELETE", "/courses/assignments/<assignment_id>"): None,
    # strangers at files: tests/integration/records/test_files.py
    ("PUT", "/files/<file_id>/parts/<part>"): None,
    ("POST", "/files/<file_id>/finish"): None,
    # strangers at certificates: tests/integration/courses/test_certificates.py
    ("POST", "/certificates/<certificate_id>/revocation"): None,
    # strangers at classes and credits: tests/integration/courses/test_classes.py and test_credits.py
    ("PUT", "/credits/people/<account_id>/level"): None,
    ("PUT", "/credits/courses/<course_id>"): None,
    ("PUT", "/classes/<class_id>/plan"): None,
    ("POST", "/classes/<class_id>/announcement"): None,
    ("POST", "/classes/<class_id>/cancellation"): None,
    ("POST", "/classes/<class_id>/seats"): None,
    ("DELETE", "/classes/<class_id>/seats/<account_id>"): None,
    ("PUT", "/classes/<class_id>/seat"): None,
    ("DELETE", "/classes/<class_id>/seat"): None,
    ("PUT", "/classes/<class_id>/sessions/<number>/marks"): None,
    ("POST", "/classes/<class_id>/sessions/<number>/imports"): None,
    ("POST", "/classes/<class_id>/finish"): None,
    ("POST", "/classes/<class_id>/scan"): None,
    # strangers at the question desk: tests/integration/courses/test_desk.py
    ("POST", "/desk/questions/<question_id>/messages"): None,
    ("POST", "/desk/questions/<question_id>/answers"): None,
    ("PUT", "/desk/questions/<question_id>/helped"): None,
    ("PUT", "/desk/faq/<entry_id>"): None,
    ("POST", "/desk/faq/<entry_id>/withdrawal"): None,
    ("PUT", "/desk/faq/<entry_id>/useful"): None,
    # strangers at certificates of mentoring: tests/integration/courses/test_mentoring_certificates.py
    ("POST", "/mentoring/certificates/<certificate_id>/revocation"): None,
    # strangers at mentorships: tests/integration/courses/test_mentorships.py, at secondments: test_secondments.py
    ("POST", "/mentoring/mentorships/<mentorship_id>/acceptance"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/refusal"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/withdrawal"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/agreement"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/agreement/confirmation"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/meetings"): None,
    ("PUT", "/mentoring/mentorships/<mentorship_id>/meetings/<meeting_id>"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/meetings/<meeting_id>/confirmation"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/meetings/<meeting_id>/withdrawal"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/evaluations"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/end"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/early-end"): None,
    ("POST", "/mentoring/mentorships/<mentorship_id>/closing"): None,
    ("PUT", "/mentoring/secondments/<secondment_id>"): None,
    ("POST", "/mentoring/secondments/<secondment_id>/end"): None,
    # strangers at profiles, pairs and runs: tests/integration/courses/mentoring/test_pairing.py
    ("DELETE", "/mentoring/exclusions/<account_id>"): None,
    ("PUT", "/mentoring/people/<account_id>/profile"): None,
    ("PUT", "/mentoring/people/<account_id>/need"): None,
    ("PUT", "/mentoring/runs/<run_id>/pairs/<mentee_id>"): None,
    ("PUT", "/mentoring/runs/<run_id>/pairs/<mentee_id>/pin"): None,
    ("DELETE", "/mentoring/runs/<run_id>/pairs/<mentee_id>"): None,
    ("POST", "/mentoring/runs/<run_id>/swaps"): None,
    ("POST", "/mentoring/runs/<run_id>/computation"): None,
    ("POST", "/mentoring/runs/<run_id>/confirmation"): None,
    ("POST", "/mentoring/runs/<run_id>/discard"): None,
    # strangers at papers of a round: tests/integration/assessment/test_paper_bundles.py
    ("POST", "/assessment/papers/<round_id>/bundles"): None,
    # strangers at schemes: tests/integration/assessment/test_schemes.py
    ("PUT", "/assessment/schemes/<scheme_id>"): None,
    ("DELETE", "/assessment/schemes/<scheme_id>"): None,
    ("POST", "/assessment/schemes/<scheme_id>/check"): None,
    ("POST", "/assessment/schemes/<scheme_id>/simulation"): None,
    ("POST", "/assessment/schemes/<scheme_id>/adoption"): None,
    ("POST", "/register/units/<unit_id>/appointments"): {
        "person_id": "0" * 32,
        "title": "局长",
        "role": "held",
        "principal": True,
        "counts": True,
        "effective_on": "2026-06-01",
    },
    # strangers at leader posts, rounds and marks: tests/integration/assessment/rounds/test_routes.py
    ("POST", "/register/appointments/<appointment_id>/end"): None,
    ("PUT", "/assessment/rounds/<round_id>"): None,
    ("DELETE", "/assessment/rounds/<round_id>"): None,
    ("POST", "/assessment/rounds/<round_id>/opening"): None,
    ("PUT", "/assessment/people/<person_id>/superior"): {"superior_id": None, "effective_on": "2026-06-01"},
    ("POST", "/assessment/marks/<round_id>/self-summary"): None,
    ("POST", "/assessment/marks/<round_id>/ballot"): None,
    ("POST", "/assessment/marks/<round_id>/people/<subordinate_id>"): None,
    # strangers at results: tests/integration/assessment/results/test_readers.py, test_minutes.py
    ("POST", "/assessment/results/names/<entry_id>/objections"): None,
    ("POST", "/assessment/results/publicities/<publicity_id>/own-objections"): None,
    ("POST", "/assessment/results/publicities/<publicity_id>/end"): None,
    ("POST", "/assessment/results/notices/<notice_id>/signature"): None,
    ("POST", "/assessment/results/notices/<notice_id>/reviews"): None,
    ("POST", "/assessment/results/notices/<notice_id>/refusal"): None,
    ("POST", "/assessment/results/decisions/<decision_id>/confirmation"): None,
    ("POST", "/assessment/results/decisions/<decision_id>/return"): None,
    ("POST", "/assessment/results/decisions/<decision_id>/withdrawal"): None,
    ("POST", "/assessment/results/objections/<objection_id>/withdrawal"): None,
    ("POST", "/assessment/results/reviews/<review_id>/withdrawal"): None,
    ("POST", "/assessment/results/objections/<objection_id>/answer"): None,
    ("POST", "/assessment/results/reviews/<review_id>/answer"): None,
    ("POST", "/assessment/results/cases/<case_id>/correction"): None,
    ("POST", "/assessment/results/rounds/<round_id>/decisions"): None,
    # strangers at evidence of units: tests/integration/assessment/evidence/test_objections.py
    ("POST", "/assessment/evidence/units/<organization_id>/objections"): None,
    ("POST", "/assessment/results/rounds/<round_id>/decisions/confirmation"): None,
    ("POST", "/assessment/results/rounds/<round_id>/decisions/return"): None,
    ("POST", "/assessment/results/rounds/<round_id>/decisions/withdrawal"): None,
    ("POST", "/assessment/results/rounds/<round_id>/publicity"): None,
    ("POST", "/assessment/results/rounds/<round_id>/notices"): None,
    ("POST", "/assessment/results/rounds/<round_id>/notices/paper"): None,
    ("POST", "/assessment/results/rounds/<round_id>/seal"): None,
    # strangers at grading: tests/integration/assessment/test_grading.py
    ("POST", "/assessment/grading/rounds/<round_id>/freeze"): None,
    ("POST", "/assessment/grading/rounds/<round_id>/compile"): None,
    ("POST", "/assessment/grading/rounds/<round_id>/reopening"): None,
    ("PUT", "/assessment/grading/rounds/<round_id>/deferrals/<case_id>"): None,
    ("DELETE", "/assessment/grading/rounds/<round_id>/deferrals/<case_id>"): None,
    ("PUT", "/assessment/grading/cases/<case_id>/grade"): None,
    ("PUT", "/assessment/grading/cases/<case_id>/special"): None,
    ("POST", "/assessment/grading/cases/<case_id>/special/lifting"): None,
    ("PUT", "/assessment/grading/cases/<case_id>/suggestion"): None,
    ("POST", "/assessment/grading/pools/<pool_id>/grades"): None,
    ("PUT", "/assessment/grading/pools/<pool_id>/consent"): None,
    ("DELETE", "/assessment/grading/pools/<pool_id>/consent"): None,
    # strangers at goals and routine checks: tests/integration/assessment/goals/
    ("POST", "/assessment/goals/parts/<part_id>/progress"): None,
    ("POST", "/assessment/goals/progress/<progress_id>/reversal"): None,
    ("PUT", "/assessment/goals/units/<organization_id>/draft"): None,
    ("POST", "/assessment/goals/units/<organization_id>/agreement"): None,
    ("POST", "/assessment/goals/units/<organization_id>/revisions"): None,
    ("PUT", "/assessment/goals/units/<organization_id>/rhythm"): None,
    ("PUT", "/assessment/checks/mine/<period>"): None,
    ("POST", "/assessment/checks/people/<person_id>/<period>"): None,
    # strangers at evidence: tests/integration/assessment/evidence/test_objections.py
    ("POST", "/assessment/evidence/objections/<objection_id>/withdrawal"): None,
    ("POST", "/assessment/evidence/objections/<objection_id>/answer"): None,
    ("POST", "/assessment/evidence/entries/<entry_id>/reversal"): None,
}
STRANGERS = ("officer", "chief", "orgdept", "finance", "hr", "unit", "head", "assessor", "training")


@dataclass(frozen=True, slots=True)
class Theirs:
    """Ids of things in a county, for a stranger to ask for."""

    ids: dict[str, str]

    def path(self, rule: str) -> str:
        for name, value in self.ids.items():
            rule = rule.replace(f"<{name}>", value)
        return rule


@pytest.fixture
def world(runtime: Runtime, shelf: Shelf) -> World:
    return shelf.take(make_world, runtime, approved=2, filled=1)


@pytest.fixture
def theirs(runtime: Runtime, app: Flask, world: World) -> tuple[Theirs, dict[str, Actor]]:
    """A unit with a person and a running matter; and people of the same roles in another county."""
    matter_id = _file(app, runtime, world)
    with runtime.database.write() as tx:
        elsewhere = place_node(tx, "region", "990199", "青石县", None)
        for role in STRANGERS:
            world.add_account(tx, f"far-{role}", role, at=elsewhere)
        actors = {role: world.actor(tx, f"far-{role}") for role in STRANGERS}
        task_id, person_id = (
            tx.session.scalar(text(statement)) or ""
            for statement in ("SELECT id FROM approvals_task", "SELECT id FROM register_person")
        )
        name = ImportedName(
            id=new_id(),
            province_code="99",
            raw_name="临河县某某所",
            name="临河县某某所",
            reason="no_region",
            region_code=REGION,
            node_id=world.region_node,
            batch_id=new_id(),
        )
        tx.session.add(name)
        grant_id = tx.session.scalar(select(Grant.id).where(Grant.node_id == world.unit_node)) or ""
    ids = {
        "unit_id": world.unit_id,
        "person_id": person_id,
        "code": REGION,
        "matter_id": matter_id,
        "task_id": task_id,
        "grant_id": grant_id,
        "name_id": name.id,
    }
    return Theirs(ids), actors


def _file(app: Flask, runtime: Runtime, world: World) -> str:
    with runtime.database.read() as tx:
        unit = world.actor(tx, "unit")
    _acting(app, {"unit": unit})
    body = {
        "kind": "personnel_entry",
        "subject_id": world.unit_id,
        "form": entry_form(1, runtime.clock.today()),
    }
    filed = _send(app, "unit", "POST", "/api/v1/approvals/matters", body)
    assert filed.status_code in (200, 201), filed.get_data(as_text=True)
    return str(filed.get_json()["id"])


def _acting(app: Flask, actors: dict[str, Actor]) -> None:
    app.extensions["zb_authenticate"] = lambda _runtime, token: actors.get(token or "")
    app.test_client_class = OwnClient


def _send(app: Flask, role: str, method: str, path: str, body: dict[str, Any] | None) -> Any:
    client = app.test_client()
    client.set_cookie(SESSION_COOKIE, role, domain="localhost", secure=True)
    return client.open(path, method=method, headers={"Idempotency-Key": str(uuid.uuid4())}, json=body)


def _routes(app: Flask) -> Iterator[tuple[str, str, RoutePolicy]]:
    for rule in app.url_map.iter_rules():
        policy = getattr(app.view_functions[rule.endpoint], "zb_policy", None)
        if policy is not None:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, rule.rule.removeprefix("/api/v1"), policy


def test_every_route_with_an_id_is_classified(app: Flask) -> None:
    missing = [
        (method, rule)
        for method, rule, _ in _routes(app)
        if "<" in rule and method not in SAFE_METHODS and (method, rule) not in BODIES
    ]
    assert missing == []


def test_their_own_people_find_them(
    app: Flask, runtime: Runtime, theirs: tuple[Theirs, dict[str, Actor]], world: World
) -> None:
    """What the test below calls hidden is really there, and read by its own office."""
    objects, _ = theirs
    with runtime.database.read() as tx:
        own = {name: world.actor(tx, name) for name in ("officer", "unit", "head")}
    _acting(app, own)
    hidden = []
    for method, rule, policy in _routes(app):
        if method != "GET" or objects.path(rule) == rule:
            continue
        answers = [
            _send(app, name, method, f"/api/v1{objects.path(rule)}", None).status_code
            for name, actor in own.items()
            if actor.may(policy.permission or "")
        ]
        if 200 not in answers:
            hidden.append((rule, answers))
    assert hidden == []


def test_a_stranger_finds_changes_and_learns_nothing(
    app: Flask, runtime: Runtime, theirs: tuple[Theirs, dict[str, Actor]]
) -> None:
    objects, actors = theirs
    _acting(app, actors)
    before = _traces(runtime)
    wrong = []
    for method, rule, policy in _routes(app):
        body = BODIES.get((method, rule), {})
        takes_id = objects.path(rule) != rule
        if body is None or (method not in SAFE_METHODS and not takes_id):
            continue
        for role, actor in actors.items():
            if not actor.may(policy.permission or ""):
                continue
            sent = body if method not in SAFE_METHODS else None
            answer = _send(app, role, method, f"/api/v1{objects.path(rule)}", sent)
            said = answer.get_data().decode(errors="replace")  # files too
            # a refusal may repeat the id it was asked for; an answer may not hold any
            told = answer.status_code != 404
            leaked = [name for name, value in objects.ids.items() if told and value in said and name != "code"]
            if leaked or (takes_id and answer.status_code != 404):
                wrong.append((role, method, rule, answer.status_code, leaked, said[:200]))
    assert wrong == []
    assert _traces(runtime) == before


def _traces(runtime: Runtime) -> list[Any]:
    with runtime.database.read() as tx:
        rows = [
            tx.session.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all()
            for table in (
                "approvals_matter",
                "approvals_task",
                "register_person",
                "identity_grant",
                "exchange_imported_name",
            )
        ]
        return [*rows, tx.session.scalar(select(func.count()).select_from(AuditRow))]
