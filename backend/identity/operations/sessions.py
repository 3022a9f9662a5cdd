"""Opening and ending sessions, inside a transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.signals import account_room, send_signal
from backend.core.transaction import Tx
from backend.identity.audit.record import record_audit
from backend.identity.authentication import forget_session, token_digest
from backend.identity.devices import device_kind, device_label
from backend.identity.errors import SessionNotFound
from backend.identity.events import SessionRevoked
from backend.identity.models import SignInSession
from backend.identity.operations.settings import numbers_in_force

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A new session: the token goes into the cookie and nowhere else."""

    token: str
    session_id: str
    account_id: str
    #: seconds the cookie lives; ``None`` = until the browser closes
    max_age: int | None
    #: how many older devices had to give way
    revoked: int


def open_session(tx: Tx, actor: Actor, account_id: str, user_agent: str) -> OpenedSession:
    """Open a session with a fresh token; the oldest of too many on the same kind of device gives way."""
    numbers = numbers_in_force(tx)
    kind = device_kind(user_agent)
    revoked = _make_room(tx, actor, account_id, kind, numbers["sessions_per_device_kind"])
    phone = kind == "phone"
    lifetime = (
        timedelta(days=numbers["phone_session_days"])
        if phone
        else timedelta(hours=numbers["desktop_session_hours"])
    )
    token, now = secrets.token_urlsafe(_TOKEN_BYTES), tx.now()
    row = SignInSession(
        token_digest=token_digest(token),
        id=new_id(),
        account_id=account_id,
        device_kind=kind,
        device_label=device_label(user_agent),
        created_at=now,
        last_seen_at=now,
        expires_at=now + lifetime,
        idle_seconds=None if phone else numbers["desktop_idle_minutes"] * 60,
    )
    tx.session.add(row)
    tx.session.flush()
    record_audit(
        tx, actor, "identity:session:opened", "account", account_id, facts={"session": row.id, "device": kind}
    )
    max_age = int(lifetime.total_seconds()) if phone else None
    return OpenedSession(token, row.id, account_id, max_age, revoked)


def sign_out(tx: Tx, actor: Actor) -> None:
    """End the actor's own session; without one, nothing happens."""
    if actor.session_id is None:
        return
    row = tx.session.scalar(select(SignInSession).where(SignInSession.id == actor.session_id))
    if row is not None and row.revoked_at is None:
        _revoke(tx, actor, row, "signed_out")


def revoke_device(tx: Tx, actor: Actor, session_id: str) -> None:
    """End one of the actor's own sessions. Raises :class:`SessionNotFound`, also for somebody else's."""
    row = tx.session.scalar(
        select(SignInSession).where(
            SignInSession.id == session_id,
            SignInSession.account_id == actor.account_id,
            SignInSession.revoked_at.is_(None),
        )
    )
    if row is None:
        raise SessionNotFound
    _revoke(tx, actor, row, "owner")


def revoke_sessions(
    tx: Tx, actor: Actor, account_id: str, reason: str, *, keep_session_id: str | None = None
) -> int:
    """End every open session of an account (but one) and return how many there were."""
    rows = [row for row in _open_sessions(tx, account_id) if row.id != keep_session_id]
    for row in rows:
        _revoke(tx, actor, row, reason)
    return len(rows)


def _open_sessions(tx: Tx, account_id: str) -> list[SignInSession]:
    rows = tx.session.scalars(
        select(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
        .order_by(SignInSession.created_at, SignInSession.id)
        .with_for_update()
    )
    return list(rows)


def _make_room(tx: Tx, actor: Actor, account_id: str, kind: str, limit: int) -> int:
    now = tx.now()
    alive = [row for row in _open_sessions(tx, account_id) if row.device_kind == kind and row.expires_at > now]
    surplus = alive[: max(0, len(alive) - limit + 1)]
    for row in surplus:
        _revoke(tx, actor, row, "too_many_devices")
    return len(surplus)


def _revoke(tx: Tx, actor: Actor, row: SignInSession, reason: str) -> None:
    row.revoked_at = tx.now()
    tx.session.flush()
    facts = {"session": row.id, "reason": reason}
    record_audit(tx, actor, "identity:session:revoked", "account", row.account_id, facts=facts)
    tx.publish(SessionRevoked(row.id, row.account_id))
    send_signal(tx, account_room(row.account_id), "session_revoked", {"id": row.id, "reason": reason})
    tx.on_commit(forget_session, row.id)
