"""Waiting for a condition, never for a length of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.02
#: How long anything may take before it counts as never: a machine with other work is slow, and proves nothing.
PATIENCE_SECONDS = 90.0


class NeverHappened(AssertionError):
    """The condition stayed false until the deadline."""


def wait_until(condition: Callable[[], T | None], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """Return the first truthy value of ``condition``; raise :class:`NeverHappened` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            msg = f"{what}: not within {seconds} s"
            raise NeverHappened(msg)
        time.sleep(POLL_SECONDS)
