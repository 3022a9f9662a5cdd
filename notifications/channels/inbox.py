"""The inbox: a row that waits until it is read."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from backend.core.db import new_id
from backend.core.transaction import Tx
from notifications.models import Notice
from notifications.rows import INSERT_OF
from notifications.types import Channel, Link, NoticeType


def store_notices(
    tx: Tx, notice_type: NoticeType, account_ids: Collection[str], link: Link, occasion: str
) -> dict[str, str]:
    """Store one notice for each account that was not told of this occasion yet.

    Returns the new ones as notice id → account id. A topic without the inbox gets a row too, read already: a
    push leads through it.
    """
    if not account_ids:
        return {}
    now = tx.now()
    rows = [
        {
            "id": new_id(),
            "account_id": account_id,
            "topic": notice_type.topic,
            "link_kind": link.kind.value,
            "link_id": link.id,
            "dedupe_key": f"{notice_type.topic}:{occasion}:{account_id}",
            "created_at": now,
            "read_at": None if Channel.INBOX in notice_type.channels else now,
        }
        for account_id in sorted(set(account_ids))
    ]
    stored = tx.session.connection().execute(_insert_new(tx.dialect), rows)
    return {row.id: row.account_id for row in stored}


@cache
def _insert_new(dialect: str) -> Any:
    """Insert those not told yet, and answer which they were."""
    table = Notice.__table__
    statement = INSERT_OF[dialect](table).on_conflict_do_nothing(index_elements=["dedupe_key"])
    return statement.returning(table.c.id, table.c.account_id)
