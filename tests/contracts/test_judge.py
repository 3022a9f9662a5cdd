"""The judge of answers itself: it lets pass what is described and nothing else."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask import Flask, Response
from werkzeug.test import Client, TestResponse

from tests.support.contract import Contract, ContractBroken

META = {"version": "1", "demo": False}
PROBLEM = {
    "type": "urn:zhangbian:problem:not_found",
    "title": "Not Found",
    "status": 404,
    "code": "not_found",
    "facts": {"any": [1, None]},
    "request_id": "r",
}


def _answer(
    path: str, body: Any, status: int = 200, kind: str = "application/json", method: str = "GET"
) -> TestResponse:
    content = b"" if body is None else orjson.dumps(body)
    return Client(Response(content, status, content_type=kind)).open(f"/api/v1{path}", method=method)


def test_what_is_described_passes(app: Flask) -> None:
    contract = Contract(app)
    contract.check(_answer("/meta", META))
    contract.check(_answer("/nowhere", PROBLEM, 404, "application/problem+json"))
    contract.check(_answer("/session", None, 204, method="DELETE"))
    assert ("GET", "/api/v1/meta", 200) in contract.kept


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_answer("/meta", {**META, "extra": 1}), "Additional properties"),
        (_answer("/meta", {"version": "1"}), "'demo' is a required property"),
        (_answer("/meta", {**META, "demo": None}), "None is not of type 'boolean'"),
        (_answer("/meta", META, 201), "not described"),
        (_answer("/meta", META, kind="text/plain"), "instead of application/json"),
        (_answer("/push/test", META, 202, method="POST"), "content where none"),
        (_answer("/nowhere", META), "names no route"),
        (_answer("/meta", PROBLEM, 404), "json instead of application/problem"),
        (_answer("/meta", {**PROBLEM, "code": "new"}, 404, "application/problem+json"), "is not one of"),
        (_answer("/meta", {**PROBLEM, "detail": "SQL"}, 404, "application/problem+json"), "Additional properties"),
    ],
)
def test_what_is_not_described_fails(app: Flask, answer: TestResponse, said: str) -> None:
    with pytest.raises(ContractBroken, match=said):
        Contract(app).check(answer)


def test_a_time_without_a_zone_fails(app: Flask) -> None:
    device = {
        "id": "1",
        "device_kind": "phone",
        "device_label": "",
        "created_at": "2026-06-16T04:00:00Z",
        "last_seen_at": "2026-06-16T04:00:00",
        "this_session": True,
    }
    with pytest.raises(ContractBroken, match="is not a 'date-time'"):
        Contract(app).check(_answer("/session/devices", {"items": [device]}))
