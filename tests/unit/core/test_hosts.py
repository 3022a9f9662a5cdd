"""Which addresses an installation answers at, from its settings."""

from __future__ import annotations

import pytest

from backend.config import Settings
from backend.core.web.headers import security_headers
from backend.core.web.hosts import BadOrigin, HostPolicy, body_limit


def _policy(**env: str) -> HostPolicy:
    return HostPolicy.of_installation(Settings.from_env(env))


def test_in_development_loopback_is_answered_by_every_name() -> None:
    policy = _policy(ZB_PORT="8123")
    for host in ("localhost:8123", "127.0.0.1:8123", "[::1]:8123"):
        assert policy.allows_host(host)
        assert policy.allows_origin(f"http://{host}")
    assert not policy.allows_host("localhost")


def test_in_production_only_the_public_address_is_answered() -> None:
    policy = _policy(ZB_ENV="production", ZB_PUBLIC_URL="https://bianban.example.cn/")
    assert policy.allows_host("bianban.example.cn")
    assert policy.allows_origin("https://bianban.example.cn")
    assert not policy.allows_origin("http://bianban.example.cn:8000")
    assert not policy.allows_host("localhost:8000")


def test_a_named_host_is_answered_too() -> None:
    policy = _policy(ZB_TRUSTED_HOSTS="192.168.1.20 localhost:5173")
    assert policy.allows_host("192.168.1.20:8000")
    assert policy.allows_origin("http://localhost:5173")


@pytest.mark.parametrize(
    "address", ["bianban.example.cn", "ftp://a.example", "https://a.example/path", "https://u@a"]
)
def test_an_address_must_be_an_origin(address: str) -> None:
    with pytest.raises(BadOrigin):
        HostPolicy.of([address])


def test_only_uploads_may_be_large() -> None:
    assert body_limit("application/json") == 1_000_000
    assert body_limit("multipart/form-data; boundary=x") == 25_000_000


def test_https_is_remembered_by_browsers() -> None:
    plain = dict(security_headers(["http://localhost:8000"], https=False))
    secure = dict(security_headers(["https://bianban.example.cn"], https=True))
    assert "Strict-Transport-Security" not in plain
    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "connect-src 'self' wss://bianban.example.cn" in secure["Content-Security-Policy"]
    assert "media-src 'self' blob:;" in secure["Content-Security-Policy"]
    assert secure["Permissions-Policy"].startswith("camera=(self), microphone=(), geolocation=()")
