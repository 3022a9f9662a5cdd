"""Accounts as the people behind them: for domains that deal with persons and not with rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from backend.core.transaction import Tx
from backend.identity.models import Account, Grant
from backend.identity.scope import below

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One account; ``node_id`` is where its oldest running grant lies, ``open`` whether it can be used."""

    id: str
    username: str
    display_name: str
    person_ref: str | None
    node_id: str | None
    open: bool


def facts_of_accounts(tx: Tx, account_ids: Collection[str]) -> Iterator[AccountFacts]:
    """The accounts of these ids, those that were disabled included."""
    for chunk in _chunks(account_ids):
        yield from _facts(tx, Account.id.in_(chunk))


def accounts_named(tx: Tx, usernames: Collection[str]) -> Iterator[AccountFacts]:
    """The usable accounts of these user names."""
    for chunk in _chunks(usernames):
        yield from _facts(tx, Account.username.in_(chunk) & _USABLE)


def accounts_of_people(tx: Tx, person_refs: Collection[str]) -> Iterator[AccountFacts]:
    """The usable accounts of these people; a person has one at most."""
    for chunk in _chunks(person_refs):
        yield from _facts(tx, Account.person_ref.in_(chunk) & _USABLE)


def account_ids_of_people(tx: Tx, person_refs: Collection[str]) -> dict[str, str]:
    """The account of each of these people by person, also one that cannot be used any more."""
    return {
        person: account_id
        for chunk in _chunks(person_refs)
        for person, account_id in tx.session.execute(
            select(Account.person_ref, Account.id).where(Account.person_ref.in_(chunk))
        )
        if person is not None
    }


def has_account(person_column: ColumnElement[str] | Any) -> ColumnElement[bool]:
    """The condition "this person can sign in", for queries that need only the few who do."""
    return exists().where(Account.person_ref == person_column, _USABLE)


def account_of(person_column: ColumnElement[str] | Any) -> Any:
    """The id of the usable account of this person, or NULL, as a column of a query."""
    return select(Account.id).where(Account.person_ref == person_column, _USABLE).scalar_subquery()


def accounts_matching(tx: Tx, text: str, limit: int) -> list[AccountFacts]:
    """The first usable accounts by name whose name or user name contains ``text``."""
    wanted = Account.display_name.contains(text, autoescape=True) | Account.username.contains(
        text, autoescape=True
    )
    return list(_facts(tx, wanted & _USABLE, limit))


def accounts_granted_below(tx: Tx, node_id: str) -> Iterator[AccountFacts]:
    """The usable accounts with a running grant at ``node_id`` or below it."""
    granted = select(Grant.account_id).where(Grant.state == "active", below(node_id, Grant.node_id))
    yield from _facts(tx, Account.id.in_(granted) & _USABLE)


_USABLE: ColumnElement[bool] = Account.disabled_at.is_(None) & (Account.power == "business")
_OWN_NODE = (
    select(Grant.node_id)
    .where(Grant.account_id == Account.id, Grant.state == "active", Grant.node_id.is_not(None))
    .order_by(Grant.id)
    .limit(1)
    .scalar_subquery()
)


def _facts(tx: Tx, condition: ColumnElement[bool], limit: int | None = None) -> Iterator[AccountFacts]:
    columns = (Account.id, Account.username, Account.display_name, Account.person_ref, _OWN_NODE, _USABLE)
    by_name = select(*columns).where(condition).order_by(Account.display_name, Account.id).limit(limit)
    return (AccountFacts(*row) for row in tx.session.execute(by_name))


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(set(values))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]
