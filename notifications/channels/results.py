"""Where a push goes and what can become of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PushTarget:
    """What a browser gave: where to post and the keys to encrypt for, base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The push service took the message; whether it was shown comes back as a receipt."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The subscription ended (404 or 410): forget it."""

    status: int


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The service or the way to it failed; ``after`` seconds if the service said so."""

    reason: str
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """This message will never be taken: a bad endpoint, key, token or size, or a redirect."""

    reason: str


SendResult = Delivered | Gone | RetryLater | Refused
