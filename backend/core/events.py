"""Facts that other domains may listen to.

An event is a frozen dataclass in the past tense that holds ids only. Listeners run at once, inside the
transaction that publishes, so what they write stands or falls with the fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.core.transaction import Tx

Handler = Callable[["Tx", Any], None]


class Event:
    """Base of all events; subclasses are frozen dataclasses."""

    __slots__ = ()


_handlers: dict[type[Event], list[Handler]] = defaultdict(list)


def listen(event_type: type[Event], handler: Handler) -> None:
    """Register ``handler``; a second registration of the same pair changes nothing."""
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def handlers_of(event: Event) -> Iterable[Handler]:
    return tuple(_handlers.get(type(event), ()))
