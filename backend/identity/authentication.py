"""Who is behind a session token, asked on every request and every message of a socket.

One statement answers it; the answer is kept for two seconds in each process, so that a page with ten requests
asks once. Whatever takes a right away in this process drops the kept answer at its commit; in another process it
is gone two seconds later at the latest.

Reads never write: when a session was last seen is collected here and written in batches.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy import ColumnElement, and_, bindparam, select, update

from backend.core.actor import Actor, GrantRef
from backend.core.crypto import sm3
from backend.core.db import Database, DatabaseBusy
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.models import Account, Grant, SignInSession
from backend.identity.permissions import EVERYBODY, permissions_of

log = structlog.get_logger(__name__)

KEPT_SECONDS = 2.0
KEPT_AT_MOST = 10_000
WRITE_LAST_SEEN_EVERY = timedelta(seconds=60)


@dataclass(slots=True)
class _Known:
    """A session as it was read, at ``read_at`` of the monotonic clock."""

    actor: Actor
    last_seen_at: datetime
    expires_at: datetime
    idle: timedelta | None
    read_at: float

    def open_at(self, now: datetime) -> bool:
        return now < self.expires_at and (self.idle is None or now - self.last_seen_at < self.idle)


@dataclass(slots=True)
class _Memory:
    """What one process knows of the sessions of one database."""

    known: dict[str, _Known] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    written_at: datetime | None = None


_memories: WeakKeyDictionary[Database, _Memory] = WeakKeyDictionary()


def authenticate(runtime: Runtime, token: str | None) -> Actor | None:
    """The person behind ``token`` with the rights of this moment; ``None`` if the session is not open."""
    if not token:
        return None
    now = runtime.clock.now()
    memory = _memories.setdefault(runtime.database, _Memory())
    digest = token_digest(token)
    known = memory.known.get(digest)
    if known is None or time.monotonic() - known.read_at > KEPT_SECONDS:
        known = _read(runtime.database, digest, memory)
    if known is None or not known.open_at(now):
        return None
    known.last_seen_at = memory.seen[digest] = now
    _write_if_due(runtime.database, memory, now)
    return known.actor


def token_digest(token: str) -> str:
    """What is stored of a token."""
    return sm3(token.encode())


def forget_session(session_id: str) -> None:
    """After a revocation: drop what this process kept of the session."""
    _forget(lambda actor: actor.session_id == session_id)


def forget_account(account_id: str) -> None:
    """After a change of rights: drop what this process kept of the account."""
    _forget(lambda actor: actor.account_id == account_id)


def open_sessions(database: Database, session_ids: Collection[str]) -> set[str]:
    """Those of ``session_ids`` that are still open. Asking does not count as use: a socket asks for its owner."""
    memory = _memories.setdefault(database, _Memory())
    with database.read() as tx:
        now = tx.now()
        rows = tx.session.execute(
            select(SignInSession.token_digest, *_SESSION)
            .join(Account, Account.id == SignInSession.account_id)
            .where(
                SignInSession.id.in_(set(session_ids)),
                SignInSession.revoked_at.is_(None),
                SignInSession.expires_at > now,
                Account.disabled_at.is_(None),
            )
        ).all()
    return {row.session_id for row in rows if not _rested(row, memory, now)}


def _rested(row: Any, memory: _Memory, now: datetime) -> bool:
    if row.idle_seconds is None:
        return False
    last_seen_at = max(row.last_seen_at, memory.seen.get(row.token_digest, row.last_seen_at))
    return bool(now - last_seen_at >= timedelta(seconds=row.idle_seconds))


def write_last_seen(database: Database) -> int:
    """Write when the sessions of this process were last seen, and return how many; also for the process's end."""
    memory = _memories.get(database)
    if memory is None or not memory.seen:
        return 0
    seen, memory.seen = memory.seen, {}
    statement = (
        update(SignInSession.__table__)  # type: ignore[arg-type]  # executemany wants the table, not the model
        .where(SignInSession.token_digest == bindparam("digest"), SignInSession.last_seen_at < bindparam("at"))
        .values(last_seen_at=bindparam("at"))
    )
    try:
        with database.write() as tx:
            rows = [{"digest": digest, "at": at} for digest, at in seen.items()]
            tx.connection.execute(statement, rows)
    except DatabaseBusy:
        memory.seen = seen | memory.seen
        return 0
    return len(seen)


