"""One person's app in a test client: calls by method and path, each command with an id of its own."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.core.web.endpoint import SESSION_COOKIE


@dataclass(frozen=True, slots=True)
class AppBrowser:
    """What the app of somebody who has signed in sends."""

    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers={"User-Agent": "test", **headers})

    def post(self, path: str, body: Any = None, *, command_id: str | None = None) -> TestResponse:
        return self.send("POST", path, body, command_id=command_id)

    def send(self, method: str, path: str, body: Any = None, *, command_id: str | None = None) -> TestResponse:
        headers = {"Idempotency-Key": command_id or str(uuid.uuid4())}
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)

    def read(self, path: str) -> Any:
        """The JSON of a page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.json

    def twin(self) -> AppBrowser:
        """The same session in a client of its own, for requests at the same time."""
        client = self.client.application.test_client()
        cookie = self.client.get_cookie(SESSION_COOKIE)
        assert cookie is not None
        client.set_cookie(SESSION_COOKIE, cookie.value, domain="localhost", secure=True)
        return AppBrowser(client)

    def upload(self, path: str, name: str, content: bytes, **form: str) -> TestResponse:
        import_form = {**form, "file": (io.BytesIO(content), name)}
        return self.client.post(f"/api/v1{path}", data=import_form, content_type="multipart/form-data")
