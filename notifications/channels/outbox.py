"""The outbox of Web Push: deliveries that wait, are claimed for a while, and end.

A claim is a lease. A worker that dies after sending and before writing that down loses its lease, and the message
goes out again; the app shows it once, because both carry the same notice id as their tag.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import Table, and_, bindparam, delete, exists, insert, or_, select, update

from backend.core.db import Database, new_id
from backend.core.transaction import Tx
from notifications.channels.results import Delivered, Gone, PushTarget, Refused, RetryLater, SendResult
from notifications.models import Delivery, Notice, Preference, Subscription
from notifications.types import Channel, NoticeType

LEASE = timedelta(minutes=1)
#: The pauses between attempts; after the last the delivery has failed.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 3600, 4 * 3600))
FAILS_BEFORE_PAUSE = 5


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker may send until its lease ends."""

    delivery_id: str
    notice_id: str
    topic: str
    account_id: str
    attempts: int
    subscription_id: str
    target: PushTarget


def queue_pushes(tx: Tx, notice_type: NoticeType, notices: Mapping[str, str]) -> None:
    """Queue a delivery of each notice (id → account id) to each device its account wants pushes on."""
    if not notices:
        return
    wanted = {"accounts": sorted(set(notices.values())), "topic": notice_type.topic}
    devices: dict[str, list[str]] = {}
    for device in tx.session.execute(_DEVICES, wanted):
        devices.setdefault(device.account_id, []).append(device.id)
    rows = [
        {
            "id": new_id(),
            "notice_id": notice_id,
            "channel": Channel.WEBPUSH.value,
            "subscription_id": device_id,
            "next_at": tx.now(),
        }
        for notice_id, account_id in notices.items()
        for device_id in devices.get(account_id, ())
    ]
    if rows:
        tx.session.execute(insert(Delivery), rows)


_DEVICES = select(Subscription.id, Subscription.account_id).where(
    Subscription.account_id.in_(bindparam("accounts", expanding=True)),
    Subscription.paused_at.is_(None),
    ~exists().where(
        Preference.account_id == Subscription.account_id,
        Preference.topic == bindparam("topic"),
        Preference.channel == Channel.WEBPUSH.value,
        Preference.enabled.is_(False),
    ),
)


def drop_deliveries(tx: Tx, notice_ids: Collection[str], reason: str) -> None:
    """What was not sent yet of these notices is not sent any more."""
    tx.session.flush()
    tx.connection.execute(_DROP, {"notices": list(notice_ids), "reason": reason})


_DELIVERIES = cast(Table, Delivery.__table__)
_DROP = (
    update(_DELIVERIES)
    .where(_DELIVERIES.c.notice_id.in_(bindparam("notices", expanding=True)), _DELIVERIES.c.state == "pending")
    .values(state="dropped", last_error=bindparam("reason"))
)


def end_subscriptions(tx: Tx, subscription_ids: Collection[str], reason: str) -> None:
    """Forget subscriptions and drop what waits for them."""
    if not subscription_ids:
        return
    waiting = and_(Delivery.subscription_id.in_(subscription_ids), Delivery.state == "pending")
    silent = {"synchronize_session": False}
    tx.session.execute(
        update(Delivery).where(waiting).values(state="dropped", last_error=reason).execution_options(**silent)
    )
    tx.session.execute(
        delete(Subscription).where(Subscription.id.in_(subscription_ids)).execution_options(**silent)
    )


def claim_due(database: Database, limit: int) -> list[Claimed]:
    """Lease up to ``limit`` deliveries that are due, oldest first, in one short transaction."""
    with database.write() as tx:
        now = tx.now()
        free = or_(Delivery.lease_until.is_(None), Delivery.lease_until < now)
        rows = tx.session.execute(
            select(Delivery, Notice, Subscription)
            .join(Notice, Notice.id == Delivery.notice_id)
            .join(Subscription, Subscription.id == Delivery.subscription_id)
            .where(Delivery.state == "pending", Delivery.next_at <= now, free)
            .order_by(Delivery.next_at)
            .limit(limit)
            .with_for_update(of=Delivery, skip_locked=True)
        )
        return [_lease(tx, *row) for row in rows]


def _lease(tx: Tx, delivery: Delivery, notice: Notice, device: Subscription) -> Claimed:
    delivery.lease_until = tx.now() + LEASE
    delivery.attempts += 1
    return Claimed(
        delivery_id=delivery.id,
        notice_id=notice.id,
        topic=notice.topic,
        account_id=notice.account_id,
        attempts=delivery.attempts,
        subscription_id=device.id,
        target=PushTarget(device.endpoint, device.p256dh, device.auth),
    )


def has_due(database: Database) -> bool:
    """Whether a claim would find something; a read, so that an idle worker writes nothing."""
    with database.read() as tx:
        now = tx.now()
        free = or_(Delivery.lease_until.is_(None), Delivery.lease_until < now)
        query = select(Delivery.id).where(Delivery.state == "pending", Delivery.next_at <= now, free).limit(1)
        return tx.session.scalar(query) is not None


def drop_claimed(database: Database, claimed: Sequence[Claimed], reason: str) -> None:
    """Give up on claimed deliveries without sending them."""
    with database.write() as tx:
        drop_deliveries(tx, {one.notice_id for one in claimed}, reason)


def settle(database: Database, outcomes: Sequence[tuple[Claimed, SendResult]]) -> None:
    """Write down what became of claimed deliveries, in one transaction for the batch."""
    with database.write() as tx:
        gone = {claimed.subscription_id for claimed, result in outcomes if isinstance(result, Gone)}
        for claimed, result in outcomes:
            if claimed.subscription_id not in gone:
                _settle_one(tx, claimed, result)
        end_subscriptions(tx, gone, "subscription_gone")


def _settle_one(tx: Tx, claimed: Claimed, result: SendResult) -> None:
    delivery = tx.session.get(Delivery, claimed.delivery_id)
    device = tx.session.get(Subscription, claimed.subscription_id)
    if delivery is None or delivery.state != "pending":
        return  # a receipt was faster, or the task was decided meanwhile
    delivery.lease_until = None
    match result:
        case Delivered():
            delivery.state, delivery.last_error = "sent", None
            if device is not None:
                device.last_ok_at, device.fails = tx.now(), 0
        case RetryLater(reason, after) if claimed.attempts <= len(PAUSES):
            pause = PAUSES[claimed.attempts - 1]
            delivery.last_error = reason
            delivery.next_at = tx.now() + max(pause, timedelta(seconds=after or 0))
        case RetryLater(reason) | Refused(reason):
            delivery.state, delivery.last_error = "failed", reason
            _count_failure(tx, device)
        case Gone():
            raise AssertionError("a gone subscription is ended with all its deliveries")


def _count_failure(tx: Tx, device: Subscription | None) -> None:
    if device is None:
        return
    device.fails += 1
    if device.fails >= FAILS_BEFORE_PAUSE:
        device.paused_at = tx.now()
