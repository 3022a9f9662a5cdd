"""The route decorator, on a small app of its own: who may pass, what is kept, what a repeated command gets."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_smorest import Api
from marshmallow import fields, validate
from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.errors import Refused, Unavailable
from backend.core.jobs import JobRow, enqueue
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.core.web.endpoint import SESSION_COOKIE, Area, Call, install_edge, json_bytes
from backend.core.web.errors import install_error_handlers
from backend.core.web.schema import StrictSchema

TELLER = Actor("a" * 32, "Teller", frozenset({"lamp:light:write"}), ())
GUEST = Actor("b" * 32, "Guest", frozenset(), ())


class LampSchema(StrictSchema):
    name = fields.String(required=True, validate=validate.Length(max=10))
    fail = fields.String(load_default=None)


class LampAnswerSchema(StrictSchema):
    lit = fields.String()


class LampBroken(Refused):
    code = "lamp_broken"


def _count_failure(tx: Tx) -> None:
    enqueue(tx, "failure_counted", {})


def _light(call: Call) -> dict[str, str]:
    enqueue(call.tx, call.body["name"], {})
    if call.body["fail"] == "refused":
        raise LampBroken(volts=12).leaving(_count_failure)
    if call.body["fail"] == "busy":
        raise Unavailable(retry_after=3)
    if call.body["fail"] == "bug":
        raise ZeroDivisionError("a secret text")
    return {"lit": call.body["name"]}


@pytest.fixture
def client(runtime: Runtime) -> FlaskClient:
    app = Flask("lamps", static_folder=None)
    app.config.update(API_TITLE="Lamps", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    area = Area("lamps", prefix="/lamps")
    declared = {"permission": "lamp:light:write", "method": "POST", "body": LampSchema, "answer": LampAnswerSchema}
    area.endpoint("/plain", **declared)(_light)  # type: ignore[arg-type]
    area.endpoint("/command", idempotent=True, **declared)(_light)  # type: ignore[arg-type]

    @area.endpoint("/ready", public=True)
    def ready(_: Call) -> object:
        return json_bytes(b'{"ready":true}', etag="v1")

    people = {"teller": TELLER, "guest": GUEST}
    install_edge(app, runtime, lambda _, token: people.get(token or ""))
    Api(app).register_blueprint(area)
    install_error_handlers(app)
    return app.test_client()


def _post(
    client: FlaskClient, path: str, who: str | None = "teller", **options: object
) -> tuple[int, dict[str, object]]:
    headers = {"X-Requested-With": "zhangbian", **options.pop("headers", {})}  # type: ignore[dict-item]
    if who:
        client.set_cookie(SESSION_COOKIE, who)
    answer = client.post(f"/api/v1/lamps{path}", headers=headers, **options)
    return answer.status_code, answer.get_json()


def _rows(runtime: Runtime) -> list[str]:
    with runtime.database.read() as tx:
        return list(tx.session.scalars(select(JobRow.kind).order_by(JobRow.created_at)))


def test_answers_and_commits(client: FlaskClient, runtime: Runtime) -> None:
    assert _post(client, "/plain", json={"name": "red"}) == (200, {"lit": "red"})
    assert _rows(runtime) == ["red"]


@pytest.mark.parametrize(
    ("who", "options", "status", "code"),
    [
        (None, {"json": {"name": "red"}}, 401, "not_signed_in"),
        ("guest", {"json": {"name": "red"}}, 403, "permission_missing"),
        ("teller", {"json": {"name": "red"}, "headers": {"X-Requested-With": ""}}, 403, "cross_site_request"),
        (
            "teller",
            {"data": "name=red", "content_type": "application/x-www-form-urlencoded"},
            415,
            "json_expected",
        ),
        ("teller", {"json": {"name": "red", "role": "chief"}}, 422, "invalid_input"),
        ("teller", {"json": {"name": "a far too long name"}}, 422, "invalid_input"),
        ("teller", {"json": {}}, 422, "invalid_input"),
        ("teller", {"data": "{", "content_type": "application/json"}, 400, "bad_request"),
        ("teller", {"json": {"name": "秘密★"}}, 422, "secrecy_refused"),
        ("teller", {"json": {"name": "机密 ★"}}, 422, "secrecy_refused"),
    ],
)
def test_refused_before_anything_happens(
    client: FlaskClient, runtime: Runtime, who: str | None, options: dict[str, object], status: int, code: str
) -> None:
    found, body = _post(client, "/plain", who, **options)
    assert (found, body["code"]) == (status, code)
    assert _rows(runtime) == []


def test_invalid_fields_are_named(client: FlaskClient) -> None:
    _, body = _post(client, "/plain", json={"name": "a far too long name", "role": "x"})
    assert body["facts"] == {"fields": {"name": ["too_long"], "role": ["unknown_field"]}}


def test_refusal_leaves_its_aftermath_only(client: FlaskClient, runtime: Runtime) -> None:
    status, body = _post(client, "/plain", json={"name": "red", "fail": "refused"})
    assert (status, body["code"], body["facts"]) == (422, "lamp_broken", {"volts": 12})
    assert _rows(runtime) == ["failure_counted"]


def test_a_bug_tells_nothing(client: FlaskClient, runtime: Runtime) -> None:
    status, body = _post(client, "/plain", json={"name": "red", "fail": "bug"})
    assert (status, body["code"]) == (500, "internal")
    assert "secret" not in str(body)
    assert _rows(runtime) == []


def test_command_is_carried_out_once(client: FlaskClient, runtime: Runtime) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    first = _post(client, "/command", json={"name": "red"}, headers=dict(headers))
    again = _post(client, "/command", json={"name": "red"}, headers=dict(headers))
    assert first == again == (200, {"lit": "red"})
    assert _rows(runtime) == ["red"]


def test_refusal_of_a_command_is_final(client: FlaskClient, runtime: Runtime) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = {"name": "red", "fail": "refused"}
    first = _post(client, "/command", json=body, headers=dict(headers))
    again = _post(client, "/command", json=body, headers=dict(headers))
    assert first == again
    assert first[0] == 422
    assert _rows(runtime) == ["failure_counted"], "counted once, too"


def test_busy_is_no_answer_to_a_command(client: FlaskClient, runtime: Runtime) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    status, body = _post(client, "/command", json={"name": "red", "fail": "busy"}, headers=dict(headers))
    assert (status, body["code"]) == (503, "unavailable")
    assert _post(client, "/command", json={"name": "red"}, headers=dict(headers)) == (200, {"lit": "red"})


@pytest.mark.parametrize("change", ["body", "route", "person"])
def test_key_of_another_command_is_refused(
    client: FlaskClient, runtime: Runtime, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    _post(client, "/command", json={"name": "red"}, headers=dict(headers))
    if change == "person":
        monkeypatch.setattr(
            "backend.core.web.endpoint.store_answer", lambda *_: pytest.fail("a stranger's answer was kept")
        )
        with runtime.database.read() as tx:
            before = tx.session.scalar(select(func.count()).select_from(JobRow))
        client.application.extensions["zb_authenticate"] = lambda *_: Actor(
            "c" * 32, "Other", TELLER.permissions, ()
        )
        status, body = _post(client, "/command", json={"name": "red"}, headers=dict(headers))
        assert before == 1
    else:
        sent = {"name": "blue"} if change == "body" else {"name": "red", "fail": None}
        status, body = _post(client, "/command", json=sent, headers=dict(headers))
    assert (status, body["code"]) == (422, "key_reused")
    assert _rows(runtime) == ["red"]


def test_command_needs_its_key(client: FlaskClient, runtime: Runtime) -> None:
    status, body = _post(client, "/command", json={"name": "red"}, headers={"Idempotency-Key": "1"})
    assert (status, body["code"]) == (422, "command_key_missing")
    assert _rows(runtime) == []


def test_hot_read_answers_304(client: FlaskClient) -> None:
    first = client.get("/api/v1/lamps/ready")
    assert (first.get_json(), first.headers["Cache-Control"]) == ({"ready": True}, "no-store")
    again = client.get("/api/v1/lamps/ready", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_route_declares_who_may_use_it() -> None:
    with pytest.raises(TypeError):
        Area("dark").endpoint("/anything")
