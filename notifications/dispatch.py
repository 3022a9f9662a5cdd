"""From a fact to rows: who is told, and over which channels. Nothing is sent here.

Listeners call this inside the transaction of the fact, so a notice stands or falls with it. The same person is
told of the same occasion once, however often this is called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from backend.core.db import new_id
from backend.core.signals import account_room, send_signals
from backend.core.transaction import Tx
from notifications.channels.inbox import store_notices
from notifications.channels.outbox import drop_deliveries, queue_pushes
from notifications.models import Notice
from notifications.types import TASK_OPENED, Channel, Link, LinkKind, NoticeType, Telling

_NOTICES = Notice.__table__
_TOLD = select(_NOTICES.c.id, _NOTICES.c.account_id).where(
    _NOTICES.c.link_id == bindparam("task"), _NOTICES.c.topic == TASK_OPENED.topic
)
_READ = (
    update(cast(Table, _NOTICES))
    .where(_NOTICES.c.id.in_(bindparam("ids", expanding=True)), _NOTICES.c.read_at.is_(None))
    .values(read_at=bindparam("now"))
)
_SIGNAL_OF_LINK = {LinkKind.TASK: "tasks_changed", LinkKind.MATTER: "matter_changed"}


def notify(
    tx: Tx,
    notice_type: NoticeType,
    account_ids: Collection[str],
    link: Link,
    occasion: str | None = None,
) -> None:
    """Tell ``account_ids`` of ``link``. ``occasion`` names the fact; the same one is told once (default: new)."""
    named = occasion or new_id()
    notify_each(tx, notice_type, [Telling(account_id, link, named) for account_id in sorted(set(account_ids))])


def notify_each(tx: Tx, notice_type: NoticeType, tellings: Sequence[Telling]) -> None:
    """Tell each account of a link of its own: as many statements as for one."""
    stored = store_notices(tx, notice_type, tellings)
    if Channel.WEBPUSH in notice_type.channels:
        queue_pushes(tx, notice_type, {notice_id: telling.account_id for notice_id, telling in stored.items()})
    if Channel.SOCKET in notice_type.channels:
        signals = [
            signal for telling in stored.values() for signal in _link_signals(telling.account_id, telling.link)
        ]
        signals += [_notices_changed(telling.account_id, notice_id) for notice_id, telling in stored.items()]
        send_signals(tx, signals)


def signal_link(tx: Tx, account_ids: Iterable[str], link: Link) -> None:
    """Have the open apps of ``account_ids`` look at ``link`` again."""
    send_signals(tx, [signal for account_id in account_ids for signal in _link_signals(account_id, link)])


def _link_signals(account_id: str, link: Link) -> list[tuple[str, str, dict[str, Any]]]:
    topic = _SIGNAL_OF_LINK.get(link.kind)
    return [] if topic is None else [(account_room(account_id), topic, {"id": link.id, "count": None})]


def _notices_changed(account_id: str, notice_id: str | None) -> tuple[str, str, dict[str, Any]]:
    return account_room(account_id), "notices_changed", {"id": notice_id, "count": None}


def retract_task(tx: Tx, task_id: str) -> None:
    """A task needs nobody any more: what was told of it counts as read and is not sent any further."""
    told = {row.id: row.account_id for row in tx.session.execute(_TOLD, {"task": task_id})}
    if not told:
        return
    tx.connection.execute(_READ, {"ids": list(told), "now": tx.now()})
    drop_deliveries(tx, told, "task_closed")
    signal_link(tx, set(told.values()), Link(LinkKind.TASK, task_id))
    send_signals(tx, [_notices_changed(account_id, None) for account_id in set(told.values())])
