"""A running push service, an installation that may use it, and an office whose people have devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from backend.core.clock import FixedClock
from backend.core.runtime import Runtime
from notifications.courier import Courier
from tests.support.devices import Device
from tests.support.push_server import PUSH_PATH, PushServer, push_server
from tests.support.shelf import Shelf
from tests.support.world import PASSWORD, World, make_world


@pytest.fixture
def service() -> Iterator[PushServer]:
    with push_server() as running:
        yield running


@pytest.fixture
def runtime(runtime: Runtime, service: PushServer) -> Runtime:
    """The same process, allowed to push to the local service."""
    return replace(runtime, settings=replace(runtime.settings, push_test_origin=service.origin))


@pytest.fixture
def world(runtime: Runtime, clock: FixedClock, shelf: Shelf) -> World:
    world = shelf.take(make_world, runtime)
    clock.move(timedelta(minutes=1))
    return world


@pytest.fixture
def courier(runtime: Runtime) -> Iterator[Courier]:
    with Courier(runtime) as running:
        yield running


@pytest.fixture
def browser_of(world: World, client_as: Callable[[str, str], FlaskClient]) -> Callable[[str], FlaskClient]:
    """``browser_of("head")``: a browser in which that person has signed in."""
    return lambda username: client_as(username, PASSWORD)


@pytest.fixture
def device_of(service: PushServer) -> Callable[[FlaskClient, str], Device]:
    """``device_of(browser, name)``: the browser subscribes under ``name`` at the service."""

    def subscribe(browser: FlaskClient, name: str) -> Device:
        device = Device(f"{service.origin}{PUSH_PATH}{name}")
        answer = browser.post("/api/v1/push/subscriptions", json=device.subscription())
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return device

    return subscribe
