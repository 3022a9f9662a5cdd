"""The guided way "try an entry": five steps that are ticked off by what really happened to the matter.

Nothing of it is stored: whoever files another entry begins anew, whoever resets as well.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Any, Final

from backend.approvals.public import MatterWay, latest_way, matter_count, open_tasks
from backend.core.transaction import Tx
from backend.identity.public import actor_of_username
from backend.sandbox.county import example_people, unit_to_enter, unit_to_open

ENTRY: Final = "personnel_entry"
OPENING: Final = "opening_balance"


def guide(tx: Tx) -> dict[str, Any]:
    """The steps with what is done, whose turn it is, and a fictional person to fill the next form with."""
    clerk, officer = _account(tx, "unit"), _account(tx, "officer")
    way, opening = latest_way(tx, ENTRY, clerk), latest_way(tx, OPENING, officer)
    unit_id = unit_to_enter(tx)
    return {
        "steps": [{"code": code, "done": done} for code, done in _steps(way)],
        "matter_id": way.id if way else None,
        "state": way.state if way else None,
        "next": _next(tx, way, unit_id),
        "unit_id": unit_id,
        "opening": {"unit_id": unit_to_open(tx), "done": opening is not None and opening.state == "executed"},
        "example": _example(tx, clerk),
    }


def _account(tx: Tx, persona: str) -> str:
    actor = actor_of_username(tx, persona)
    if actor is None or actor.account_id is None:
        raise LookupError(persona)
    return actor.account_id


def _steps(way: MatterWay | None) -> list[tuple[str, bool]]:
    passed = way.passed if way else frozenset[str]()
    returned = way is not None and way.returned
    return [
        ("file", way is not None),
        ("head", "unit_head" in passed),
        ("returned", returned),
        ("corrected", way is not None and returned and way.form_revision > 1),
        ("issued", way is not None and way.state == "executed"),
    ]


def _next(tx: Tx, way: MatterWay | None, unit_id: str) -> dict[str, Any] | None:
    """Whose turn it is and where in the app; ``None`` when the matter has ended."""
    if way is None:
        return {"persona": "unit", "act": "file", "path": f"/register/units/{unit_id}/file/{ENTRY}"}
    if way.state == "returned":
        return {"persona": "unit", "act": "correct", "path": f"/matters/{way.id}/correction"}
    for task in open_tasks(tx, way.id):
        act = "return" if task.step_key == "office_clerk" and not way.returned else task.step_key
        return {"persona": task.role, "act": act, "path": f"/tasks/{task.id}"}
    return None


def _example(tx: Tx, clerk_id: str) -> dict[str, Any]:
    """Somebody who is not in the county yet: the next of a row that is the same for everybody."""
    filed = matter_count(tx, ENTRY, clerk_id)
    return asdict(next(islice(example_people(tx.today()), filed, None)))
