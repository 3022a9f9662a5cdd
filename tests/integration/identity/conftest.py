"""One office for the tests of identity, and browsers to look at it from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from backend.core.db import Database
from tests.conftest import OwnClient
from tests.factories.identity import PASSWORD, Office, make_office
from tests.support.shelf import Shelf

DESKTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer as the app reads it."""

    status_code: int
    json: Any
    headers: Headers
    text: str


class Browser:
    """One browser: its cookies, its User-Agent, its address."""

    def __init__(self, app: Flask, user_agent: str, address: str) -> None:
        app.test_client_class = OwnClient
        self.client = app.test_client()
        self.user_agent = user_agent
        self.address = address

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Seen:
        answer = self.client.open(
            f"/api/v1{path}",
            method=method,
            json=body,
            headers={"User-Agent": self.user_agent},
            environ_overrides={"REMOTE_ADDR": self.address},
        )
        return Seen(
            answer.status_code, answer.get_json(silent=True), answer.headers, answer.get_data(as_text=True)
        )

    def get(self, path: str) -> Seen:
        return self.send("GET", path)

    def sign_in(self, username: str, password: str = PASSWORD) -> Seen:
        return self.send("POST", "/session", {"username": username, "password": password})

    @property
    def token(self) -> str | None:
        cookie = self.client.get_cookie("__Host-zb")
        return cookie.value if cookie else None


NewBrowser = Callable[..., Browser]


@pytest.fixture
def browser(app: Flask) -> NewBrowser:
    """``browser(username=None, user_agent=DESKTOP, address=...)``: a new browser, signed in if a name is given."""

    def make(username: str | None = None, user_agent: str = DESKTOP, address: str = "10.1.2.3") -> Browser:
        made = Browser(app, user_agent, address)
        if username is not None:
            answer = made.sign_in(username)
            assert answer.status_code == 200, answer.text
        return made

    return make


@pytest.fixture
def office(database: Database, shelf: Shelf) -> Office:
    """One holder of every role, all with the common password."""
    return shelf.take(_office, database)


def _office(database: Database) -> Office:
    with database.write() as tx:
        return make_office(tx)
