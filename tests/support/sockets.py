"""Web socket clients: one bare, to choose every header; one that speaks Socket.IO as the app does."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from typing import Any

import simple_websocket

from tests.support.waiting import PATIENCE_SECONDS, NeverHappened

SOCKET_PATH = "/socket.io/?EIO=4&transport=websocket"


def handshake_status(port: int, headers: Mapping[str, str], path: str = SOCKET_PATH) -> int:
    """Ask for a web socket with ``headers`` beside the necessary ones; return the status, 0 for a hang-up."""
    necessary = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
    }
    lines = [
        f"GET {path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in {**necessary, **headers}.items()),
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        parts = connection.recv(4096).split(b" ", 2)
    return int(parts[1]) if len(parts) > 1 else 0


class _BrowserLike(simple_websocket.Client):  # type: ignore[misc]  # the library ships no types
    """The library's client with two repairs.

    It leaves the port out of the Host header, and it forgets a frame that came together with the 101.
    """

    host: str

    def handshake(self) -> None:
        self.host = f"{self.host}:{self.port}"
        super().handshake()
        self._handle_events()


class SocketIoClient:
    """A Socket.IO session on the default namespace (Engine.IO protocol 4, web socket only)."""

    def __init__(self, connection: simple_websocket.Client) -> None:
        self._connection = connection
        self._next_ack = 0
        self._early: list[str] = []

    @classmethod
    @contextlib.contextmanager
    def unseated(cls, port: int, headers: Mapping[str, str]) -> Iterator[SocketIoClient]:
        """Connect through ``localhost`` with ``headers`` (Origin, Cookie) and join no namespace."""
        url = f"ws://localhost:{port}{SOCKET_PATH}"
        client = cls(_BrowserLike.connect(url, headers=[*headers.items()]))
        try:
            assert client._packet().startswith("0"), "the Engine.IO session opens"
            yield client
        finally:
            with contextlib.suppress(simple_websocket.ConnectionClosed):
                client._connection.close()

    @classmethod
    @contextlib.contextmanager
    def connected(cls, port: int, headers: Mapping[str, str]) -> Iterator[SocketIoClient]:
        """Connect as :meth:`unseated` and join the default namespace."""
        with cls.unseated(port, headers) as client:
            client._connection.send("40")
            # What the server emits while it accepts comes before its acceptance.
            while not (packet := client._packet()).startswith("40"):
                assert packet.startswith("42"), packet
                client._early.append(packet)
            yield client

    def next_event(self) -> tuple[str, Any]:
        """Return the next event's name and its first argument."""
        packet = self._early.pop(0) if self._early else self._packet()
        assert packet.startswith("42"), packet
        name, *arguments = json.loads(packet[2:])
        return name, arguments[0] if arguments else None

    def hears_within(self, seconds: float) -> bool:
        """Whether an event comes within ``seconds``; it is kept for :meth:`next_event`."""
        if not self._early:
            packet = self._connection.receive(timeout=seconds)
            self._early += [packet] if packet is not None and packet.startswith("42") else []
        return bool(self._early)

    def topics_until(self, last: str) -> list[str]:
        """The topics of the signals up to the one called ``last``."""
        topics: list[str] = []
        while not topics or topics[-1] != last:
            topics.append(self.next_event()[1]["topic"])
        return topics

    def say(self, event: str, *arguments: Any) -> None:
        """Emit ``event`` and ask for no answer."""
        self._connection.send(f"42{json.dumps([event, *arguments])}")

    def call(self, event: str, *arguments: Any) -> Any:
        """Emit ``event`` and return the first value of its acknowledgement."""
        self._next_ack += 1
        self._connection.send(f"42{self._next_ack}{json.dumps([event, *arguments])}")
        prefix = f"43{self._next_ack}"
        packet = self._packet()
        assert packet.startswith(prefix), packet
        return json.loads(packet.removeprefix(prefix))[0]

    def wait_closed(self) -> None:
        """Return when the server has closed the connection."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with contextlib.suppress(simple_websocket.ConnectionClosed):
            while time.monotonic() < deadline:
                self._packet()
            raise NeverHappened("the server closes the connection")

    def _packet(self) -> str:
        while True:
            packet = self._connection.receive(timeout=PATIENCE_SECONDS)
            if packet is None:
                msg = f"the server said nothing for {PATIENCE_SECONDS} s"
                raise AssertionError(msg)
            if packet == "2":
                self._connection.send("3")
                continue
            return str(packet)
