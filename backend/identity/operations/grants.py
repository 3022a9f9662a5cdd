"""Grants: proposed by the office, in force when the security administrator confirms, ended by either."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.audit.record import record_audit
from backend.identity.authentication import forget_account
from backend.identity.errors import AccountNotFound, GrantExists, GrantNotFound, NodeNotFound
from backend.identity.events import GrantConfirmed, GrantEnded, GrantProposed
from backend.identity.models import Account, Grant, ScopeNode
from backend.identity.operations.sessions import revoke_sessions
from backend.identity.permissions import Role
from backend.identity.policies import (
    ensure_may_confirm,
    ensure_may_end,
    ensure_may_propose,
    ensure_role_fits,
)


def propose_grant(tx: Tx, actor: Actor, account_id: str, role: str, node_id: str | None) -> str:
    """Propose a role for somebody else and return the grant's id; it gives nothing yet.

    Raises :class:`OwnGrant`, :class:`RoleNotYours`, :class:`NodeNotFound`, :class:`AccountNotFound`,
    :class:`RoleExcluded`, :class:`NodeNeeded` or :class:`GrantExists`.
    """
    ensure_may_propose(tx, actor, account_id, Role(role), node_id)
    grant = _add(tx, account_id, Role(role), node_id, state="proposed", proposed_by=actor.account_id)
    _record(tx, actor, "identity:grant:proposed", grant)
    tx.publish(GrantProposed(grant.id, account_id))
    return grant.id


def confirm_grant(tx: Tx, actor: Actor, grant_id: str) -> None:
    """Put a proposed grant in force.

    Raises :class:`GrantNotFound`, :class:`GrantNotOpen`, :class:`OwnGrant` or :class:`SecondPersonNeeded`.
    """
    grant = _locked(tx, grant_id)
    ensure_may_confirm(actor, grant)
    grant.state, grant.confirmed_by, grant.confirmed_at = "active", actor.account_id, tx.now()
    tx.session.flush()
    _record(tx, actor, "identity:grant:confirmed", grant)
    tx.publish(GrantConfirmed(grant.id, grant.account_id))
    tx.on_commit(forget_account, grant.account_id)


def end_grant(tx: Tx, actor: Actor, grant_id: str, reason: str = "") -> None:
    """End a grant, or withdraw its proposal; the right is gone with the commit.

    Raises :class:`GrantNotFound`, :class:`GrantNotOpen` or :class:`RoleNotYours`.
    """
    grant = _locked(tx, grant_id)
    ensure_may_end(tx, actor, grant)
    _end(tx, actor, grant, reason)


def grant_directly(tx: Tx, actor: Actor, account_id: str, role: str, node_id: str | None) -> str:
    """Give a role without a second person: for the first accounts and the demonstration, never behind a route."""
    grant = _add(tx, account_id, Role(role), node_id, state="active", proposed_by=None)
    grant.confirmed_at = tx.now()
    tx.session.flush()
    _record(tx, actor, "identity:grant:given", grant)
    tx.publish(GrantConfirmed(grant.id, account_id))
    tx.on_commit(forget_account, account_id)
    return grant.id


def end_grants_of(tx: Tx, actor: Actor, account_id: str, reason: str) -> int:
    """End every running grant of an account and return how many there were."""
    grants = tx.session.scalars(
        select(Grant)
        .where(Grant.account_id == account_id, Grant.state != "ended")
        .order_by(Grant.id)
        .with_for_update()
    ).all()
    for grant in grants:
        _end(tx, actor, grant, reason)
    return len(grants)


def end_person_access(tx: Tx, actor: Actor, person_ref: str, reason: str) -> None:
    """Somebody left or was transferred: grants and sessions of the account end with the fact.

    Tasks follow through :class:`GrantEnded`. A person without an account changes nothing.
    """
    account_id = tx.session.scalar(select(Account.id).where(Account.person_ref == person_ref))
    if account_id is None:
        return
    end_grants_of(tx, actor, account_id, reason)
    revoke_sessions(tx, actor, account_id, reason)


def _add(
    tx: Tx, account_id: str, role: Role, node_id: str | None, *, state: str, proposed_by: str | None
) -> Grant:
    account = tx.session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        raise AccountNotFound
    ensure_role_fits(account, role, node_id)
    if node_id is not None and tx.session.get(ScopeNode, node_id) is None:
        raise NodeNotFound
    same = select(Grant.id).where(
        Grant.account_id == account_id,
        Grant.role == role.value,
        Grant.node_id == node_id if node_id is not None else Grant.node_id.is_(None),
        Grant.state != "ended",
    )
    if tx.session.scalar(same) is not None:
        raise GrantExists
    grant = Grant(
        id=new_id(),
        account_id=account_id,
        power=account.power,
        role=role.value,
        node_id=node_id,
        state=state,
        proposed_by=proposed_by,
        proposed_at=tx.now(),
    )
    tx.session.add(grant)
    tx.session.flush()
    return grant


def _locked(tx: Tx, grant_id: str) -> Grant:
    grant = tx.session.get(Grant, grant_id, with_for_update=True)
    if grant is None:
        raise GrantNotFound
    return grant


def _end(tx: Tx, actor: Actor, grant: Grant, reason: str) -> None:
    grant.state, grant.ended_by, grant.ended_at = "ended", actor.account_id, tx.now()
    grant.ended_reason = reason[:200] or None
    tx.session.flush()
    _record(tx, actor, "identity:grant:ended", grant)
    tx.publish(GrantEnded(grant.id, grant.account_id))
    tx.on_commit(forget_account, grant.account_id)


def _record(tx: Tx, actor: Actor, action: str, grant: Grant) -> None:
    facts = {"account": grant.account_id, "role": grant.role}
    record_audit(tx, actor, action, "grant", grant.id, node_id=grant.node_id, facts=facts)
