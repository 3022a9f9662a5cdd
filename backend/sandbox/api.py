"""Routes about the practice space. They are asked outside of it, so they know the real account."""

from __future__ import annotations

from typing import Any, cast

from backend.core.web.endpoint import Area, Call
from backend.core.web.spaces import space_named
from backend.identity.public import Permission
from backend.sandbox import schemas
from backend.sandbox.guide import guide
from backend.sandbox.space import SANDBOX, Sandboxes

area = Area("sandbox", prefix="/sandbox")


@area.endpoint("/guide", permission=Permission.SELF, answer=schemas.SandboxGuideSchema)
def show_guide(call: Call) -> dict[str, Any]:
    """The guided entry as far as one's own practice has come."""
    with _sandboxes().runtime_of(_own(call)).database.read() as practice:
        return guide(practice)


@area.endpoint(
    "/reset",
    method="POST",
    permission=Permission.SELF,
    writes=False,  # nothing of the installation changes
    status=204,
)
def reset(call: Call) -> None:
    """Begin one's own practice anew."""
    _sandboxes().reset(_own(call))


def _sandboxes() -> Sandboxes:
    return cast(Sandboxes, space_named(SANDBOX))


def _own(call: Call) -> str:
    assert call.actor.account_id is not None
    return call.actor.account_id
