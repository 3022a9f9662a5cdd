"""The wire of the approvals: bodies, stored answers, refusals as problems, lists, and the description of forms."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import Schema

from backend.approvals import schemas
from backend.core.db import Database
from tests.factories.approvals import Scene, make_scene, seats_form
from tests.factories.identity import PASSWORD
from tests.support.shelf import Shelf

API = "/api/v1/approvals"
SignIn = Callable[[str, str], FlaskClient]


@pytest.fixture
def scene(app: Flask, database: Database, shelf: Shelf) -> Scene:
    return shelf.take(make_scene, database)


@pytest.fixture
def browsers(scene: Scene, client_as: SignIn) -> Callable[[str], FlaskClient]:
    """``browsers(name)``: the person's own browser, signed in once."""
    known: dict[str, FlaskClient] = {}

    def browser(name: str) -> FlaskClient:
        if name not in known:
            known[name] = client_as(name, PASSWORD)
        return known[name]

    return browser


Browsers = Callable[[str], FlaskClient]


def wire_form(**changes: Any) -> dict[str, Any]:
    form = seats_form(**changes)
    return form | {"starts_on": form["starts_on"].isoformat()}


def send(browser: FlaskClient, path: str, body: dict[str, Any], key: str | None = None) -> Any:
    return browser.post(f"{API}{path}", json=body, headers={"Idempotency-Key": key or str(uuid.uuid4())})


def filed(browsers: Browsers, scene: Scene, **changes: Any) -> Any:
    body = {"kind": "seats", "subject_id": scene.hall, "form": wire_form(**changes)}
    answer = send(browsers("unit"), "/matters", body)
    assert answer.status_code == 201, answer.json
    return fits(schemas.MatterViewSchema, answer.json)


def read(browser: FlaskClient, path: str) -> Any:
    return browser.get(f"{API}{path}").json


def session_of(browser: FlaskClient) -> Any:
    return browser.get("/api/v1/session").json


def fits(schema: type[Schema], body: Any) -> Any:
    """The body, when it is exactly what the description says."""
    assert schema().validate(body) == {}
    return body


def todo(browser: FlaskClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = fits(schemas.TaskPageSchema, read(browser, "/tasks?list=todo"))["items"]
    return items


def decide(browser: FlaskClient, task_id: str, verdict: str = "approve", **changes: Any) -> Any:
    seen = fits(schemas.TaskViewSchema, read(browser, f"/tasks/{task_id}"))
    body = {"verdict": verdict, "form_revision": seen["form_revision"], "view_digest": seen["view_digest"]}
    return send(browser, f"/tasks/{task_id}/decision", body | changes)


def test_the_whole_way_over_the_wire(scene: Scene, browsers: Browsers) -> None:
    matter = filed(browsers, scene)
    for name in ("head", "officer", "orgdept", "hr", "chief"):
        (card,) = todo(browsers(name))
        answer = decide(browsers(name), card["id"], opinion="同意")
        assert answer.status_code == 200, answer.json
        fits(schemas.DecisionAnswerSchema, answer.json)
    (card,) = todo(browsers("officer"))
    seen = read(browsers("officer"), f"/tasks/{card['id']}")
    assert (seen["task"]["verdicts"], seen["task"]["issue"]) == (["issue"], True)
    document = {"number": "某编办〔2026〕8号", "title": "通知", "issuer": "某编办", "dated_on": "2026-06-15"}
    body = {"document": document, "form_revision": 1, "view_digest": seen["view_digest"]}
    answer = send(browsers("officer"), f"/tasks/{card['id']}/issue", body)
    assert fits(schemas.IssueAnswerSchema, answer.json)["notice_number"] == "入编通〔2026〕1号"
    view = fits(schemas.MatterViewSchema, read(browsers("unit"), f"/matters/{matter['id']}"))
    assert (view["state"], view["document"]["number"]) == ("executed", document["number"])
    done = fits(schemas.TaskPageSchema, read(browsers("officer"), "/tasks?list=done"))
    assert [item["verdict"] for item in done["items"]] == ["issue", "approve"]
    for which, by in (("mine", "unit"), ("finished", "chief")):
        page = fits(schemas.MatterPageSchema, read(browsers(by), f"/matters?list={which}"))
        assert [item["id"] for item in page["items"]] == [matter["id"]]


def test_the_badge_counts_what_waits(scene: Scene, browsers: Browsers) -> None:
    filed(browsers, scene)
    counts = [session_of(browsers(name))["counts"]["tasks"] for name in ("head", "unit")]
    assert counts == [1, 0]


def test_the_same_command_is_one_decision_with_one_answer(scene: Scene, browsers: Browsers) -> None:
    filed(browsers, scene)
    (card,) = todo(browsers("head"))
    seen = read(browsers("head"), f"/tasks/{card['id']}")
    body = {"verdict": "approve", "form_revision": 1, "view_digest": seen["view_digest"]}
    key = str(uuid.uuid4())
    first, again = (send(browsers("head"), f"/tasks/{card['id']}/decision", body, key) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = send(browsers("head"), f"/tasks/{card['id']}/decision", body | {"opinion": "x"}, key)
    assert (other.status_code, other.json["code"]) == (422, "key_reused")
    twice = send(browsers("head"), f"/tasks/{card['id']}/decision", body)
    assert (twice.status_code, twice.json["code"], twice.json["facts"]["by"]) == (
        409,
        "already_decided",
        "账户head",
    )


def test_refusals_are_problems_with_a_code(scene: Scene, browsers: Browsers) -> None:
    matter = filed(browsers, scene)
    (card,) = todo(browsers("head"))
    cases: list[tuple[Any, int, str]] = [
        (decide(browsers("head"), card["id"], form_revision=9), 409, "stale_form"),
        (decide(browsers("head"), card["id"], view_digest="sha256:0"), 409, "view_changed"),
        (decide(browsers("head"), card["id"], verdict="reject"), 422, "invalid_input"),
        (decide(browsers("head"), card["id"], verdict="maybe"), 422, "invalid_input"),
        (decide(browsers("head"), card["id"], decided_at="2026-01-01"), 422, "invalid_input"),
        (decide(browsers("officer"), card["id"]), 403, "no_authority"),
        (browsers("hr").get(f"{API}/matters/{matter['id']}"), 404, "matter_not_found"),
        (browsers("stranger").get(f"{API}/tasks/{card['id']}"), 404, "task_not_found"),
        (send(browsers("officer"), f"/matters/{matter['id']}/withdrawal", {"form_revision": 1}), 403, "not_filer"),
        (browsers("head").get(f"{API}/tasks?cursor=bm90aGluZw"), 422, "bad_cursor"),
        (browsers("head").get(f"{API}/tasks?cursor=WyJ4IiwieSJd"), 422, "bad_cursor"),
        (browsers("head").get(f"{API}/tasks?list=all"), 422, "invalid_input"),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer, *_ in cases] == [
        tuple(case[1:]) for case in cases
    ]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"heads": "many"}, {"heads": ["invalid"]}),
        ({"starts_on": "tomorrow"}, {"starts_on": ["invalid"]}),
        ({"salary": 1}, {"salary": ["unknown_field"]}),
        ({"person": None}, {"person": ["invalid"]}),
    ],
)
def test_a_form_is_checked_field_by_field(
    scene: Scene, browsers: Browsers, change: dict[str, Any], fields: dict[str, list[str]]
) -> None:
    body = {"kind": "seats", "subject_id": scene.hall, "form": wire_form() | change}
    answer = send(browsers("unit"), "/matters", body)
    assert (answer.status_code, answer.json["facts"]) == (422, {"fields": fields})
    assert scene.hall_numbers() == (0, 0)


