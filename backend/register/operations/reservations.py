"""Promises of heads to matters under way (在途): taken at filing, ended by use, release or lapse."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.register.errors import ReservationNotFound
from backend.register.ledger import Entry, Measure
from backend.register.models import Reservation
from backend.register.models.marks import table_of
from backend.register.operations.holders import apply_entries, lock_holders
from backend.register.operations.rows import insert_marked, load_units, rewrite_marked, touch_units
from backend.register.policies import ensure_effective, ensure_quota_type
from backend.register.values import HolderKey, NewReservation

_RESERVATIONS = table_of(Reservation)
_OPEN = select(_RESERVATIONS).where(
    _RESERVATIONS.c.matter_id == bindparam("matter_id"), _RESERVATIONS.c.state == "open"
)
_OPEN_HOLDERS = _OPEN.with_only_columns(_RESERVATIONS.c.organization_id, _RESERVATIONS.c.quota_type)


def reserve(tx: Tx, actor: Actor, new: NewReservation) -> str:
    """Promise vacant posts to a matter from today on; returns the reservation's id.

    Raises :class:`UnitNotFound`, :class:`UnknownCode`, :class:`ApprovedUnknown`, or :class:`NoVacancy` with the
    numbers.
    """
    unit = load_units(tx, [new.organization_id])[new.organization_id]
    ensure_quota_type(new.quota_type)
    today = tx.today()
    ensure_effective(today, unit, today)
    key = HolderKey(new.organization_id, new.quota_type)
    apply_entries(tx, lock_holders(tx, [key]), {key: [Entry(Measure.RESERVED, today, new.heads)]})
    row = {
        "id": new_id(),
        "organization_id": new.organization_id,
        "quota_type": new.quota_type,
        "heads": new.heads,
        "matter_id": new.matter_id,
        "parent_id": new.parent_id,
        "state": "open",
        "opened_at": tx.now(),
        "opened_on": today,
        "until": new.until,
        "recruitment_item_id": new.recruitment_item_id,
    }
    insert_marked(tx, _RESERVATIONS, [row])
    touch_units(tx, [unit.id])
    facts = {"quota_type": new.quota_type, "heads": new.heads, "matter_id": new.matter_id}
    record_audit(tx, actor, "register:quota:reserve", "organization", unit.id, node_id=unit.node_id, facts=facts)
    return str(row["id"])


def draw_down(tx: Tx, actor: Actor, matter_id: str, effective_on: date) -> None:
    """Use up what a matter reserved, because its effect comes about from ``effective_on`` on.

    The promise ends on the day on which the effect begins, so that a head is never counted twice, even where
    the effect is dated before the filing. Raises :class:`ReservationNotFound`.
    """
    if not _end(tx, actor, matter_id, "used", effective_on):
        raise ReservationNotFound(matter_id=matter_id)


def release_reservation(tx: Tx, actor: Actor, matter_id: str, *, lapsed: bool = False) -> None:
    """Give back what a matter reserved, if it still holds anything."""
    _end(tx, actor, matter_id, "lapsed" if lapsed else "released", tx.today())


def _end(tx: Tx, actor: Actor, matter_id: str, state: str, ended_on: date) -> int:
    """End the open promises of a matter; returns how many there were."""
    # The holders first: whoever writes their numbers has locked them, so what is read after that stays.
    keys = [HolderKey(*row) for row in tx.session.execute(_OPEN_HOLDERS, {"matter_id": matter_id})]
    if not keys:
        return 0
    held = lock_holders(tx, keys)
    rows = [dict(row) for row in tx.session.execute(_OPEN, {"matter_id": matter_id}).mappings()]
    for row in rows:
        key = HolderKey(row["organization_id"], row["quota_type"])
        day = max(ended_on, row["opened_on"])
        apply_entries(tx, held, {key: [Entry(Measure.RESERVED, day, -row["heads"])]})
        rewrite_marked(tx, _RESERVATIONS, row | {"state": state, "ended_at": tx.now(), "ended_on": day})
        facts = {"quota_type": key.quota_type, "heads": row["heads"], "matter_id": matter_id}
        action = f"register:quota:{_VERBS[state]}"
        record_audit(tx, actor, action, "organization", key.organization_id, facts=facts)
    touch_units(tx, {row["organization_id"] for row in rows})
    return len(rows)


_VERBS = {"used": "draw", "released": "release", "lapsed": "lapse"}
