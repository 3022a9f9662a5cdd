"""Tables of the notifications: what people were told, how it was delivered, to which devices, by whose wish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId
from notifications.types import NOTICE_TYPES, Channel, LinkKind


def _one_of(column: str, values: object) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"  # type: ignore[attr-defined]


DELIVERY_STATES = ("pending", "sent", "shown", "failed", "dropped")


class Notice(Base):
    """One person was told of one thing, once: ``dedupe_key`` is topic, occasion and account."""

    __tablename__ = "notifications_notice"
    __table_args__ = (
        CheckConstraint(_one_of("topic", NOTICE_TYPES), name="topic"),
        CheckConstraint(_one_of("link_kind", LinkKind), name="link_kind"),
        Index(None, "account_id", "id"),
        Index(
            "ix_notifications_notice_unread",
            "account_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(None, "link_id", "topic"),
    )

    id: Mapped[PrimaryId]
    account_id: Mapped[Id]
    topic: Mapped[str] = mapped_column(String(40))
    link_kind: Mapped[str] = mapped_column(String(16))
    link_id: Mapped[Id]
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Subscription(Base):
    """A browser that pushes may be sent to. It belongs to the session that made it and ends with it."""

    __tablename__ = "notifications_subscription"
    __table_args__ = (Index(None, "account_id"), Index(None, "session_id"))

    id: Mapped[PrimaryId]
    account_id: Mapped[Id]
    session_id: Mapped[Id]
    endpoint_digest: Mapped[str] = mapped_column(String(80), unique=True)
    endpoint: Mapped[str] = mapped_column(String(1024))
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(32))
    device_label: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    last_ok_at: Mapped[datetime | None]
    last_receipt_at: Mapped[datetime | None]
    #: messages in a row that could not be delivered; at five the subscription is paused
    fails: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None]


class Delivery(Base):
    """One notice on its way to one device: written with the fact, sent later by the worker, at least once."""

    __tablename__ = "notifications_delivery"
    __table_args__ = (
        CheckConstraint(_one_of("state", DELIVERY_STATES), name="state"),
        CheckConstraint(_one_of("channel", Channel), name="channel"),
        Index(None, "notice_id"),
        Index(None, "subscription_id"),
        Index(
            "ix_notifications_delivery_due",
            "next_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[PrimaryId]
    notice_id: Mapped[str] = mapped_column(ForeignKey("notifications_notice.id"))
    channel: Mapped[str] = mapped_column(String(16))
    subscription_id: Mapped[str | None] = mapped_column(
        ForeignKey("notifications_subscription.id", ondelete="SET NULL")
    )
    state: Mapped[str] = mapped_column(String(16), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(60))


class Preference(Base):
    """A wish that differs from the topic's default."""

    __tablename__ = "notifications_preference"

    account_id: Mapped[Id] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    enabled: Mapped[bool]
