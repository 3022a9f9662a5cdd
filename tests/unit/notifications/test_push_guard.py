"""No address outside the push services is ever posted to, however it is written or resolved."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backend.config import DEFAULT_PUSH_HOSTS
from notifications.channels.results import PushTarget, Refused, RetryLater
from notifications.channels.vapid_keys import generate_vapid_keys
from notifications.channels.webpush import Sender
from notifications.errors import PushEndpointRefused, PushKeysRefused
from notifications.push_guard import (
    EndpointFault,
    PushPolicy,
    check_endpoint,
    check_keys,
    is_public_address,
)

POLICY = PushPolicy(DEFAULT_PUSH_HOSTS)

GOOD_URLS = [
    "https://fcm.googleapis.com/fcm/send/cX1:APA91b_-x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB",
    "https://updates-autopush.stage.push.services.mozilla.com/wpush/v2/g",
    "https://web.push.apple.com/QAbc",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAA%2f",
    "https://fcm.googleapis.com:443/fcm/send/a",
]

BAD_URLS = [
    # no https, or no URL at all
    "",
    "fcm.googleapis.com/fcm/send/a",
    "//fcm.googleapis.com/a",
    "http://fcm.googleapis.com/fcm/send/a",
    "HTTPS://fcm.googleapis.com/a",
    "ftp://fcm.googleapis.com/a",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "javascript:alert(1)",
    "data:text/plain,x",
    "https:fcm.googleapis.com/a",
    "https:/fcm.googleapis.com/a",
    "https:///fcm.googleapis.com/a",
    " https://fcm.googleapis.com/a",
    "https://fcm.googleapis.com/a\n",
    # loopback and private addresses in every spelling
    "https://localhost/a",
    "https://localhost.localdomain/a",
    "https://127.0.0.1/a",
    "https://127.1/a",
    "https://127.0.0.1:443/a",
    "https://0/a",
    "https://0.0.0.0/a",
    "https://2130706433/a",
    "https://0x7f000001/a",
    "https://0x7f.0.0.1/a",
    "https://0177.0.0.1/a",
    "https://017700000001/a",
    "https://10.0.0.1/a",
    "https://172.16.0.1/a",
    "https://192.168.1.1/a",
    "https://100.64.0.1/a",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/a",
    "https://[::]/a",
    "https://[::ffff:127.0.0.1]/a",
    "https://[::ffff:7f00:1]/a",
    "https://[fd00::1]/a",
    "https://[fe80::1%25eth0]/a",
    "https://[64:ff9b::7f00:1]/a",
    "https://[2002:7f00:1::]/a",
    # users, ports, fragments
    "https://user@fcm.googleapis.com/a",
    "https://user:password@fcm.googleapis.com/a",
    "https://fcm.googleapis.com@127.0.0.1/a",
    "https://fcm.googleapis.com%40127.0.0.1/a",
    "https://fcm.googleapis.com:80/a",
    "https://fcm.googleapis.com:8443/a",
    "https://fcm.googleapis.com:0443/a",
    "https://fcm.googleapis.com:443443/a",
    "https://fcm.googleapis.com:/a",
    "https://fcm.googleapis.com/a#b",
    "https://127.0.0.1#@fcm.googleapis.com/a",
    "https://127.0.0.1/#fcm.googleapis.com/a",
    "https://127.0.0.1?@fcm.googleapis.com/a",
    "https://127.0.0.1\\@fcm.googleapis.com/a",
    "https://fcm.googleapis.com\\.evil.example/a",
    # names that look alike
    "https://fcm.googleapis.com./a",
    "https://fcm.googleapis.com.evil.example/a",
    "https://evilfcm.googleapis.com/a",
    "https://evil.fcm.googleapis.com/a",
    "https://push.services.mozilla.com/a",
    "https://xpush.services.mozilla.com/a",
    "https://notify.windows.com/a",
    "https://evilnotify.windows.com/a",
    "https://.notify.windows.com/a",
    "https://-.notify.windows.com/a",
    "https://a..notify.windows.com/a",
    "https://fcm.googleapis.com.127.0.0.1.nip.io/a",
    "https://127.0.0.1.nip.io/a",
    "https://evil.example/fcm.googleapis.com",
    # characters that a URL library might fold
    "https://fcm.googleapis\u3002com/a",
    "https://fcm\uff0egoogleapis.com/a",
    "https://\uff46cm.googleapis.com/a",
    "https://127\u3002 0\u30020\u30021/a",
    "https://\u2460\u2461\u2466.0.0.1/a",
    "https://fcm.googleapis.com\u200b/a",
    "https://fcm.googleapis.com\x00.evil.example/a",
    "https://fcm.googleapis.com\t/a",
    "https://fcm.googleapis.com\r\nHost: evil.example/a",
    "https://fcm.googleapis.com /a",
    "https://FCM.googleapis.com/a",
    "https://xn--fcm-.googleapis.com/a",
    "https://fcm.googleapis.com/\u7f16\u5236",
    "https://fcm.googleapis.com/a b",
    # sizes and stumps
    "https://",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com?x=1",
    "https://fcm.googleapis.com/" + "a" * 1024,
    "https://" + "a." * 300 + "notify.windows.com/a",
]

PRIVATE_ADDRESSES = [
    *("127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "0.0.0.0"),
    *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "2001:0:53aa:64c:0:0:80ff:fffe"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "not-an-address", "fe80::1%eth0"),
]


def _keys() -> tuple[str, str]:
    point = (
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return _encode(point), _encode(b"a" * 16)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Listener:
    """Accepts on loopback and counts what arrives."""

    def __init__(self, answer: bytes = b"") -> None:
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self.received = b""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with client:
                self.received += client.recv(65536)
                client.sendall(self._answer)

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(timeout=5)


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


def _send(policy: PushPolicy, url: str) -> object:
    sender = Sender(policy, generate_vapid_keys().private_pem, "mailto:office@example.cn")
    try:
        return sender.send(PushTarget(url, *_keys()), b"{}", ttl=60)
    finally:
        sender.close()


@pytest.mark.parametrize("url", GOOD_URLS)
def test_the_push_services_of_browsers_pass(url: str) -> None:
    assert check_endpoint(url, allow=POLICY).origin.startswith("https://")


def test_the_corpus_is_large() -> None:
    assert len(set(BAD_URLS)) >= 60


@pytest.mark.parametrize("url", BAD_URLS)
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(PushEndpointRefused):
        check_endpoint(url, allow=POLICY)


def test_nothing_is_sent_to_what_is_refused(listener: Listener) -> None:
    # Even if every name led to this machine.
    policy = replace(POLICY, resolve=lambda _host: ["127.0.0.1"])
    for url in BAD_URLS:
        assert isinstance(_send(policy, url.replace("127.0.0.1/", f"127.0.0.1:{listener.port}/")), Refused)
    assert listener.connections == 0


@pytest.mark.parametrize("address", PRIVATE_ADDRESSES)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["::1"], ["8.8.8.8", "127.0.0.1"], []])
def test_a_listed_name_that_leads_inside_is_refused(addresses: list[str]) -> None:
    policy = replace(POLICY, resolve=lambda _host: addresses)
    assert _send(policy, GOOD_URLS[0]) == Refused(f"endpoint_{EndpointFault.ADDRESS}")


def test_a_name_is_resolved_once_so_that_its_second_meaning_is_never_used() -> None:
    meanings = iter([["192.0.2.1"], ["127.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return next(meanings)

    assert _send(replace(POLICY, resolve=rebinding), GOOD_URLS[0]) == Refused("endpoint_address")
    assert asked == ["fcm.googleapis.com"]


def test_a_name_without_address_is_tried_again_later() -> None:
    def unknown(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert isinstance(_send(replace(POLICY, resolve=unknown), GOOD_URLS[0]), RetryLater)


def test_a_redirect_is_not_followed(listener: Listener) -> None:
    target = f"http://127.0.0.1:{listener.port}/inside".encode()
    redirecting = Listener(b"HTTP/1.1 307 x\r\nLocation: " + target + b"\r\nContent-Length: 0\r\n\r\n")
    try:
        origin = f"http://127.0.0.1:{redirecting.port}"
        assert _send(replace(POLICY, test_origin=origin), f"{origin}/push") == Refused("status_307")
    finally:
        redirecting.close()
    assert listener.connections == 0


def test_an_endless_answer_is_cut() -> None:
    flood = Listener(b"HTTP/1.1 201 x\r\n\r\n" + b"x" * 1_000_000)
    try:
        origin = f"http://127.0.0.1:{flood.port}"
        assert _send(replace(POLICY, test_origin=origin), f"{origin}/push") == RetryLater("AnswerTooLong")
    finally:
        flood.close()


def test_a_proxy_of_the_environment_is_not_used(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listener.port}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{listener.port}")
    policy = replace(POLICY, resolve=lambda _host: ["127.0.0.1"])
    assert isinstance(_send(policy, GOOD_URLS[0]), Refused)
    assert listener.connections == 0


def test_the_test_origin_is_exact() -> None:
    policy = replace(POLICY, test_origin="http://127.0.0.1:8080")
    assert check_endpoint("http://127.0.0.1:8080/wpush/a", allow=policy).is_test
    for url in ("http://127.0.0.1:80801/a", "http://127.0.0.1:8080@evil.example/a", "http://127.0.0.1/a"):
        with pytest.raises(PushEndpointRefused):
            check_endpoint(url, allow=policy)


def test_keys_are_a_point_and_a_secret() -> None:
    p256dh, auth = _keys()
    check_keys(p256dh, auth)
    check_keys(p256dh + "=", auth + "==")
    off_curve = _encode(b"\x04" + b"\x01" * 64)
    compressed = _encode(b"\x02" + b"\x01" * 32)
    for bad in ("", "!!", off_curve, compressed, _encode(b"\x04" * 66), p256dh[:-4], _encode(b"\x00")):
        with pytest.raises(PushKeysRefused):
            check_keys(bad, auth)
    for bad in ("", _encode(b"a" * 15), _encode(b"a" * 17), "\u7f16" * 22):
        with pytest.raises(PushKeysRefused):
            check_keys(p256dh, bad)
