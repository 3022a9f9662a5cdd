"""Words to open apps: "look again". A signal is a row, written with the fact and relayed after the commit.

The worker cannot reach a browser's socket, so the web processes follow this table and pass each row to the
room it names. A lost signal costs a moment's delay and nothing else: the app reads the truth over HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Index, Integer, String, Table, delete, func, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base
from backend.core.transaction import Tx

#: The channel that PostgreSQL's LISTEN / NOTIFY uses for "there are new signals".
NOTIFY_CHANNEL = "zb_signal"


class SignalRow(Base):
    """One signal to one room; ``seq`` orders them."""

    __tablename__ = "core_signal"
    __table_args__ = (Index("ix_core_signal_created_at", "created_at"), {"sqlite_autoincrement": True})

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    room: Mapped[str] = mapped_column(String(80))
    topic: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


_INSERT = insert(cast(Table, SignalRow.__table__))


@dataclass(frozen=True, slots=True)
class Signal:
    seq: int
    room: str
    topic: str
    payload: dict[str, Any]


def account_room(account_id: str) -> str:
    """The room in which all sockets of one account are."""
    return f"account:{account_id}"


def send_signal(tx: Tx, room: str, topic: str, payload: dict[str, Any]) -> None:
    """Write a signal; ``payload`` holds ids and counts, never names or titles."""
    send_signals(tx, [(room, topic, payload)])


def send_signals(tx: Tx, signals: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Write many signals of (room, topic, payload) at once."""
    now = tx.now()
    rows = [{"room": room, "topic": topic, "payload": about, "created_at": now} for room, topic, about in signals]
    if not rows:
        return
    tx.connection.execute(_INSERT, rows)
    if tx.dialect == "postgresql":
        tx.session.execute(text(f"NOTIFY {NOTIFY_CHANNEL}"))


def last_signal(tx: Tx) -> int:
    """The number of the newest signal: where a process that starts now begins to follow."""
    return tx.session.scalar(select(func.coalesce(func.max(SignalRow.seq), 0))) or 0


def signals_after(tx: Tx, seq: int, limit: int = 500) -> Sequence[Signal]:
    """Signals newer than ``seq``, oldest first."""
    rows = tx.session.execute(
        select(SignalRow.seq, SignalRow.room, SignalRow.topic, SignalRow.payload)
        .where(SignalRow.seq > seq)
        .order_by(SignalRow.seq)
        .limit(limit)
    )
    return [Signal(*row) for row in rows]


def drop_old_signals(tx: Tx, older_than: timedelta = timedelta(hours=1)) -> None:
    """Signals are of the moment; nobody reads yesterday's."""
    tx.session.execute(delete(SignalRow).where(SignalRow.created_at < tx.now() - older_than))
