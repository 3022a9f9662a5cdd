"""Which Host and which Origin are answered, on plain requests and on web sockets, through the real server."""

from __future__ import annotations

import socket

import pytest
import requests

from tests.support.servers import WebServer
from tests.support.sockets import SocketIoClient, handshake_status
from tests.support.waiting import PATIENCE_SECONDS

OURS = "localhost:{port}"

SOCKET_CASES = [
    ("ours", {"Host": OURS, "Origin": "http://localhost:{port}"}, 101),
    ("ours by address", {"Host": "127.0.0.1:{port}", "Origin": "http://127.0.0.1:{port}"}, 101),
    ("no origin", {"Host": OURS}, 403),
    ("null origin", {"Host": OURS, "Origin": "null"}, 403),
    ("foreign origin", {"Host": OURS, "Origin": "http://evil.example"}, 403),
    ("other port", {"Host": OURS, "Origin": "http://localhost:1"}, 403),
    ("other scheme", {"Host": OURS, "Origin": "https://localhost:{port}"}, 403),
    ("ours as prefix", {"Host": OURS, "Origin": "http://localhost:{port}.evil.example"}, 403),
    ("foreign host and origin agree", {"Host": "evil.example", "Origin": "http://evil.example"}, 421),
    ("foreign host", {"Host": "evil.example", "Origin": "http://localhost:{port}"}, 421),
    (
        "forwarded host",
        {"Host": OURS, "X-Forwarded-Host": "evil.example", "Origin": "http://evil.example"},
        403,
    ),
    ("host with user", {"Host": "evil.example@localhost:{port}", "Origin": "http://localhost:{port}"}, 400),
]


def _filled(headers: dict[str, str], port: int) -> dict[str, str]:
    return {name: value.format(port=port) for name, value in headers.items()}


@pytest.mark.parametrize(
    ("headers", "status"), [case[1:] for case in SOCKET_CASES], ids=[c[0] for c in SOCKET_CASES]
)
def test_only_our_pages_open_a_web_socket(toy: WebServer, headers: dict[str, str], status: int) -> None:
    assert handshake_status(toy.port, _filled(headers, toy.port)) == status


def test_an_upgrade_elsewhere_is_refused(toy: WebServer) -> None:
    headers = _filled({"Host": OURS, "Origin": "http://localhost:{port}"}, toy.port)
    assert handshake_status(toy.port, headers, path="/fast") == 400


def test_polling_is_not_offered(toy: WebServer) -> None:
    answer = requests.get(f"{toy.origin}/socket.io/?EIO=4&transport=polling", timeout=PATIENCE_SECONDS)
    assert answer.status_code == 400


def test_a_socket_gets_and_sends_events(toy: WebServer) -> None:
    with SocketIoClient.connected(toy.port, {"Origin": toy.origin}) as client:
        assert client.next_event()[0] == "ready"
        assert client.call("echo", "编制") == "编制"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "localhost:1", "localhost.evil.example:{port}", "[::2]:{port}"]
)
def test_a_foreign_host_is_misdirected(toy: WebServer, host: str) -> None:
    answer = requests.get(
        f"{toy.origin}/fast", headers={"Host": host.format(port=toy.port)}, timeout=PATIENCE_SECONDS
    )
    assert answer.status_code == 421
    assert answer.json()["code"] == "host_not_served"
    assert answer.headers["X-Request-Id"] == answer.json()["request_id"]


MALFORMED_HOSTS = [
    "a b",
    "localhost:{port}, evil.example",
    "http://localhost:{port}",
    "localhost:{port}.evil.example",
    "a/b",
    "编办",
]


@pytest.mark.parametrize("host", MALFORMED_HOSTS)
def test_a_malformed_host_is_refused(toy: WebServer, host: str) -> None:
    head = f"GET /fast HTTP/1.1\r\nHost: {host.format(port=toy.port)}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", toy.port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(head.encode())
        assert connection.recv(4096).split(b" ", 2)[1] == b"400"


def test_the_absolute_form_does_not_get_around_the_host(toy: WebServer) -> None:
    head = f"GET http://evil.example/fast HTTP/1.1\r\nHost: localhost:{toy.port}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", toy.port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(head.encode())
        assert b"evil.example" not in connection.recv(4096)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_an_unsafe_request_from_elsewhere_is_refused(toy: WebServer, headers: dict[str, str]) -> None:
    answer = requests.post(f"{toy.origin}/echo", headers=headers, timeout=PATIENCE_SECONDS)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")


@pytest.mark.parametrize(("length", "status"), [(1_000_000, 200), (1_000_001, 413)])
def test_a_body_has_its_limit(toy: WebServer, length: int, status: int) -> None:
    answer = requests.post(f"{toy.origin}/echo", data=b"x" * length, timeout=PATIENCE_SECONDS)
    assert answer.status_code == status


def test_a_body_of_unknown_length_is_refused(toy: WebServer) -> None:
    answer = requests.post(f"{toy.origin}/echo", data=iter([b"x"]), timeout=PATIENCE_SECONDS)
    assert answer.status_code == 411


def test_every_answer_carries_the_security_headers(toy: WebServer) -> None:
    for path in ("/fast", "/missing"):
        headers = requests.get(toy.origin + path, timeout=PATIENCE_SECONDS).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers
