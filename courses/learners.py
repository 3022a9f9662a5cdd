"""Who learns, and where: accounts joined with the places of their people.

Everybody with an account is a learner. A learner's place follows the posting of the account's person; an account
without one stands where its oldest running grant lies. Where neither is known, the place is unknown, and nobody's
scope reaches it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import (
    AccountFacts,
    accounts_granted_below,
    accounts_matching,
    accounts_named,
    accounts_of_people,
    ancestor_nodes,
    facts_of_accounts,
    node_refs,
    sees_everything,
    visible_nodes,
)
from backend.register.public import PersonPlace, people_below, places_of_people


@dataclass(frozen=True, slots=True)
class Learner:
    """An account as a learner; ``organization_id``, ``node_id`` and ``rank`` are None where they are unknown."""

    account_id: str
    name: str
    username: str
    person_id: str | None
    organization_id: str | None
    organization_name: str | None
    node_id: str | None
    rank: str | None


def learners_of(tx: Tx, account_ids: Collection[str]) -> dict[str, Learner]:
    """The learners of these accounts by id, disabled accounts included."""
    return _by_id(tx, facts_of_accounts(tx, account_ids))


def learners_known_as(tx: Tx, names: Collection[str]) -> dict[str, Learner]:
    """The usable learners by what they were called: a user name or a person's id."""
    known = {account.username: account for account in accounts_named(tx, names)}
    known |= {account.person_ref or "": account for account in accounts_of_people(tx, names)}
    learners = _by_id(tx, known.values())
    return {name: learners[account.id] for name, account in known.items()}


def learners_matching(tx: Tx, text: str, limit: int = 500) -> list[Learner]:
    """The first usable learners by name whose name or user name contains ``text``, wherever they are."""
    return list(_by_id(tx, accounts_matching(tx, text, limit)).values())


def learners_below(tx: Tx, node_id: str) -> list[Learner]:
    """Every usable learner whose place is ``node_id`` or below it, by name."""
    places = {place.person_id: place for place in people_below(tx, node_id)}
    posted = _learners(tx, list(accounts_of_people(tx, list(places))), places)
    granted = list(accounts_granted_below(tx, node_id))
    elsewhere = places_of_people(tx, [account.person_ref for account in granted if account.person_ref])
    unposted = [account for account in granted if (account.person_ref or "") not in elsewhere]
    return sorted([*posted, *_learners(tx, unposted, {})], key=lambda learner: (learner.name, learner.account_id))


def nodes_in_scope(tx: Tx, actor: Actor, permission: str, node_ids: Collection[str]) -> frozenset[str]:
    """Those of ``node_ids`` that lie where the actor has ``permission``."""
    if sees_everything(actor, permission):
        return frozenset(node_ids)
    own = set(visible_nodes(actor, permission))
    return frozenset(node_id for node_id in node_ids if own & set(ancestor_nodes(tx, node_id)))


def learners_in_scope(tx: Tx, actor: Actor, permission: str, learners: Collection[Learner]) -> list[Learner]:
    """Those of ``learners`` whose place lies where the actor has ``permission``; an unknown place lies nowhere."""
    nodes = nodes_in_scope(tx, actor, permission, {one.node_id for one in learners if one.node_id})
    return [learner for learner in learners if learner.node_id in nodes]


def _by_id(tx: Tx, accounts: Iterable[AccountFacts]) -> dict[str, Learner]:
    listed = list(accounts)
    places = places_of_people(tx, [account.person_ref for account in listed if account.person_ref])
    return {learner.account_id: learner for learner in _learners(tx, listed, places)}


def _learners(tx: Tx, accounts: list[AccountFacts], places: dict[str, PersonPlace]) -> list[Learner]:
    nodes = node_refs(tx, sorted({account.node_id for account in accounts if account.node_id}))
    return [_learner(account, places.get(account.person_ref or ""), nodes) for account in accounts]


def _learner(account: AccountFacts, place: PersonPlace | None, nodes: dict[str, dict[str, str]]) -> Learner:
    node = nodes.get(account.node_id or "", {}) if place is None else {}
    unit = node if node.get("kind") == "organization" else {}
    return Learner(
        account_id=account.id,
        name=account.display_name,
        username=account.username,
        person_id=account.person_ref,
        organization_id=place.organization_id if place else unit.get("ref"),
        organization_name=place.organization_name if place else unit.get("name"),
        node_id=place.node_id if place else account.node_id,
        rank=place.rank if place else None,
    )
