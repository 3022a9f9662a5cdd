"""Tables of identity: accounts, the scope tree, grants, sessions, settings, feedback.

The audit record has its own, see :mod:`backend.identity.audit.models`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, JsonType, PrimaryId
from backend.identity.audit.models import AuditRow, AuditSeal
from backend.identity.permissions import ADMINISTRATOR_ROLES, PERSONAL_ROLES, Power, Role

__all__ = [
    "Account",
    "AuditRow",
    "AuditSeal",
    "Feedback",
    "Grant",
    "ScopeClosure",
    "ScopeNode",
    "Setting",
    "SignInSession",
    "Throttle",
]


def _one_of(column: str, values: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in sorted(values))})"


_ADMINISTRATORS = [role.value for role in ADMINISTRATOR_ROLES]
_PLACELESS = [*_ADMINISTRATORS, *(role.value for role in PERSONAL_ROLES)]


class Account(Base):
    """Somebody who can sign in. ``person_ref`` is opaque here: the register's person, at most one account each.

    ``power`` never changes: the grants point at (id, power), so one account cannot gather two powers.
    """

    __tablename__ = "identity_account"
    __table_args__ = (
        UniqueConstraint("id", "power"),
        CheckConstraint(_one_of("power", [power.value for power in Power]), name="power"),
    )

    id: Mapped[PrimaryId]
    username: Mapped[str] = mapped_column(String(32), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    display_name: Mapped[str] = mapped_column(String(60))
    person_ref: Mapped[str | None] = mapped_column(String(32), unique=True)
    power: Mapped[str] = mapped_column(String(16))
    locale: Mapped[str] = mapped_column(String(8), default="zh")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class ScopeNode(Base):
    """A place in the tree that rights are granted on: a region, an organization, an internal division.

    ``ref`` is the id of the thing in the domain that owns it; identity knows the tree, not the things.
    """

    __tablename__ = "identity_scope_node"
    __table_args__ = (
        UniqueConstraint("kind", "ref"),
        CheckConstraint(_one_of("kind", ["region", "organization", "division"]), name="kind"),
        CheckConstraint("parent_id <> id", name="not_own_parent"),
    )

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(16))
    ref: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("identity_scope_node.id"), index=True)
    ended_at: Mapped[datetime | None]


class ScopeClosure(Base):
    """Every pair (ancestor, descendant) of the tree with the steps between, a node and itself included."""

    __tablename__ = "identity_scope_closure"
    __table_args__ = (Index(None, "descendant_id", "depth", "ancestor_id"),)

    ancestor_id: Mapped[str] = mapped_column(ForeignKey("identity_scope_node.id"), primary_key=True)
    descendant_id: Mapped[str] = mapped_column(ForeignKey("identity_scope_node.id"), primary_key=True)
    depth: Mapped[int]


class Grant(Base):
    """A role at a node of the tree for an account.

    The composite key (account_id, power) and the check on (role, power) keep the three administrators apart from
    each other and from business, whatever the program does.
    """

    __tablename__ = "identity_grant"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "power"], ["identity_account.id", "identity_account.power"]),
        CheckConstraint(_one_of("role", [role.value for role in Role]), name="role"),
        CheckConstraint(
            f"({_one_of('role', _ADMINISTRATORS)} AND power = role)"
            f" OR (NOT {_one_of('role', _ADMINISTRATORS)} AND power = 'business')",
            name="separated_powers",
        ),
        CheckConstraint(f"{_one_of('role', _PLACELESS)} = (node_id IS NULL)", name="role_place"),
        CheckConstraint(_one_of("state", ["proposed", "active", "ended"]), name="state"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("confirmed_by <> proposed_by AND confirmed_by <> account_id", name="second_person"),
        CheckConstraint("proposed_by <> account_id", name="not_for_oneself"),
        Index(
            "uq_identity_grant_running",
            "account_id",
            "role",
            text("coalesce(node_id, '')"),
            unique=True,
            sqlite_where=text("state <> 'ended'"),
            postgresql_where=text("state <> 'ended'"),
        ),
        Index(None, "node_id", "role", "state"),
    )

    id: Mapped[PrimaryId]
    account_id: Mapped[Id]
    power: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(16))
    node_id: Mapped[str | None] = mapped_column(ForeignKey("identity_scope_node.id"))
    state: Mapped[str] = mapped_column(String(16))
    proposed_by: Mapped[str | None] = mapped_column(ForeignKey("identity_account.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("identity_account.id"))
    confirmed_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("identity_account.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None] = mapped_column(String(200))


class SignInSession(Base):
    """One signed-in device. The token itself is only in the cookie; here lies its SM3 digest."""

    __tablename__ = "identity_session"
    __table_args__ = (
        CheckConstraint(_one_of("device_kind", ["desktop", "phone"]), name="device_kind"),
        Index(None, "account_id", "revoked_at"),
    )

    token_digest: Mapped[str] = mapped_column(String(80), primary_key=True)
    id: Mapped[Id] = mapped_column(unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"))
    device_kind: Mapped[str] = mapped_column(String(8))
    device_label: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: how long it may rest; ``None`` on a phone, which the app locks instead
    idle_seconds: Mapped[int | None]
    revoked_at: Mapped[datetime | None]


class Throttle(Base):
    """Wrong passwords, counted by user name (known or not) and by part of the network, under keyed digests."""

    __tablename__ = "identity_throttle"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    attempts: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    paused_until: Mapped[datetime | None]


class Setting(Base):
    """A value that differs from its default; see :mod:`backend.identity.settings`."""

    __tablename__ = "identity_setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonType)
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("identity_account.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Feedback(Base):
    """A complaint or a suggestion (投诉建议). Who wrote it is kept, and shown to nobody."""

    __tablename__ = "identity_feedback"
    __table_args__ = (CheckConstraint(_one_of("kind", ["complaint", "suggestion"]), name="kind"),)

    id: Mapped[PrimaryId]
    account_id: Mapped[str] = mapped_column(ForeignKey("identity_account.id"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)
