"""Web Push (RFC 8030, 8188, 8291, 8292) through pywebpush and the guarded session.

Every message has one length, padded inside the encryption: an observer learns nothing from its size. The
VAPID token of an origin is signed once and kept for hours; signing each push would more than double its cost.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from py_vapid import Vapid02
from pywebpush import WebPusher

from notifications.channels.results import (
    Delivered,
    Gone,
    PushTarget,
    Refused,
    RetryLater,
    SendResult,
)
from notifications.channels.vapid_keys import load_private_key
from notifications.errors import PushEndpointRefused, PushKeysRefused
from notifications.push_guard import PushPolicy, check_endpoint, check_keys
from notifications.push_session import GuardedSession
from notifications.types import Urgency

PAYLOAD_BYTES = 512
TOKEN_SECONDS = 12 * 3600
TOKEN_RENEWAL_SECONDS = 3600
RETRY_AFTER_MAX_SECONDS = 24 * 3600


class PayloadTooLong(ValueError):
    """The payload does not fit into the constant length."""


class _Tokens:
    """Signed VAPID headers, one per origin, renewed an hour before they end."""

    def __init__(self, private_pem: str, subject: str, clock: Callable[[], float]) -> None:
        self._vapid = Vapid02(load_private_key(private_pem))
        self._subject = subject
        self._clock = clock
        self._lock = threading.Lock()
        self._headers: dict[str, tuple[float, dict[str, str]]] = {}

    def headers(self, origin: str) -> dict[str, str]:
        now = self._clock()
        with self._lock:
            until, headers = self._headers.get(origin, (0.0, {}))
            if now >= until - TOKEN_RENEWAL_SECONDS:
                until = now + TOKEN_SECONDS
                # A new dict each time: the library writes into the claims it is given.
                headers = self._vapid.sign({"aud": origin, "sub": self._subject, "exp": int(until)})
                self._headers[origin] = (until, headers)
            return dict(headers)


class Sender:
    """Sends pushes for one installation; one instance serves many threads."""

    def __init__(
        self,
        policy: PushPolicy,
        vapid_private_pem: str,
        subject: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._policy = policy
        self._tokens = _Tokens(vapid_private_pem, subject, clock)
        self._session = GuardedSession(policy)

    def send(self, to: PushTarget, payload: bytes, ttl: int, urgency: Urgency = "normal") -> SendResult:
        """Encrypt ``payload`` (UTF-8 JSON of at most 512 bytes) and post it.

        ``ttl`` is how many seconds the service keeps it for a device that is away. Raises
        :class:`PayloadTooLong`; every outcome of the sending itself is a result, not an error.
        """
        padded = pad(payload)
        try:
            endpoint = check_endpoint(to.endpoint, allow=self._policy)
            check_keys(to.p256dh, to.auth)
        except PushEndpointRefused as error:
            return Refused(f"endpoint_{error.facts['reason']}")
        except PushKeysRefused as error:
            return Refused(f"key_{error.facts['reason']}")
        info = {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}}
        headers = {**self._tokens.headers(endpoint.origin), "urgency": urgency}
        try:
            pusher = WebPusher(info, requests_session=self._session)
            response = pusher.send(padded, headers, ttl=ttl)
        except PushEndpointRefused as error:
            return Refused(f"endpoint_{error.facts['reason']}")
        except (requests.RequestException, OSError) as error:
            return RetryLater(type(error).__name__)
        return _result(response)

    def close(self) -> None:
        """Give back the kept connections."""
        self._session.close()


def pad(payload: bytes) -> bytes:
    """Fill up with spaces, which JSON ignores, to the one length; raises :class:`PayloadTooLong`."""
    if len(payload) > PAYLOAD_BYTES:
        raise PayloadTooLong(f"{len(payload)} bytes, at most {PAYLOAD_BYTES}")
    return payload.ljust(PAYLOAD_BYTES)


def _result(response: requests.Response) -> SendResult:
    status = response.status_code
    if status in (200, 201, 202, 204):
        return Delivered()
    if status in (404, 410):
        return Gone(status)
    if status == 429 or status >= 500:
        return RetryLater(f"status_{status}", retry_after_seconds(response.headers.get("Retry-After")))
    return Refused(f"status_{status}")


def retry_after_seconds(value: str | None, now: datetime | None = None) -> int | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds or a date; at most a day, None if unreadable."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return min(int(value), RETRY_AFTER_MAX_SECONDS)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    seconds = int((at - (now or datetime.now(UTC))).total_seconds())
    return max(0, min(seconds, RETRY_AFTER_MAX_SECONDS))
