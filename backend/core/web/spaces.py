"""Spaces: other storage and other people that a request may run on instead of the installation's own.

A request names its space in a header, which no other site can make a browser send without asking first (CORS).
Whoever sends it must be signed in for real; what then runs, runs on the database and with the actor that the space
gives, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

from flask import Flask, current_app, request

from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.runtime import Runtime

SPACE_HEADER = "X-Zhangbian-Space"
_SPACES = "zb_spaces"


class SpaceUnknown(Invalid):
    """The installation has no space of that name."""

    code = "space_unknown"


class Space(Protocol):
    """What the edge asks of a space."""

    def enter(self, actor: Actor, endpoint: str, headers: Mapping[str, str]) -> tuple[Runtime, Actor]:
        """The runtime and the actor of this request, for ``actor``, who is signed in for real.

        ``endpoint`` is the route as ``area.handler``; one that has no place in the space is refused.
        """
        ...

    def check(self, content: Any) -> None:
        """Refuse what may not be written there; called before anything is stored."""
        ...


def install_space(app: Flask, name: str, space: Space) -> None:
    """Let requests that name ``name`` run in ``space``."""
    app.extensions.setdefault(_SPACES, {})[name] = space


def space_named(name: str) -> Space:
    """A space of the app that answers now. Raises :class:`SpaceUnknown`."""
    spaces = cast("dict[str, Space]", current_app.extensions.get(_SPACES, {}))
    if name not in spaces:
        raise SpaceUnknown
    return spaces[name]


def requested_space() -> Space | None:
    """The space that the request names; ``None`` for the installation itself. Raises :class:`SpaceUnknown`."""
    name = request.headers.get(SPACE_HEADER)
    return None if name is None else space_named(name)
