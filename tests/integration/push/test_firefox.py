"""A real Web Push in a real browser: subscribed, encrypted, posted, decrypted, shown."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from marionette_driver.marionette import Marionette
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from notifications.channels.results import Delivered, Gone, PushTarget
from notifications.channels.vapid_keys import generate_vapid_keys
from notifications.channels.webpush import PAYLOAD_BYTES, Sender
from notifications.push_guard import PushPolicy
from tests.support.firefox import firefox, firefox_path, push_preferences, run_async, shown_notifications
from tests.support.push_server import PushServer, push_server
from tests.support.waiting import POLL_SECONDS, wait_until

WORKER = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => {
    const message = event.data.json();
    event.waitUntil(self.registration.showNotification(message.title, {tag: message.tag}));
});
"""

SUBSCRIBE = """
const [key] = args;
await navigator.serviceWorker.register("/worker.js");
const registration = await navigator.serviceWorker.ready;
const subscription = await registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: key});
return subscription.toJSON();
"""


@Request.application
def _site(request: Request) -> Response:
    if request.path == "/worker.js":
        return Response(WORKER, content_type="text/javascript")
    return Response("<!doctype html><title>push</title>", content_type="text/html")


@pytest.fixture
def site() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": POLL_SECONDS}, daemon=True)
    thread.start()
    yield f"http://localhost:{server.port}/"
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()


@pytest.fixture
def service() -> Iterator[PushServer]:
    with push_server() as running:
        yield running


@pytest.fixture
def browser(service: PushServer, tmp_path: Path) -> Iterator[Marionette]:
    if firefox_path() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Firefox is not installed")
        pytest.skip("Firefox is not installed: Web Push was not tried in a browser")
    with firefox(tmp_path, push_preferences(service.socket_url)) as running:
        yield running


def test_a_push_is_shown(site: str, service: PushServer, browser: Marionette) -> None:
    keys = generate_vapid_keys()
    browser.navigate(site)
    given = run_async(browser, SUBSCRIBE, keys.public_key)
    assert given["endpoint"].startswith(service.origin)
    subscription = PushTarget(given["endpoint"], given["keys"]["p256dh"], given["keys"]["auth"])
    policy = PushPolicy((), test_origin=service.origin)
    sender = Sender(policy, keys.private_pem, "mailto:office@example.cn")

    payload = json.dumps({"title": "您有新的待办", "tag": "a"}, ensure_ascii=False).encode()
    assert sender.send(subscription, payload, ttl=60, urgency="high") == Delivered()
    shown = wait_until(lambda: shown_notifications(browser), "the notification is shown")
    assert [notification["title"] for notification in shown] == ["您有新的待办"]

    wait_until(lambda: service.acknowledged, "the browser acknowledges")
    [posted] = service.posted
    assert "您".encode() not in posted.body
    assert posted.headers["Authorization"].startswith("vapid t=")
    assert len(posted.body) > PAYLOAD_BYTES

    service.plan(410)
    assert sender.send(subscription, payload, ttl=60) == Gone(410)
    sender.close()