def actor_of_account(tx: Tx, account_id: str) -> Actor | None:
    """An account acting without a session: the demonstration, a command line; ``None`` if it may not act."""
    return _acting(tx, Account.id == account_id)


def actor_of_username(tx: Tx, username: str) -> Actor | None:
    """The same by user name: a part that somebody plays in the practice space."""
    return _acting(tx, Account.username == username)


def _acting(tx: Tx, is_meant: ColumnElement[bool]) -> Actor | None:
    rows = tx.session.execute(
        select(*_ACCOUNT, *_GRANT).outerjoin(Grant, _active_grant()).where(is_meant, Account.disabled_at.is_(None))
    ).all()
    return _actor(rows, session_id=None) if rows else None


_ACCOUNT = (
    Account.id.label("account_id"),
    Account.display_name,
    Account.person_ref,
    Account.must_change_password,
)
_GRANT = (Grant.id.label("grant_id"), Grant.role, Grant.node_id)
_SESSION = (
    SignInSession.id.label("session_id"),
    SignInSession.last_seen_at,
    SignInSession.expires_at,
    SignInSession.idle_seconds,
)


def _active_grant() -> Any:
    return and_(Grant.account_id == Account.id, Grant.state == "active")


def _read(database: Database, digest: str, memory: _Memory) -> _Known | None:
    memory.known.pop(digest, None)
    read_at = time.monotonic()
    with database.read() as tx:
        rows = tx.session.execute(
            select(*_SESSION, *_ACCOUNT, *_GRANT)
            .join(Account, Account.id == SignInSession.account_id)
            .outerjoin(Grant, _active_grant())
            .where(
                SignInSession.token_digest == digest,
                SignInSession.revoked_at.is_(None),
                Account.disabled_at.is_(None),
            )
        ).all()
    if not rows:
        return None
    first = rows[0]
    known = _Known(
        actor=_actor(rows, first.session_id),
        last_seen_at=max(first.last_seen_at, memory.seen.get(digest, first.last_seen_at)),
        expires_at=first.expires_at,
        idle=None if first.idle_seconds is None else timedelta(seconds=first.idle_seconds),
        read_at=read_at,
    )
    if len(memory.known) >= KEPT_AT_MOST:
        memory.known.clear()
    memory.known[digest] = known
    return known


def _actor(rows: Sequence[Any], session_id: str | None) -> Actor:
    """The actor of a session's rows, one per active grant. Who must change the password can do nothing else."""
    first = rows[0]
    grants = tuple(GrantRef(row.role, row.node_id, row.grant_id) for row in rows if row.grant_id)
    if first.must_change_password:
        grants = ()
    return Actor(
        account_id=first.account_id,
        name=first.display_name,
        permissions=permissions_of({grant.role for grant in grants}) if grants else frozenset(EVERYBODY),
        grants=grants,
        session_id=session_id,
        person_ref=first.person_ref,
    )


def _forget(is_meant: Any) -> None:
    for memory in list(_memories.values()):
        for digest in [digest for digest, known in list(memory.known.items()) if is_meant(known.actor)]:
            memory.known.pop(digest, None)


def _write_if_due(database: Database, memory: _Memory, now: datetime) -> None:
    """Start a batch beside the request: a reader must not wait for the writer of the moment."""
    if memory.written_at is None:
        memory.written_at = now
    if now - memory.written_at < WRITE_LAST_SEEN_EVERY:
        return
    memory.written_at = now
    threading.Thread(target=_write_quietly, args=(database,), name="last-seen", daemon=True).start()


def _write_quietly(database: Database) -> None:
    try:
        write_last_seen(database)
    except Exception as error:  # noqa: BLE001  # a lost moment must not end the thread with a trace
        log.warning("last_seen_not_written", kind=type(error).__name__)
