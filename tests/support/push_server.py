"""A push service for tests: the two sides of Mozilla's autopush that a browser and a sender see.

A browser keeps a web socket open (subprotocol ``push-notification``) and registers channels; for each it gets
an endpoint, to which a sender posts as in RFC 8030. What is posted is kept, and handed to the browser as it
came: encrypted. Statuses can be planned, to see a sender handle 404, 410, 429 and 503.
"""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import simple_websocket
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.support.waiting import POLL_SECONDS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PUSH_PATH = "/wpush/v2/"


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as the service saw it."""

    channel: str
    body: bytes
    headers: dict[str, str]


@dataclass(slots=True)
class _Channel:
    browser: simple_websocket.Server
    application_key: str


@dataclass(slots=True)
class PushServer:
    """The running service. ``origin`` is what ``ZB_PUSH_TEST_ORIGIN`` must name."""

    port: int = 0
    posted: list[Posted] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    planned_statuses: list[int] = field(default_factory=list)
    _channels: dict[str, _Channel] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        """The value of Firefox's ``dom.push.serverURL``."""
        return f"ws://127.0.0.1:{self.port}/"

    def plan(self, *statuses: int) -> None:
        """Answer the next posts with ``statuses``, one each, without delivering them."""
        with self._lock:
            self.planned_statuses.extend(statuses)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if request.headers.get("Upgrade", "").lower() == "websocket":
            self._serve_browser(environ)
            # The development server answers nothing more on a connection that was taken over.
            raise ConnectionError
        return self._receive(request)(environ, start_response)

    def _receive(self, request: Request) -> Response:
        if request.method != "POST" or not request.path.startswith(PUSH_PATH):
            return Response(status=404)
        channel_id = request.path.removeprefix(PUSH_PATH)
        with self._lock:
            self.posted.append(Posted(channel_id, request.get_data(), dict(request.headers)))
            planned = self.planned_statuses.pop(0) if self.planned_statuses else None
            channel = self._channels.get(channel_id)
        if planned is not None:
            return Response(status=planned, headers={"Retry-After": "7"})
        if channel is None:
            return Response(status=410)
        channel.browser.send(json.dumps(_notification(channel_id, request)))
        return Response(status=201, headers={"Location": f"{self.origin}/message/{uuid.uuid4().hex}"})

    def _serve_browser(self, environ: WSGIEnvironment) -> None:
        browser = simple_websocket.Server.accept(environ, subprotocols=["push-notification"])
        try:
            while True:
                for answer in self._answers(browser, json.loads(browser.receive())):
                    browser.send(json.dumps(answer))
        except simple_websocket.ConnectionClosed:
            return

    def _answers(self, browser: simple_websocket.Server, message: dict[str, Any]) -> list[dict[str, Any]]:
        kind = message.get("messageType")
        channel_id = str(message.get("channelID", ""))
        if kind == "hello":
            uaid = message.get("uaid") or uuid.uuid4().hex
            greeting = {"messageType": "hello", "uaid": uaid, "status": 200, "use_webpush": True}
            return [{**greeting, "broadcasts": {}}]
        if kind == "register":
            with self._lock:
                self._channels[channel_id] = _Channel(browser, str(message.get("key", "")))
            endpoint = f"{self.origin}{PUSH_PATH}{channel_id}"
            answer = {"messageType": "register", "channelID": channel_id, "status": 200}
            return [{**answer, "pushEndpoint": endpoint}]
        if kind == "unregister":
            with self._lock:
                self._channels.pop(channel_id, None)
            return [{"messageType": "unregister", "channelID": channel_id, "status": 200}]
        if kind == "ack":
            with self._lock:
                self.acknowledged += [str(update["channelID"]) for update in message.get("updates", [])]
            return []
        # An empty object is the keep-alive; anything else needs no answer here.
        return [{}] if not message else []


def _notification(channel_id: str, request: Request) -> dict[str, Any]:
    return {
        "messageType": "notification",
        "channelID": channel_id,
        "version": uuid.uuid4().hex,
        "ttl": int(request.headers.get("TTL", "0")),
        "data": base64.urlsafe_b64encode(request.get_data()).rstrip(b"=").decode(),
        "headers": {"encoding": request.headers.get("Content-Encoding", "")},
    }


class _Quiet(WSGIRequestHandler):
    """The messages are kept in ``posted``; a line for each would only fill the test's log."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # werkzeug's signature
        """Say nothing."""


@contextlib.contextmanager
def push_server() -> Iterator[PushServer]:
    """Run the service on a free port of 127.0.0.1 in threads of this process."""
    service = PushServer()
    server: BaseWSGIServer = make_server("127.0.0.1", 0, service, threaded=True, request_handler=_Quiet)
    service.port = server.port
    # It looks that often whether it is to end.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": POLL_SECONDS}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
