"""Slowing down whoever guesses passwords, without ever locking the rightful owner out for good.

Attempts are counted *before* the password is looked at, so that a hundred at once count as a hundred, and taken
back after a right one. A name pauses for a quarter of an hour after five wrong passwords, whether it exists or
not: known and unknown names are told apart by nothing. A part of the network (/24, /64) that keeps failing is
slowed down, by a second first and at most by a minute.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.networks import network_part
from backend.core.transaction import Tx
from backend.identity.errors import NetworkSlowed, SignInPaused
from backend.identity.models import Throttle
from backend.identity.operations.settings import numbers_in_force

_SLOWEST = 60
_KEEP = timedelta(days=1)
_DROP_AT_ONCE = 200


def count_attempt(tx: Tx, username: str, address: str) -> None:
    """Count one attempt on a name from an address.

    Raises :class:`SignInPaused` or :class:`NetworkSlowed`; neither counts.
    """
    numbers = numbers_in_force(tx)
    pause = timedelta(minutes=numbers["sign_in_pause_minutes"])
    name = _row(tx, _name_key(tx, username), pause)
    if name.paused_until is not None:
        raise SignInPaused(retry_after=_seconds_left(tx, name))
    network_key = _network_key(tx, address)
    if network_key is not None:
        _count_network(tx, _row(tx, network_key, pause), numbers["network_attempts"])
    name.attempts, name.last_at = name.attempts + 1, tx.now()
    if name.attempts >= numbers["wrong_password_limit"]:
        name.paused_until = tx.now() + pause
    tx.session.flush()


def forgive_attempt(tx: Tx, username: str, address: str) -> None:
    """The password was right: the name starts anew, the network gets its one attempt back."""
    tx.session.execute(delete(Throttle).where(Throttle.key == _name_key(tx, username)))
    network_key = _network_key(tx, address)
    row = tx.session.get(Throttle, network_key, with_for_update=True) if network_key else None
    if row is not None:
        row.attempts = max(0, row.attempts - 1)
        tx.session.flush()


def drop_old_counts(tx: Tx) -> None:
    """Counts of yesterday say nothing; invented names must not fill the table."""
    old = select(Throttle.key).where(Throttle.last_at < tx.now() - _KEEP)
    # rows in use elsewhere are passed over: waiting for them could close a circle of waiting
    keys = tx.session.scalars(old.limit(_DROP_AT_ONCE).with_for_update(skip_locked=True)).all()
    tx.session.execute(delete(Throttle).where(Throttle.key.in_(keys)))


def _count_network(tx: Tx, row: Throttle, allowed: int) -> None:
    if row.paused_until is not None:
        raise NetworkSlowed(retry_after=_seconds_left(tx, row))
    row.attempts, row.last_at = row.attempts + 1, tx.now()
    surplus = row.attempts - allowed
    if surplus > 0:
        row.paused_until = tx.now() + timedelta(seconds=min(2 ** min(surplus - 1, 6), _SLOWEST))


def _row(tx: Tx, key: str, rest: timedelta) -> Throttle:
    """The row of ``key``, locked; a pause that is over is cleared, and a count at rest starts anew."""
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    fresh = insert(Throttle).values(key=key, attempts=0, last_at=tx.now()).on_conflict_do_nothing()
    tx.session.execute(fresh)
    row = tx.session.get_one(Throttle, key, with_for_update=True, populate_existing=True)
    now = tx.now()
    if now - row.last_at >= rest:
        row.attempts, row.paused_until = 0, None
    elif row.paused_until is not None and row.paused_until <= now:
        row.paused_until = None
    return row


def _seconds_left(tx: Tx, row: Throttle) -> int:
    assert row.paused_until is not None
    return max(1, ceil((row.paused_until - tx.now()).total_seconds()))


def _name_key(tx: Tx, username: str) -> str:
    return "name:" + tx.keyring.digest("sign-in-name", username)


def _network_key(tx: Tx, address: str) -> str | None:
    part = network_part(address)
    return None if part is None else "network:" + tx.keyring.digest("sign-in-network", part)
