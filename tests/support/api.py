"""A client that speaks to a running server as the app does: own header, command ids, session cookie."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from backend.core.web.endpoint import OWN_HEADER, OWN_HEADER_VALUE, SESSION_COOKIE
from tests.support.waiting import PATIENCE_SECONDS


def _connections() -> requests.Session:
    """As many connections at once as a test has threads."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_maxsize=64))
    return session


@dataclass(slots=True)
class Answered:
    """Status and body of an answer."""

    status: int
    body: Any
    replayed: bool = False

    @property
    def code(self) -> str | None:
        return self.body.get("code") if isinstance(self.body, dict) else None


@dataclass(slots=True)
class AppClient:
    """One person's app at ``origin``."""

    origin: str
    token: str | None = None
    http: requests.Session = field(default_factory=_connections)

    def sign_in(self, username: str, password: str) -> AppClient:
        answer = self.http.post(
            f"{self.origin}/api/v1/session",
            json={"username": username, "password": password},
            headers=self._headers(None),
            timeout=PATIENCE_SECONDS,
        )
        assert answer.status_code == 200, answer.text
        self.token = answer.cookies[SESSION_COOKIE]
        return self

    def get(self, path: str) -> Answered:
        return self._send("GET", path, None, None)

    def post(self, path: str, body: dict[str, Any], command_id: str | None = None) -> Answered:
        return self._send("POST", path, body, command_id)

    def at(self, origin: str) -> AppClient:
        """The same person at another process of the installation."""
        return AppClient(origin, self.token)

    def _send(self, method: str, path: str, body: dict[str, Any] | None, command_id: str | None) -> Answered:
        answer = self.http.request(
            method,
            f"{self.origin}/api/v1{path}",
            json=body,
            headers=self._headers(command_id),
            timeout=PATIENCE_SECONDS,
        )
        content = answer.json() if answer.content else None
        return Answered(answer.status_code, content, answer.headers.get("Idempotent-Replayed") == "true")

    def _headers(self, command_id: str | None) -> dict[str, str]:
        headers = {OWN_HEADER: OWN_HEADER_VALUE}
        if self.token:
            headers["Cookie"] = f"{SESSION_COOKIE}={self.token}"
        if command_id:
            headers["Idempotency-Key"] = command_id
        return headers


def new_command_id() -> str:
    return str(uuid.uuid4())