def test_forms_are_objects_of_a_known_kind(scene: Scene, browsers: Browsers) -> None:
    for body, code in (
        ({"kind": "seats", "subject_id": scene.hall, "form": [1]}, "invalid_input"),
        ({"kind": "lottery", "subject_id": scene.hall, "form": {}}, "unknown_kind"),
    ):
        answer = send(browsers("unit"), "/matters", body)
        assert (answer.status_code, answer.json["code"]) == (422, code)


def test_rehearsal_tells_and_writes_nothing(scene: Scene, browsers: Browsers) -> None:
    body = {"kind": "seats", "subject_id": scene.hall}

    def told_of(form: dict[str, Any]) -> Any:
        answer = browsers("unit").post(f"{API}/matters/check", json=body | {"form": form})
        return fits(schemas.RehearsalSchema, answer.json)

    assert told_of(wire_form(heads=9))["problems"] == [{"code": "no_seat", "facts": {"free": 5, "asked": 9}}]
    assert told_of(wire_form(heads=0))["problems"] == [
        {"code": "invalid_input", "facts": {"fields": {"heads": ["invalid"]}}}
    ]
    told = told_of(wire_form(heads=2))
    assert told["problems"] == []
    assert told["preview"]["rows"][0]["filled"] == [0, 2]
    assert scene.hall_numbers() == (0, 0)


def test_a_correction_keeps_personal_fields_that_were_left_out(scene: Scene, browsers: Browsers) -> None:
    matter = filed(browsers, scene, heads=3)
    (card,) = todo(browsers("head"))
    decide(browsers("head"), card["id"], "return", opinion="人数有误", returned_fields=["heads"])
    view = read(browsers("unit"), f"/matters/{matter['id']}")
    assert view["returned"] == {"opinion": "人数有误", "fields": ["heads"]}
    body = {"form": view["form"] | {"heads": 1}, "form_revision": view["form_revision"]}
    answer = send(browsers("unit"), f"/matters/{matter['id']}/resubmission", body)
    assert answer.status_code == 200, answer.json
    shown = fits(schemas.MatterViewSchema, answer.json)
    assert [field["field"] for field in shown["fields"] if field["changed"]] == ["heads"]
    answer = send(browsers("unit"), f"/matters/{matter['id']}/withdrawal", {"form_revision": 2, "reason": "x"})
    assert answer.json["state"] == "withdrawn"


def test_kinds_and_their_ways(scene: Scene, browsers: Browsers) -> None:
    kinds = fits(schemas.KindsSchema, read(browsers("unit"), "/kinds"))["items"]
    seats = next(kind for kind in kinds if kind["kind"] == "seats")
    assert seats["can_file"]
    assert [step["key"] for step in seats["steps"]] == [
        "unit_head",
        "office_clerk",
        "joint_review",
        "chief",
        "issue",
    ]
    assert not any(kind["can_file"] for kind in read(browsers("hr"), "/kinds")["items"])


def test_the_description_tells_the_kinds_apart(app: Flask) -> None:
    components = app.extensions["zb_api"].spec.to_dict()["components"]["schemas"]
    union = components["MatterFiling"]
    assert union["discriminator"]["propertyName"] == "kind"
    for kind, reference in union["discriminator"]["mapping"].items():
        name = reference.rsplit("/", 1)[-1]
        assert components[name]["properties"]["kind"] == {"const": kind}
        form = components[name]["properties"]["form"]["$ref"].rsplit("/", 1)[-1]
        assert form in components
    body = components["FileMatter"]["properties"]["form"]
    assert body == {"oneOf": [{"$ref": "#/components/schemas/MatterForm"}]}
