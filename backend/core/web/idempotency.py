"""A command is carried out once, however often it arrives.

The client chooses the command's id (RFC 9562 UUID, the ``Idempotency-Key`` header) before the first attempt. The
answer, refusals included, is stored with the effect in one transaction and given again to whoever repeats the
same command; the same id with another body is refused. Keys live as long as the documents: a phone may be off
for days.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.crypto import sm3
from backend.core.db import Base, Id
from backend.core.errors import Invalid, KeyReused
from backend.core.transaction import Tx


class CommandKeyMissing(Invalid):
    """This route needs an ``Idempotency-Key`` header that holds a UUID."""

    code = "command_key_missing"


class CommandKeyReused(KeyReused):
    """The id belongs to another command."""


class CommandRow(Base):
    """One command and its answer."""

    __tablename__ = "core_command"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[Id]
    fingerprint: Mapped[str]
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


def parse_command_id(header: str | None) -> str:
    """The canonical form of the header. Raises :class:`CommandKeyMissing`."""
    try:
        return uuid.UUID(header or "").hex
    except ValueError as error:
        raise CommandKeyMissing from error


def fingerprint(route: str, body: bytes) -> str:
    """What makes two commands the same: the route with its ids, and the bytes of the body."""
    return sm3(route.encode() + b"\0" + body)


def stored_answer(tx: Tx, command_id: str, account_id: str, mark: str) -> tuple[int, bytes] | None:
    """The answer of an earlier arrival. Raises :class:`CommandKeyReused`, also for another person's command."""
    if tx.dialect == "postgresql":  # SQLite's writers are alone already
        tx.session.execute(select(func.pg_advisory_xact_lock(int(command_id[:15], 16))))
    row = tx.session.get(CommandRow, command_id)
    if row is None:
        return None
    if row.fingerprint != mark or row.account_id != account_id:
        raise CommandKeyReused
    return row.status, row.answer


def store_answer(tx: Tx, command_id: str, account_id: str, mark: str, status: int, answer: bytes) -> None:
    """Keep the answer beside its effect."""
    tx.session.add(
        CommandRow(
            id=command_id, account_id=account_id, fingerprint=mark, status=status, answer=answer, at=tx.now()
        )
    )
