"""Devices with push: whose they are, how many, and when they end; and the inbox over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.identity.public import disable_account
from notifications.models import Subscription
from tests.support.devices import Device, encode
from tests.support.push_server import PushServer
from tests.support.world import World, play_entry

Browser = Callable[[str], FlaskClient]
Subscribe = Callable[[FlaskClient, str], Device]

URL = "/api/v1/push/subscriptions"


def _count(runtime: Runtime) -> int:
    with runtime.database.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(Subscription)) or 0


def test_the_own_devices_are_listed_without_their_secrets(browser_of: Browser, device_of: Subscribe) -> None:
    browser = browser_of("head")
    device = device_of(browser, "phone")
    answer = browser.get("/api/v1/push").get_json()
    assert answer["enabled"] is True
    assert len(answer["public_key"]) == 87
    [listed] = answer["subscriptions"]
    assert (listed["device_label"], listed["this_session"], listed["last_ok_at"]) == ("Firefox", True, None)
    assert device.endpoint not in str(answer)
    assert browser_of("chief").get("/api/v1/push").get_json()["subscriptions"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"endpoint": "https://192.168.1.1/push"}, "push_endpoint_refused"),
        ({"endpoint": "https://localhost/push"}, "push_endpoint_refused"),
        ({"endpoint": "https://evil.example/push"}, "push_endpoint_refused"),
        ({"endpoint": "http://fcm.googleapis.com/fcm/send/a"}, "push_endpoint_refused"),
        ({"keys": {"p256dh": encode(b"\x04" * 65), "auth": encode(b"a" * 16)}}, "push_keys_refused"),
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, "push_keys_refused"),
    ],
)
def test_a_device_elsewhere_is_refused(
    runtime: Runtime, browser_of: Browser, change: dict[str, object], code: str
) -> None:
    device = Device("https://fcm.googleapis.com/fcm/send/a")
    answer = browser_of("head").post(URL, json={**device.subscription(), **change})
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert _count(runtime) == 0


def test_subscribing_again_is_the_same_subscription(
    runtime: Runtime, browser_of: Browser, device_of: Subscribe
) -> None:
    browser = browser_of("head")
    device = device_of(browser, "phone")
    assert browser.post(URL, json=device.subscription()).status_code == 201
    assert _count(runtime) == 1


def test_an_account_has_ten_at_most(browser_of: Browser, device_of: Subscribe, service: PushServer) -> None:
    browser = browser_of("head")
    for number in range(10):
        device_of(browser, f"phone{number}")
    answer = browser.post(URL, json=Device(f"{service.origin}/wpush/v2/one-more").subscription())
    assert (answer.status_code, answer.get_json()["code"]) == (422, "too_many_subscriptions")


def test_knowing_an_address_does_not_draw_it_away(
    runtime: Runtime, browser_of: Browser, device_of: Subscribe
) -> None:
    device = device_of(browser_of("head"), "phone")
    thief = Device(device.endpoint)
    answer = browser_of("chief").post(URL, json=thief.subscription())
    assert (answer.status_code, answer.get_json()["code"]) == (409, "subscription_taken")
    # The same browser with somebody else at it shows the same keys.
    assert browser_of("chief").post(URL, json=device.subscription()).status_code == 201
    with runtime.database.read() as tx:
        [row] = tx.session.scalars(select(Subscription))
        assert row.endpoint == device.endpoint


def test_signing_out_ends_the_pushes(runtime: Runtime, browser_of: Browser, device_of: Subscribe) -> None:
    browser = browser_of("head")
    device_of(browser, "phone")
    assert browser.delete("/api/v1/session").status_code == 204
    assert _count(runtime) == 0


def test_a_disabled_account_gets_no_pushes(
    runtime: Runtime, world: World, browser_of: Browser, device_of: Subscribe
) -> None:
    device_of(browser_of("head"), "phone")
    with runtime.database.write() as tx:
        disable_account(tx, Actor.system("tests"), world.accounts["head"])
    assert _count(runtime) == 0


def test_nobody_ends_a_device_of_another(runtime: Runtime, browser_of: Browser, device_of: Subscribe) -> None:
    head = browser_of("head")
    device_of(head, "phone")
    subscription_id = head.get("/api/v1/push").get_json()["subscriptions"][0]["id"]
    assert browser_of("chief").delete(f"{URL}/{subscription_id}").status_code == 404
    assert _count(runtime) == 1
    assert head.delete(f"{URL}/{subscription_id}").status_code == 204
    assert _count(runtime) == 0


def test_a_test_needs_a_device_and_a_pause(browser_of: Browser, device_of: Subscribe) -> None:
    browser = browser_of("head")
    assert browser.post("/api/v1/push/test").get_json()["code"] == "no_subscription"
    device_of(browser, "phone")
    assert browser.post("/api/v1/push/test").status_code == 202
    assert browser.post("/api/v1/push/test").get_json()["code"] == "push_test_too_soon"


def test_the_inbox_shows_what_a_notice_leads_to(runtime: Runtime, world: World, browser_of: Browser) -> None:
    play_entry(runtime, world, 1, until="unit_head")
    browser = browser_of("head")
    newest = browser.get("/api/v1/notices?limit=1").get_json()
    [notice] = newest["items"]
    assert (notice["topic"], notice["link"]["kind"]) == ("task_opened", "task")
    assert notice["card"]["kind"] == "personnel_entry"
    assert notice["card"]["unit_name"]
    older = browser.get(f"/api/v1/notices?cursor={newest['next_cursor']}").get_json()
    assert [item["topic"] for item in older["items"]] == ["grant_confirmed"]
    assert browser.get("/api/v1/session").get_json()["counts"]["notices"] == 2

    assert browser_of("chief").post(f"/api/v1/notices/{notice['id']}/reading").status_code == 404
    opened = browser.post(f"/api/v1/notices/{notice['id']}/reading").get_json()
    assert opened["link"] == notice["link"]
    assert browser.post("/api/v1/notices/reading").status_code == 204
    assert browser.get("/api/v1/session").get_json()["counts"]["notices"] == 0
