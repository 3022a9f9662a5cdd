"""A pace for public routes that only read: how often a part of the network may ask.

The counts live in the memory of one web process. A table would turn every question of a stranger into a write,
and what these routes protect is their own effort: what they answer is not guessed by asking often.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from flask import current_app

from backend.core.errors import TooMany
from backend.core.networks import network_part

#: Parts of the network that are remembered at once; the one seen longest ago is forgotten first.
_REMEMBERED = 10_000


class AskedTooOften(TooMany):
    """Too many questions from this part of the network; facts: ``retry_after`` seconds."""

    code = "asked_too_often"


@dataclass(slots=True)
class _Window:
    since: datetime
    asked: int


@dataclass(frozen=True, slots=True)
class Pace:
    """``allowed`` questions in each ``window`` from one part of the network.

    This machine itself, behind which a proxy may hide everybody, has ``allowed_here``.
    """

    name: str
    allowed: int
    allowed_here: int
    window: timedelta = timedelta(minutes=1)

    def keep(self, address: str, now: datetime) -> None:
        """Count one question of ``address``. Raises :class:`AskedTooOften`."""
        windows: OrderedDict[str, _Window] = current_app.extensions.setdefault(
            f"zb_pace_{self.name}", OrderedDict()
        )
        part = network_part(address)
        found = windows.pop(part or "", None)
        if found is None or now - found.since >= self.window:
            found = _Window(now, 0)
        found.asked += 1
        windows[part or ""] = found
        if len(windows) > _REMEMBERED:
            windows.popitem(last=False)
        if found.asked > (self.allowed if part else self.allowed_here):
            raise AskedTooOften(retry_after=max(1, ceil((found.since + self.window - now).total_seconds())))
