"""People, places and rights for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.authentication import actor_of_account
from backend.identity.operations.accounts import NewAccount, add_account
from backend.identity.operations.grants import grant_directly
from backend.identity.operations.scope import place_node
from backend.identity.passwords import vault
from backend.identity.permissions import ADMINISTRATOR_ROLES, PERSONAL_ROLES, Role, power_of

PASSWORD = "Clear-Brook-2026"
SYSTEM = Actor.system("tests")


@cache
def _hash() -> str:
    return vault().hash(PASSWORD)


def make_account(
    tx: Tx, username: str, *, power: str = "business", demo: bool = False, person: str | None = None
) -> str:
    """An account with the common password and no grant."""
    return add_account(tx, SYSTEM, NewAccount(username, f"账户{username}", power, person, demo=demo), _hash())


def make_holder(tx: Tx, username: str, role: Role, node_id: str | None) -> str:
    """An account that holds ``role`` at ``node_id`` (at no node where the role has none)."""
    account_id = make_account(tx, username, power=power_of(role).value)
    placeless = role in ADMINISTRATOR_ROLES or role in PERSONAL_ROLES
    grant_directly(tx, SYSTEM, account_id, role, None if placeless else node_id)
    return account_id


def actor_of(tx: Tx, account_id: str) -> Actor:
    actor = actor_of_account(tx, account_id)
    assert actor is not None
    return actor


@dataclass(slots=True)
class Tree:
    """``city`` over ``county`` (over ``unit`` over ``division``, and ``sibling``) and ``foreign``."""

    city: str
    county: str
    unit: str
    division: str
    sibling: str
    foreign: str


def make_tree(tx: Tx) -> Tree:
    city = place_node(tx, "region", "9901", "云川市", None)
    county = place_node(tx, "region", "990102", "临河县", city)
    unit = place_node(tx, "organization", "unit", "临河县文化馆", county)
    division = place_node(tx, "division", "division", "办公室", unit)
    sibling = place_node(tx, "organization", "sibling", "临河县图书馆", county)
    foreign = place_node(tx, "region", "990103", "青石县", city)
    return Tree(city, county, unit, division, sibling, foreign)


@dataclass(slots=True)
class Office:
    """One holder of every role: the roles of a unit at the unit, the others in the county."""

    tree: Tree
    accounts: dict[str, str] = field(default_factory=dict)

    def actor(self, tx: Tx, role: str) -> Actor:
        return actor_of(tx, self.accounts[role])


def make_office(tx: Tx) -> Office:
    office = Office(make_tree(tx))
    for role in Role:
        node = office.tree.unit if role in (Role.UNIT, Role.HEAD, Role.MENTOR) else office.tree.county
        office.accounts[role.value] = make_holder(tx, role.value, role, node)
    return office
