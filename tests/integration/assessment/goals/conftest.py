"""People of a bureau who act over HTTP, and what they are told."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from backend.assessment.events import GoalsAgreed, RoutineCheckCommented
from backend.core import events
from backend.core.runtime import Runtime
from tests.factories.rounds import Bureau, make_bureau
from tests.integration.courses.training_people import Person, let_act, person
from tests.support.shelf import Shelf

ACTORS = ("director", "chief", "ann", "ben", "head", "assessor", "unit")


@pytest.fixture
def made(runtime: Runtime, shelf: Shelf) -> Bureau:
    return shelf.take(make_bureau, runtime)


@pytest.fixture
def people(app: Flask, runtime: Runtime, made: Bureau) -> dict[str, Person]:
    with runtime.database.read() as tx:
        let_act(app, {name: made.actor(tx, name) for name in ACTORS})
    return {name: person(app, name) for name in ACTORS}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is published of goals and checks."""
    heard: list[Any] = []
    for kind in (GoalsAgreed, RoutineCheckCommented):
        handlers = [*events._handlers.get(kind, ()), lambda _tx, event: heard.append(event)]
        monkeypatch.setitem(events._handlers, kind, handlers)
    return heard
