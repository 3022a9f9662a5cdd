"""The rules of identity: each raises one named error."""

from __future__ import annotations

from collections.abc import Iterable

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.errors import (
    GrantNotFound,
    GrantNotOpen,
    NodeNeeded,
    NodeNotFound,
    OwnGrant,
    PasswordRefused,
    RoleExcluded,
    RoleNotYours,
    SecondPersonNeeded,
)
from backend.identity.models import Account, Grant
from backend.identity.passwords import password_problems
from backend.identity.permissions import (
    ADMINISTRATOR_ROLES,
    PERSONAL_ROLES,
    ROLE_PERMISSIONS,
    UNIT_ROLES,
    Permission,
    Role,
    power_of,
)
from backend.identity.scope import ensure_in_scope, holds_role, sees_everything


def ensure_role_fits(account: Account, role: Role, node_id: str | None) -> None:
    """Separated powers, and a node exactly for the roles of the tree.

    Raises :class:`RoleExcluded` or :class:`NodeNeeded`.
    """
    if power_of(role) != account.power:
        raise RoleExcluded(role=role.value, power=account.power)
    placeless = role in ADMINISTRATOR_ROLES or role in PERSONAL_ROLES
    if placeless != (node_id is None):
        raise NodeNeeded(fields={"node_id": ["not_for_this_role" if placeless else "required"]})


def ensure_may_propose(tx: Tx, actor: Actor, account_id: str, role: Role, node_id: str | None) -> None:
    """A chief proposes every role within the own region; a head the unit roles of the own unit.

    Raises :class:`OwnGrant`, :class:`RoleNotYours` or :class:`NodeNotFound`.
    """
    if account_id == actor.account_id:
        raise OwnGrant
    _ensure_role_is_theirs(tx, actor, Permission.GRANT_PROPOSE, role, node_id)


def ensure_may_confirm(actor: Actor, grant: Grant) -> None:
    """A second person, and never the one who gains.

    Raises :class:`GrantNotOpen`, :class:`OwnGrant` or :class:`SecondPersonNeeded`.
    """
    if grant.state != "proposed":
        raise GrantNotOpen(state=grant.state)
    if grant.account_id == actor.account_id:
        raise OwnGrant
    if grant.proposed_by is not None and grant.proposed_by == actor.account_id:
        raise SecondPersonNeeded


def ensure_may_end(tx: Tx, actor: Actor, grant: Grant) -> None:
    """Who may confirm may end; who may propose may end within the own scope.

    Raises :class:`GrantNotOpen`, :class:`GrantNotFound` or :class:`RoleNotYours`.
    """
    if grant.state == "ended":
        raise GrantNotOpen(state=grant.state)
    if actor.may(Permission.GRANT_CONFIRM):
        return
    try:
        _ensure_role_is_theirs(tx, actor, Permission.GRANT_END, Role(grant.role), grant.node_id)
    except NodeNotFound:
        raise GrantNotFound from None


def ensure_password_fits(password: str, profile: str, words: Iterable[str], field: str = "new") -> None:
    """Raises :class:`PasswordRefused` with every problem at once."""
    problems = password_problems(password, profile, words)
    if problems:
        raise PasswordRefused(fields={field: problems})


def _ensure_role_is_theirs(tx: Tx, actor: Actor, permission: Permission, role: Role, node_id: str | None) -> None:
    if sees_everything(actor, permission):
        return
    if node_id is None:  # administrators, authors, mentors: named by the office, not by a unit
        if not any(grant.role == Role.CHIEF for grant in actor.grants):
            raise RoleNotYours(role=role.value)
        return
    ensure_in_scope(tx, actor, permission, node_id)
    giving = {Role(grant.role) for grant in actor.grants if permission in ROLE_PERMISSIONS[Role(grant.role)]}
    if role not in UNIT_ROLES and not any(
        holds_role(tx, actor, giver, node_id) for giver in sorted(giving - UNIT_ROLES)
    ):
        raise RoleNotYours(role=role.value)
