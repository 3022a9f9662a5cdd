"""The courier against a real push service: at least once, shown once, and never a word about anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from backend.core.clock import FixedClock
from backend.core.runtime import Runtime
from notifications.channels.outbox import LEASE, claim_due
from notifications.channels.webpush import PAYLOAD_BYTES
from notifications.courier import Courier
from notifications.models import Delivery, Subscription
from tests.support.devices import Device
from tests.support.push_server import PushServer
from tests.support.world import World, play_entry

Browser = Callable[[str], FlaskClient]
Subscribe = Callable[[FlaskClient, str], Device]


@pytest.fixture
def head(browser_of: Browser) -> FlaskClient:
    return browser_of("head")


@pytest.fixture
def phone(head: FlaskClient, device_of: Subscribe) -> Device:
    return device_of(head, "phone")


def _deliveries(runtime: Runtime) -> list[Delivery]:
    with runtime.database.read() as tx:
        return list(tx.session.scalars(select(Delivery).order_by(Delivery.id)))


def _states(runtime: Runtime) -> list[str]:
    return [delivery.state for delivery in _deliveries(runtime)]


def test_a_task_reaches_the_phone_and_its_receipt_comes_back(
    runtime: Runtime, world: World, phone: Device, service: PushServer, courier: Courier, client: FlaskClient
) -> None:
    service.plan(201)
    play_entry(runtime, world, 1, until="unit_head")
    assert courier.deliver_due() == 1
    assert courier.deliver_due() == 0
    [posted] = service.posted
    message = phone.read_json(posted.body)
    assert (message["v"], message["t"], message["n"]) == (1, "task_opened", 2)
    assert message["u"] == f"/go/{message['i']}"
    assert (posted.headers["Urgency"], posted.headers["Ttl"]) == ("high", "86400")

    receipt = {"delivery_id": message["d"], "token": message["k"]}
    forged = {**receipt, "token": message["k"][:-1] + ("0" if message["k"][-1] != "0" else "1")}
    assert client.post("/api/v1/push/receipts", json=forged).status_code == 404
    assert _states(runtime) == ["sent"]
    assert client.post("/api/v1/push/receipts", json=receipt).status_code == 204
    assert _states(runtime) == ["shown"]


def test_a_push_says_nothing_about_anybody(
    runtime: Runtime, world: World, phone: Device, service: PushServer, courier: Courier
) -> None:
    service.plan(201)
    play_entry(runtime, world, 1, until="unit_head")
    courier.deliver_due()
    for posted in service.posted:
        plain = phone.read(posted.body).decode()
        assert len(plain.encode()) == PAYLOAD_BYTES
        assert plain.isascii()
        for canary in ("林生", "馆员", "清溪", world.unit_id, world.accounts["head"], world.accounts["unit"]):
            assert canary not in plain
    assert service.posted


def test_a_subscription_that_ended_is_forgotten(
    runtime: Runtime, world: World, phone: Device, service: PushServer, courier: Courier
) -> None:
    service.plan(410)
    play_entry(runtime, world, 1, until="unit_head")
    courier.deliver_due()
    assert _states(runtime) == ["dropped"]
    with runtime.database.read() as tx:
        assert tx.session.scalars(select(Subscription)).all() == []


def test_a_service_in_trouble_is_tried_again_later_and_later(
    runtime: Runtime,
    world: World,
    phone: Device,
    service: PushServer,
    courier: Courier,
    clock: FixedClock,
) -> None:
    service.plan(503, 503, 201)
    play_entry(runtime, world, 1, until="unit_head")
    assert courier.deliver_due() == 1
    assert courier.deliver_due() == 0
    clock.move(timedelta(seconds=31))
    assert courier.deliver_due() == 1
    clock.move(timedelta(seconds=31))
    assert courier.deliver_due() == 0, "the second pause is longer"
    clock.move(timedelta(seconds=90))
    assert courier.deliver_due() == 1
    [delivery] = _deliveries(runtime)
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("sent", 3, None)


def test_after_its_last_attempt_a_delivery_has_failed_and_a_device_is_paused(
    runtime: Runtime,
    world: World,
    phone: Device,
    service: PushServer,
    courier: Courier,
    clock: FixedClock,
    head: FlaskClient,
) -> None:
    for _ in range(5):
        service.plan(403)
        assert head.post("/api/v1/push/test").status_code == 202
        courier.deliver_due()
        clock.move(timedelta(seconds=11))
    assert set(_states(runtime)) == {"failed"}
    assert head.get("/api/v1/push").get_json()["subscriptions"][0]["paused"] is True
    head.post("/api/v1/push/test")
    assert courier.deliver_due() == 0


def test_what_a_dead_worker_claimed_is_sent_by_the_next(
    runtime: Runtime,
    world: World,
    phone: Device,
    service: PushServer,
    courier: Courier,
    clock: FixedClock,
) -> None:
    service.plan(201)
    play_entry(runtime, world, 1, until="unit_head")
    assert len(claim_due(runtime.database, 10)) == 1  # and dies
    assert courier.deliver_due() == 0
    clock.move(LEASE + timedelta(seconds=1))
    assert courier.deliver_due() == 1
    assert _states(runtime) == ["sent"]


def test_a_decided_task_is_not_sent_any_more(
    runtime: Runtime, world: World, phone: Device, service: PushServer, courier: Courier
) -> None:
    play_entry(runtime, world, 1, until="office_clerk")
    assert courier.deliver_due() == 0
    assert _states(runtime) == ["dropped"]
    assert service.posted == []


def test_a_topic_switched_off_is_not_sent(
    runtime: Runtime, world: World, phone: Device, courier: Courier, head: FlaskClient
) -> None:
    wish = {"topic": "task_opened", "channel": "webpush", "enabled": False}
    assert head.put("/api/v1/notices/preferences", json=wish).status_code == 204
    assert wish in head.get("/api/v1/notices/preferences").get_json()["items"]
    play_entry(runtime, world, 1, until="unit_head")
    assert courier.deliver_due() == 0


def test_an_installation_without_push_sends_nothing(
    runtime: Runtime, world: World, phone: Device, service: PushServer
) -> None:
    play_entry(runtime, world, 1, until="unit_head")
    silent = replace(runtime, settings=replace(runtime.settings, push_enabled=False))
    with Courier(silent) as courier:
        assert courier.deliver_due() == 1
    assert _states(runtime) == ["dropped"]
    assert service.posted == []
