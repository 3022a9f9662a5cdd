"""A grant that takes effect is told; a session or account that ends takes its pushes with it."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from backend.identity.events import AccountDisabled, GrantConfirmed, SessionRevoked
from notifications.channels.outbox import end_subscriptions
from notifications.dispatch import notify
from notifications.models import Subscription
from notifications.types import GRANT_CONFIRMED, Link, LinkKind


def on_grant_confirmed(tx: Tx, event: GrantConfirmed) -> None:
    """The account learns what it may do now."""
    notify(
        tx,
        GRANT_CONFIRMED,
        [event.account_id],
        Link(LinkKind.ACCOUNT, event.account_id),
        occasion=event.grant_id,
    )


def on_session_revoked(tx: Tx, event: SessionRevoked) -> None:
    """A signed-out device gets no more pushes."""
    ended = tx.session.scalars(select(Subscription.id).where(Subscription.session_id == event.session_id))
    end_subscriptions(tx, list(ended), "signed_out")


def on_account_disabled(tx: Tx, event: AccountDisabled) -> None:
    """A disabled account gets no more pushes, on no device."""
    ended = tx.session.scalars(select(Subscription.id).where(Subscription.account_id == event.account_id))
    end_subscriptions(tx, list(ended), "account_disabled")


LISTENERS: list[tuple[type[Event], Handler]] = [
    (GrantConfirmed, on_grant_confirmed),
    (SessionRevoked, on_session_revoked),
    (AccountDisabled, on_account_disabled),
]
