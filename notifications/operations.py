"""Every write a person makes here: reading notices, switching devices on and off, sending a test, receipts."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.signals import account_room, send_signal
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from notifications.channels.outbox import end_subscriptions
from notifications.channels.results import PushTarget
from notifications.dispatch import notify
from notifications.errors import (
    NoSubscription,
    NoticeNotFound,
    ReceiptRefused,
    SubscriptionNotFound,
    SubscriptionTaken,
    TestTooSoon,
    TooManySubscriptions,
)
from notifications.models import Delivery, Notice, Subscription
from notifications.push_guard import PushPolicy, check_endpoint, check_keys
from notifications.receipts import is_receipt
from notifications.types import PUSH_TEST, Link, LinkKind

SUBSCRIPTIONS_PER_ACCOUNT = 10
TEST_EVERY = timedelta(seconds=10)


def read_notice(tx: Tx, actor: Actor, notice_id: str) -> Notice:
    """Mark a notice as read and return it; reading twice keeps the first time. Raises :class:`NoticeNotFound`."""
    notice = tx.session.get(Notice, notice_id)
    if notice is None or notice.account_id != actor.account_id:
        raise NoticeNotFound
    if notice.read_at is None:
        notice.read_at = tx.now()
        _tell_inbox_changed(tx, actor)
    return notice


def read_all_notices(tx: Tx, actor: Actor) -> None:
    """Mark all of the actor's notices as read."""
    unread = (Notice.account_id == actor.account_id, Notice.read_at.is_(None))
    tx.session.execute(
        update(Notice).where(*unread).values(read_at=tx.now()).execution_options(synchronize_session=False)
    )
    _tell_inbox_changed(tx, actor)


def _tell_inbox_changed(tx: Tx, actor: Actor) -> None:
    assert actor.account_id is not None
    send_signal(tx, account_room(actor.account_id), "notices_changed", {"id": None, "count": None})


def subscribe(tx: Tx, actor: Actor, target: PushTarget, device_label: str, policy: PushPolicy) -> str:
    """Let pushes go to a device of the actor's present session and return the subscription's id.

    The same browser subscribing again is the same subscription, also under another account, if it shows the same
    keys: knowing an address alone must not draw it away from its owner. Raises ``PushEndpointRefused``,
    ``PushKeysRefused``, :class:`SubscriptionTaken`, :class:`TooManySubscriptions`.
    """
    assert actor.account_id is not None
    assert actor.session_id is not None
    check_endpoint(target.endpoint, allow=policy)
    check_keys(target.p256dh, target.auth)
    digest = sm3(target.endpoint.encode())
    row = tx.session.scalar(select(Subscription).where(Subscription.endpoint_digest == digest).with_for_update())
    if row is not None and row.account_id != actor.account_id:
        if (row.p256dh, row.auth) != (target.p256dh, target.auth):
            raise SubscriptionTaken
        end_subscriptions(tx, [row.id], "rebound")
        tx.session.expunge(row)
        row = None
    if row is None:
        row = _new_subscription(tx, actor.account_id, digest)
    row.session_id, row.device_label = actor.session_id, device_label
    row.endpoint, row.p256dh, row.auth = target.endpoint, target.p256dh, target.auth
    row.fails, row.paused_at = 0, None
    tx.session.add(row)
    tx.session.flush()
    record_audit(tx, actor, "notifications:subscription:opened", "subscription", row.id)
    return row.id


def _new_subscription(tx: Tx, account_id: str, digest: str) -> Subscription:
    present = tx.session.scalar(select(func.count()).where(Subscription.account_id == account_id)) or 0
    if present >= SUBSCRIPTIONS_PER_ACCOUNT:
        raise TooManySubscriptions(limit=SUBSCRIPTIONS_PER_ACCOUNT)
    return Subscription(account_id=account_id, endpoint_digest=digest, created_at=tx.now())


def unsubscribe(tx: Tx, actor: Actor, subscription_id: str) -> None:
    """Send no more pushes to one of the actor's devices. Raises :class:`SubscriptionNotFound`."""
    row = tx.session.get(Subscription, subscription_id)
    if row is None or row.account_id != actor.account_id:
        raise SubscriptionNotFound
    end_subscriptions(tx, [row.id], "unsubscribed")
    record_audit(tx, actor, "notifications:subscription:ended", "subscription", subscription_id)


def send_test(tx: Tx, actor: Actor) -> None:
    """Send a push to each of the actor's devices. Raises :class:`NoSubscription`, :class:`TestTooSoon`."""
    assert actor.account_id is not None
    if not tx.session.scalar(select(func.count()).where(Subscription.account_id == actor.account_id)):
        raise NoSubscription
    earlier = select(func.max(Notice.created_at)).where(
        Notice.account_id == actor.account_id, Notice.topic == PUSH_TEST.topic
    )
    last = tx.session.scalar(earlier)
    if last is not None and tx.now() - last < TEST_EVERY:
        raise TestTooSoon(retry_after=int(TEST_EVERY.total_seconds()))
    notify(tx, PUSH_TEST, [actor.account_id], Link(LinkKind.PUSH, actor.account_id))


def record_receipt(tx: Tx, delivery_id: str, token: str) -> None:
    """A device showed a push; whoever holds the push's own mark may say so. Raises :class:`ReceiptRefused`."""
    if not is_receipt(tx.keyring, delivery_id, token):
        raise ReceiptRefused
    delivery = tx.session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None:
        raise ReceiptRefused
    delivery.state, delivery.lease_until = "shown", None
    device = tx.session.get(Subscription, delivery.subscription_id) if delivery.subscription_id else None
    if device is not None:
        device.last_receipt_at = tx.now()
