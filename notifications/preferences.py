"""What each person wants to be told on the lock screen; the inbox and the open app always know."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from notifications.errors import TopicUnknown
from notifications.models import Preference
from notifications.rows import insert_for
from notifications.types import PUSH_TEST, Channel, topics_of

SWITCHABLE = tuple(topic for topic in topics_of(Channel.WEBPUSH) if topic != PUSH_TEST.topic)


def preferences(tx: Tx, actor: Actor) -> list[dict[str, Any]]:
    """Every topic that can be switched, with the actor's present choice."""
    chosen = {
        row.topic: row.enabled
        for row in tx.session.execute(
            select(Preference.topic, Preference.enabled).where(
                Preference.account_id == actor.account_id, Preference.channel == Channel.WEBPUSH.value
            )
        )
    }
    return [
        {"topic": topic, "channel": Channel.WEBPUSH.value, "enabled": chosen.get(topic, True)}
        for topic in SWITCHABLE
    ]


def set_preference(tx: Tx, actor: Actor, topic: str, channel: str, *, enabled: bool) -> None:
    """Switch one topic on or off for the actor. Raises :class:`TopicUnknown`."""
    if channel != Channel.WEBPUSH or topic not in SWITCHABLE:
        raise TopicUnknown(topic=topic, channel=channel)
    statement = insert_for(tx, Preference).values(
        account_id=actor.account_id, topic=topic, channel=channel, enabled=enabled
    )
    tx.session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "topic", "channel"], set_={"enabled": enabled}
        )
    )
