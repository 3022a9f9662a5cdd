"""Two people of a real office, each with a practice space of their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.core.runtime import Runtime
from tests.support.app_browser import AppBrowser
from tests.support.shelf import Shelf
from tests.support.world import PASSWORD, World, make_world

DOCUMENT = {"number": "演编办〔2026〕1号", "title": "关于人员入编的通知", "issuer": "演练县编办"}


@dataclass(frozen=True, slots=True)
class Practice:
    """One signed-in person's browser, speaking as the app under /sandbox/ does."""

    own: AppBrowser

    def get(self, persona: str, path: str) -> TestResponse:
        return self.own.get(path, **space(persona))

    def post(self, persona: str, path: str, body: Any, **headers: str) -> TestResponse:
        return self.own.client.post(f"/api/v1{path}", json=body, headers=command() | space(persona) | headers)

    def read(self, persona: str, path: str) -> Any:
        answer = self.get(persona, path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.json

    def done(self, persona: str, path: str, body: Any) -> Any:
        answer = self.post(persona, path, body)
        assert answer.status_code in (200, 201), answer.get_data(as_text=True)
        return answer.json

    def guide(self) -> dict[str, Any]:
        found: dict[str, Any] = self.own.read("/sandbox/guide")
        return found

    def steps(self) -> list[str]:
        """The codes of the steps that are done."""
        return [step["code"] for step in self.guide()["steps"] if step["done"]]

    def file(self) -> Any:
        """File the guided entry with the person that the guide offers."""
        return self.done("unit", "/approvals/matters", self.filing())

    def filing(self) -> dict[str, Any]:
        guide = self.guide()
        form = {
            "recruitment_item_id": None,
            "quota_type": "administrative",
            "division_id": None,
            "entry_reason": "exam_civil_servant",
            "effective_on": "2026-06-16",
            "post_title": "科员",
            "rank": None,
            "person": guide["example"],
        }
        return {"kind": "personnel_entry", "subject_id": guide["unit_id"], "form": form}

    def decide(self, verdict: str = "approve", **more: Any) -> dict[str, Any]:
        """Do what the guide says is next, as whose turn it is."""
        turn: dict[str, Any] = self.guide()["next"]
        path = f"/approvals{turn['path']}"
        seen = self.read(turn["persona"], path)
        body = {name: seen[name] for name in ("form_revision", "view_digest")}
        act = "issue" if turn["act"] == "issue" else "decision"
        said = {"document": {**DOCUMENT, "dated_on": "2026-06-16"}} if act == "issue" else {"verdict": verdict}
        self.done(turn["persona"], f"{path}/{act}", {**body, "opinion": "同意", **said, **more})
        return turn


def space(persona: str) -> dict[str, str]:
    return {"X-Zhangbian-Space": "sandbox", "X-Zhangbian-Persona": persona}


def command() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


@pytest.fixture
def world(runtime: Runtime, shelf: Shelf) -> World:
    return shelf.take(make_world, runtime, approved=2)


@pytest.fixture
def practice_of(world: World, client_as: Callable[[str, str], FlaskClient]) -> Callable[[str], Practice]:
    return lambda username: Practice(AppBrowser(client_as(username, PASSWORD)))
