"""Promises of heads to matters under way (在途): taken at filing, ended by use, release or lapse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

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

    The promise ends on the day on which the effect begins, so that a head is never counted twice, even where the
    effect is dated before the filing. Raises :class:`ReservationNotFound`.
    """
    rows = _open_rows(tx, matter_id)
    if not rows:
        raise ReservationNotFound(matter_id=matter_id)
    _end(tx, actor, rows, "used", effective_on)


def release_reservation(tx: Tx, actor: Actor, matter_id: str, *, lapsed: bool = False) -> None:
    """Give back what a matter reserved, if it still holds anything."""
    rows = _open_rows(tx, matter_id)
    if rows:
        _end(tx, actor, rows, "lapsed" if lapsed else "released", tx.today())


def _open_rows(tx: Tx, matter_id: str) -> list[dict[str, Any]]:
    where = (_RESERVATIONS.c.matter_id == matter_id, _RESERVATIONS.c.state == "open")
    holders = tx.session.execute(select(_RESERVATIONS.c.organization_id, _RESERVATIONS.c.quota_type).where(*where))
    # The holders first: whoever writes their numbers has locked them before the reservation.
    lock_holders(tx, [HolderKey(*row) for row in holders])
    found = tx.session.execute(select(_RESERVATIONS).where(*where).with_for_update()).mappings()
    return [dict(row) for row in found]


def _end(
    tx: Tx,
    actor: Actor,
    rows: Sequence[dict[str, Any]],
    state: Literal["used", "released", "lapsed"],
    ended_on: date,
) -> None:
    for row in sorted(rows, key=lambda row: (row["organization_id"], row["quota_type"])):
        key = HolderKey(row["organization_id"], row["quota_type"])
        day = max(ended_on, row["opened_on"])
        apply_entries(tx, lock_holders(tx, [key]), {key: [Entry(Measure.RESERVED, day, -row["heads"])]})
        ended = row | {"state": state, "ended_at": tx.now(), "ended_on": day}
        rewrite_marked(tx, _RESERVATIONS, ended)
        facts = {"quota_type": key.quota_type, "heads": row["heads"], "matter_id": row["matter_id"]}
        record_audit(
            tx, actor, f"register:quota:{_VERBS[state]}", "organization", key.organization_id, facts=facts
        )
    touch_units(tx, {row["organization_id"] for row in rows})


_VERBS = {"used": "draw", "released": "release", "lapsed": "lapse"}
