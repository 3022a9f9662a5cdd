"""Where somebody may do something: the one scope builder, used by every query of every domain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.errors import NodeNotFound
from backend.identity.models import Account, Grant, ScopeClosure, ScopeNode
from backend.identity.permissions import ADMINISTRATOR_ROLES, roles_with


def visible_nodes(actor: Actor, permission: str) -> tuple[str, ...]:
    """The nodes below which ``actor`` has ``permission`` (those of the grants themselves, not their subtrees)."""
    roles = roles_with(permission)
    return tuple(
        sorted({grant.node_id for grant in actor.grants if grant.role in roles and grant.node_id is not None})
    )


def sees_everything(actor: Actor, permission: str) -> bool:
    """The system, and an administrator within what administrators may do at all."""
    if actor.is_system:
        return True
    return any(
        grant.role in ADMINISTRATOR_ROLES and grant.role in roles_with(permission) for grant in actor.grants
    )


def in_scope(
    actor: Actor,
    permission: str,
    node_column: ColumnElement[str] | Any,
    *,
    participant: ColumnElement[bool] | None = None,
) -> ColumnElement[bool]:
    """The condition "``node_column`` lies in a subtree where ``actor`` has ``permission``, or ``participant``".

    ``participant`` is the caller's own condition for rows that reach a person without their subtree (a task, a
    copy, a transfer). Nothing is visible by default.
    """
    scope = _subtree_condition(actor, permission, node_column)
    return scope if participant is None else or_(scope, participant)


def _subtree_condition(actor: Actor, permission: str, node_column: Any) -> ColumnElement[bool]:
    if sees_everything(actor, permission):
        return true()
    nodes = visible_nodes(actor, permission)
    if not nodes or not actor.may(permission):
        return false()
    closure = aliased(ScopeClosure)
    return exists().where(closure.ancestor_id.in_(nodes), closure.descendant_id == node_column)


def visible_among(tx: Tx, actor: Actor, permission: str, node_ids: Collection[str]) -> frozenset[str]:
    """Those of ``node_ids`` that lie in a subtree where ``actor`` has ``permission``."""
    if sees_everything(actor, permission):
        return frozenset(node_ids)
    own, found = visible_nodes(actor, permission), set[str]()
    ordered = sorted(set(node_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        here = ScopeClosure.descendant_id.in_(ordered[start : start + _AT_ONCE])
        rows = select(ScopeClosure.descendant_id).where(ScopeClosure.ancestor_id.in_(own), here)
        found.update(tx.session.scalars(rows))
    return frozenset(found)


def below(node_id: str, node_column: ColumnElement[str] | Any) -> ColumnElement[bool]:
    """The condition "``node_column`` is ``node_id`` or lies below it"; it says nothing of who may look."""
    closure = aliased(ScopeClosure)
    return exists().where(closure.ancestor_id == node_id, closure.descendant_id == node_column)


def ensure_in_scope(tx: Tx, actor: Actor, permission: str, node_id: str) -> None:
    """Raises :class:`NodeNotFound` for a node outside the scope as for one that does not exist."""
    condition = in_scope(actor, permission, ScopeNode.id)
    if tx.session.scalar(select(ScopeNode.id).where(ScopeNode.id == node_id, condition)) is None:
        raise NodeNotFound


def holds_role(tx: Tx, actor: Actor, role: str, node_id: str) -> bool:
    """Whether ``actor`` holds ``role`` at ``node_id`` or above it at this moment.

    Asked of the database, never of the session's cache; a transaction that writes keeps the grant locked against
    its ending, so that nobody decides with a right that was just taken.
    """
    if actor.account_id is None:
        return False
    values = {"account": actor.account_id, "role": role, "node": node_id}
    return tx.session.scalar(_HELD_LOCKED if tx.writes else _HELD, values) is not None


_HELD = (
    select(Grant.id)
    .join(ScopeClosure, ScopeClosure.ancestor_id == Grant.node_id)
    .join(Account, Account.id == Grant.account_id)
    .where(
        Grant.account_id == bindparam("account"),
        Grant.role == bindparam("role"),
        Grant.state == "active",
        Account.disabled_at.is_(None),
        ScopeClosure.descendant_id == bindparam("node"),
    )
    .limit(1)
)
_HELD_LOCKED = _HELD.with_for_update(read=True, of=[Grant, Account])


def held_role(tx: Tx, actor: Actor, role: str, node_id: str) -> bool:
    """Whether ``actor`` holds, or held once, ``role`` at ``node_id`` or above it: grants that ended count too.

    Who had a right may be told that it is gone; anybody else is told that there is nothing (404).
    """
    closure = aliased(ScopeClosure)
    grants = (
        select(Grant.id)
        .join(closure, closure.ancestor_id == Grant.node_id)
        .where(
            Grant.account_id == actor.account_id,
            Grant.role == role,
            Grant.confirmed_at.is_not(None),
            closure.descendant_id == node_id,
        )
        .limit(1)
    )
    return actor.account_id is not None and tx.session.scalar(grants) is not None


def ancestor_nodes(tx: Tx, node_id: str) -> tuple[str, ...]:
    """``node_id`` and the nodes above it, from itself up to the root; empty for an unknown node."""
    return tuple(tx.session.scalars(_ANCESTORS, {"node": node_id}))


def ancestors_among(tx: Tx, node_ids: Collection[str], among: Collection[str]) -> dict[str, list[str]]:
    """Of the nodes ``among``, those that are each of ``node_ids`` or lie above it, the nearest first."""
    found: dict[str, list[str]] = {}
    ordered = sorted(set(node_ids)) if among else []
    for start in range(0, len(ordered), _AT_ONCE):
        rows = tx.session.execute(
            select(ScopeClosure.descendant_id, ScopeClosure.ancestor_id)
            .where(
                ScopeClosure.descendant_id.in_(ordered[start : start + _AT_ONCE]),
                ScopeClosure.ancestor_id.in_(among),
            )
            .order_by(ScopeClosure.depth)
        )
        for node_id, ancestor_id in rows:
            found.setdefault(node_id, []).append(ancestor_id)
    return found


_ANCESTORS = (
    select(ScopeClosure.ancestor_id)
    .where(ScopeClosure.descendant_id == bindparam("node"))
    .order_by(ScopeClosure.depth)
)


def accounts_with_role(tx: Tx, role: str, node_id: str) -> list[str]:
    """The accounts that hold ``role`` at ``node_id`` or above it, disabled ones left out, in order of id."""
    closure = aliased(ScopeClosure)
    accounts = (
        select(Grant.account_id)
        .join(closure, closure.ancestor_id == Grant.node_id)
        .join(Account, Account.id == Grant.account_id)
        .where(
            Grant.role == role,
            Grant.state == "active",
            Account.disabled_at.is_(None),
            closure.descendant_id == node_id,
        )
        .distinct()
        .order_by(Grant.account_id)
    )
    return list(tx.session.scalars(accounts))


def roles_of_accounts(tx: Tx, account_ids: Collection[str]) -> dict[str, set[str]]:
    """The roles that each usable account holds anywhere; accounts that cannot be used are left out."""
    roles: dict[str, set[str]] = {}
    ordered = sorted(set(account_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        rows = tx.session.execute(
            select(Account.id, Grant.role)
            .outerjoin(Grant, (Grant.account_id == Account.id) & (Grant.state == "active"))
            .where(Account.id.in_(ordered[start : start + _AT_ONCE]), Account.disabled_at.is_(None))
        )
        for account_id, role in rows:
            roles.setdefault(account_id, set()).update([role] if role else [])
    return roles


_AT_ONCE = 500


def node_refs(tx: Tx, node_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """``{node_id: {"kind", "ref", "name", "parent_id"}}`` of the nodes that exist."""
    rows = tx.session.execute(
        select(ScopeNode.id, ScopeNode.kind, ScopeNode.ref, ScopeNode.name, ScopeNode.parent_id).where(
            ScopeNode.id.in_(node_ids)
        )
    )
    return {
        row.id: {"kind": row.kind, "ref": row.ref, "name": row.name, "parent_id": row.parent_id} for row in rows
    }


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node as the tree shows it; ``children`` says whether there is anything below."""

    node_id: str
    kind: str
    ref: str
    name: str
    children: bool


def tree_nodes(tx: Tx, *, parent_id: str | None = None, ids: Sequence[str] = ()) -> list[TreeNode]:
    """The nodes of ``ids``, or else what hangs below ``parent_id`` (the roots without one): regions before bodies.

    Whether the asker may see them is the caller's to check.
    """
    below = aliased(ScopeNode)
    children = exists().where(below.parent_id == ScopeNode.id, below.ended_at.is_(None))
    wanted = ScopeNode.id.in_(ids) if ids else ScopeNode.parent_id.is_not_distinct_from(parent_id)
    rows = tx.session.execute(
        select(ScopeNode.id, ScopeNode.kind, ScopeNode.ref, ScopeNode.name, children)
        .where(wanted, ScopeNode.ended_at.is_(None))
        .order_by(ScopeNode.kind.desc(), ScopeNode.name, ScopeNode.id)
    )
    return [TreeNode(*row) for row in rows]
