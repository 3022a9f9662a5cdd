"""In which version a unit is, and what a reader may see and do there: the first statement of every record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from backend.core.actor import Actor
from backend.core.prepared import PreparedForActor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.register.errors import UnitNotFound
from backend.register.models import Organization
from backend.register.queries.scope_flags import scope_flags

_PERMISSIONS = (
    Permission.REGISTER_READ,
    Permission.PEOPLE_READ,
    Permission.PERSON_UNMASK,
    Permission.MATTER_FILE,
    Permission.MATTER_FILE_OPENING,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The version of a unit, ``can`` of its record for this reader, and a short mark of ``can``."""

    version: int
    can: dict[str, Any]
    mark: str


def read_standing(tx: Tx, actor: Actor, unit_id: str) -> Standing:
    """Raises :class:`UnitNotFound` for a unit outside the actor's scope."""
    rows = _STANDING.run(tx.connection, actor, {"unit_id": unit_id})
    if not rows or not rows[0][0]:
        raise UnitNotFound(unit_id=unit_id)
    _reads, people, unmask, files, opens, version, dissolved_on = tuple(rows[0])
    kinds = {"personnel_entry": files, "opening_balance": opens}
    can = {
        "file": [kind for kind, allowed in kinds.items() if allowed and dissolved_on is None],
        "people": bool(people),
        "unmask": bool(unmask),
    }
    return Standing(version, can, "".join("1" if flag else "0" for flag in (people, unmask, files, opens)))


def _standing(actor: Actor) -> Any:
    return select(
        *scope_flags(actor, _PERMISSIONS, Organization.node_id), Organization.version, Organization.dissolved_on
    ).where(Organization.id == bindparam("unit_id", ""))


_STANDING = PreparedForActor(_standing)
