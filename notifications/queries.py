"""Reading notices and subscriptions. Everybody sees their own and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from backend.approvals.public import matter_briefs, task_briefs
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from notifications.models import Notice, Subscription
from notifications.types import Channel, LinkKind, topics_of

_INBOX_TOPICS = topics_of(Channel.INBOX)
_COLUMNS = (
    Notice.id,
    Notice.topic,
    Notice.link_kind,
    Notice.link_id,
    Notice.created_at,
    Notice.read_at,
)


def inbox(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of the actor's notices, newest first, each with a card of the matter it leads to.

    Three statements and those of the cards, whatever the length. Raises ``BadCursor``.
    """
    query = select(*_COLUMNS).where(Notice.account_id == actor.account_id, Notice.topic.in_(_INBOX_TOPICS))
    before = decode_cursor(cursor, 1)
    if before is not None:
        query = query.where(Notice.id < before[0])
    rows = tx.session.execute(query.order_by(Notice.id.desc()).limit(limit + 1)).all()
    cards = _cards(tx, rows)
    return page([{**notice_view(row), "card": cards.get(row.id)} for row in rows], limit, ["id"])


def notice_view(row: Any) -> dict[str, Any]:
    """One notice as it goes over the wire, without its card."""
    return {
        "id": row.id,
        "topic": row.topic,
        "created_at": row.created_at,
        "read_at": row.read_at,
        "link": {"kind": row.link_kind, "id": row.link_id},
    }


def _cards(tx: Tx, rows: Sequence[Any]) -> dict[str, dict[str, str]]:
    """The card of each notice that leads to a task or a matter, by notice id."""
    links = {row.id: (row.link_kind, row.link_id) for row in rows}
    tasks = task_briefs(tx, {target for kind, target in links.values() if kind == LinkKind.TASK})
    matter_of = {
        notice_id: tasks[target].matter_id if kind == LinkKind.TASK and target in tasks else target
        for notice_id, (kind, target) in links.items()
    }
    matters = matter_briefs(tx, set(matter_of.values()))
    return {
        notice_id: {"kind": matters[matter_id].kind, "unit_name": matters[matter_id].unit_name}
        for notice_id, matter_id in matter_of.items()
        if matter_id in matters
    }


def unread_count(tx: Tx, actor: Actor) -> int:
    """How many notices wait to be read: the badge."""
    return count_unread(tx, actor.account_id)


def count_unread(tx: Tx, account_id: str | None) -> int:
    """The same for an account that is not acting: the number that goes with a push."""
    query = select(func.count()).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return tx.session.scalar(query) or 0


def subscriptions(tx: Tx, actor: Actor) -> list[dict[str, Any]]:
    """The actor's devices with push, in the order they were added; endpoints and keys stay here."""
    rows = tx.session.scalars(
        select(Subscription).where(Subscription.account_id == actor.account_id).order_by(Subscription.id)
    )
    return [
        {
            "id": row.id,
            "device_label": row.device_label,
            "this_session": row.session_id == actor.session_id,
            "created_at": row.created_at,
            "last_ok_at": row.last_ok_at,
            "last_receipt_at": row.last_receipt_at,
            "paused": row.paused_at is not None,
        }
        for row in rows
    ]
