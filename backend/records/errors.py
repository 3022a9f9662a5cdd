"""The named refusals of the records."""

from __future__ import annotations

from backend.core.errors import Conflict, NotFound


class NumberNotFound(NotFound):
    """No such number was taken."""

    code = "number_not_found"


class NumberAlreadyVoid(Conflict):
    """The number is marked void already."""

    code = "number_already_void"
