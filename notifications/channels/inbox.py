"""The inbox: a row that waits until it is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from backend.core.db import new_id
from backend.core.transaction import Tx
from notifications.models import Notice
from notifications.rows import INSERT_OF
from notifications.types import Channel, NoticeType, Telling


def store_notices(tx: Tx, notice_type: NoticeType, tellings: Sequence[Telling]) -> dict[str, Telling]:
    """Store a notice of each telling whose account was not told of its occasion yet.

    Returns the new ones by notice id. A topic without the inbox gets a row too, read already: a push leads
    through it.
    """
    if not tellings:
        return {}
    now = tx.now()
    named = {new_id(): telling for telling in tellings}
    rows = [
        {
            "id": notice_id,
            "account_id": telling.account_id,
            "topic": notice_type.topic,
            "link_kind": telling.link.kind.value,
            "link_id": telling.link.id,
            "dedupe_key": f"{notice_type.topic}:{telling.occasion}:{telling.account_id}",
            "created_at": now,
            "read_at": None if Channel.INBOX in notice_type.channels else now,
        }
        for notice_id, telling in named.items()
    ]
    stored = set(tx.connection.execute(_insert_new(tx.dialect), rows).scalars())
    return {notice_id: telling for notice_id, telling in named.items() if notice_id in stored}


@cache
def _insert_new(dialect: str) -> Any:
    """Insert those not told yet, and answer which they were."""
    table = Notice.__table__
    statement = INSERT_OF[dialect](table).on_conflict_do_nothing(index_elements=["dedupe_key"])
    return statement.returning(table.c.id)
