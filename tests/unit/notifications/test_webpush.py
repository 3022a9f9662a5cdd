"""The sender against a local push service: one length, one token per origin, each answer its own result."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from notifications.channels.results import Delivered, Gone, PushTarget, Refused, RetryLater
from notifications.channels.vapid_keys import generate_vapid_keys, public_key_of
from notifications.channels.webpush import (
    PAYLOAD_BYTES,
    TOKEN_SECONDS,
    PayloadTooLong,
    Sender,
    retry_after_seconds,
)
from notifications.push_guard import PushPolicy
from tests.support.push_server import PushServer, push_server

AUTH = b"0123456789abcdef"


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def service() -> Iterator[PushServer]:
    with push_server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sender(service: PushServer, clock: Clock) -> Iterator[Sender]:
    policy = PushPolicy((), test_origin=service.origin)
    sender = Sender(policy, generate_vapid_keys().private_pem, "mailto:office@example.cn", clock)
    yield sender
    sender.close()


@pytest.fixture
def browser_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def subscription(service: PushServer, browser_key: ec.EllipticCurvePrivateKey) -> PushTarget:
    point = browser_key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return PushTarget(f"{service.origin}/wpush/v2/phone", _encode(point), _encode(AUTH))


def test_the_browser_reads_what_was_sent(
    service: PushServer,
    sender: Sender,
    subscription: PushTarget,
    browser_key: ec.EllipticCurvePrivateKey,
) -> None:
    service.plan(201)
    assert sender.send(subscription, b'{"t":"task_opened"}', ttl=3600, urgency="high") == Delivered()
    [posted] = service.posted
    plain = http_ece.decrypt(posted.body, private_key=browser_key, auth_secret=AUTH, version="aes128gcm")
    assert plain.rstrip() == b'{"t":"task_opened"}'
    assert len(plain) == PAYLOAD_BYTES
    assert (posted.headers["Ttl"], posted.headers["Urgency"]) == ("3600", "high")
    assert "Topic" not in posted.headers


def test_every_message_has_one_length(service: PushServer, sender: Sender, subscription: PushTarget) -> None:
    service.plan(*[201] * 3)
    for payload in (b"{}", "编".encode() * 100, b"x" * PAYLOAD_BYTES):
        assert sender.send(subscription, payload, ttl=60) == Delivered()
    assert len({len(posted.body) for posted in service.posted}) == 1


def test_a_longer_message_is_not_sent(service: PushServer, sender: Sender, subscription: PushTarget) -> None:
    with pytest.raises(PayloadTooLong):
        sender.send(subscription, b"x" * (PAYLOAD_BYTES + 1), ttl=60)
    assert service.posted == []


def test_a_token_serves_its_origin_until_shortly_before_its_end(
    service: PushServer, sender: Sender, subscription: PushTarget, clock: Clock
) -> None:
    service.plan(201, 201, 201)
    sender.send(subscription, b"{}", ttl=60)
    sender.send(subscription, b"{}", ttl=60)
    clock.seconds += TOKEN_SECONDS
    sender.send(subscription, b"{}", ttl=60)
    first, second, third = (posted.headers["Authorization"] for posted in service.posted)
    assert first == second != third
    assert Vapid02.verify(third)


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (201, Delivered()),
        (404, Gone(404)),
        (410, Gone(410)),
        (429, RetryLater("status_429", 7)),
        (503, RetryLater("status_503", 7)),
        (400, Refused("status_400")),
        (403, Refused("status_403")),
        (413, Refused("status_413")),
        (301, Refused("status_301")),
    ],
)
def test_each_answer_has_its_result(
    service: PushServer, sender: Sender, subscription: PushTarget, status: int, result: object
) -> None:
    service.plan(status)
    assert sender.send(subscription, b"{}", ttl=60) == result


def test_a_service_that_is_down_is_tried_later(sender: Sender, service: PushServer) -> None:
    with push_server() as gone:
        origin = gone.origin
    policy = PushPolicy((), test_origin=origin)
    lonely = Sender(policy, generate_vapid_keys().private_pem, "mailto:office@example.cn")
    point = public_key_of(generate_vapid_keys().private_pem)
    result = lonely.send(PushTarget(f"{origin}/wpush/v2/a", point, _encode(AUTH)), b"{}", ttl=60)
    assert result == RetryLater("ConnectionError")


def test_the_public_key_belongs_to_the_private_one() -> None:
    keys = generate_vapid_keys()
    assert public_key_of(keys.private_pem) == keys.public_key
    assert len(base64.urlsafe_b64decode(keys.public_key + "=")) == 65


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("30", 30),
        ("soon", None),
        ("99999999", 86400),
        ("Tue, 16 Jun 2026 04:01:00 GMT", 60),
        ("Tue, 16 Jun 2026 03:00:00 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: int | None) -> None:
    assert retry_after_seconds(value, datetime(2026, 6, 16, 4, 0, tzinfo=UTC)) == seconds
