"""Identity listens to nobody: the floors above tell it what it needs by calling it."""

from __future__ import annotations

from backend.core.events import Event, Handler

LISTENERS: list[tuple[type[Event], Handler]] = []
