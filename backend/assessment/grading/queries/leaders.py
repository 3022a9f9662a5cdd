"""Who suggests grades: the leaders in charge of the places where people are assessed."""

from __future__ import annotations

from backend.core.transaction import Tx
from backend.identity.public import Role, accounts_granted_below, accounts_with_role, roles_of_accounts


def leaders_in_charge(tx: Tx, node_id: str) -> list[str]:
    """The accounts of the heads at, above and below the place of a round, each once."""
    below = [account.id for account in accounts_granted_below(tx, node_id)]
    heads = {account for account, roles in roles_of_accounts(tx, below).items() if Role.HEAD in roles}
    return sorted(heads | set(accounts_with_role(tx, Role.HEAD, node_id)))
