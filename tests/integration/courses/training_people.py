"""People who act over HTTP without signing in, since nothing here is about signing in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from backend.core.actor import Actor
from backend.core.web.endpoint import SESSION_COOKIE
from tests.conftest import OwnClient
from tests.support.app_browser import AppBrowser


def let_act(app: Flask, actors: Mapping[str, Actor]) -> None:
    """The cookie names who acts."""
    app.extensions["zb_authenticate"] = lambda _runtime, token: actors.get(token or "")
    app.test_client_class = OwnClient


@dataclass(frozen=True, slots=True)
class Person(AppBrowser):
    """One of them."""

    def put(self, path: str, body: Any = None) -> TestResponse:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> TestResponse:
        return self.send("DELETE", path)


def said(answer: TestResponse) -> Any:
    """The JSON of an answer, whatever it is."""
    return answer.json


def person(app: Flask, name: str) -> Person:
    client = app.test_client()
    client.set_cookie(SESSION_COOKIE, name, domain="localhost", secure=True)
    return Person(client)


def code_of(answer: TestResponse) -> tuple[int, str | None]:
    return answer.status_code, (answer.json or {}).get("code") if isinstance(answer.json, dict) else None
