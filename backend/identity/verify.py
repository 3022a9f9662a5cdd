"""What ``verify`` recomputes of identity: the closure of the tree, and who holds what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import func, select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from backend.identity.models import Account, Grant, ScopeClosure, ScopeNode
from backend.identity.permissions import Role, power_of

_CLOSURE = ScopeClosure.__tablename__


def closure_of(parents: Mapping[str, str | None]) -> dict[tuple[str, str], int]:
    """``{(ancestor, descendant): depth}`` of a tree given as ``{node: parent}``; a loop is cut where it closes."""
    pairs: dict[tuple[str, str], int] = {}
    for node in parents:
        ancestor: str | None = node
        depth = 0
        while ancestor is not None and (ancestor, node) not in pairs:
            pairs[ancestor, node] = depth
            ancestor, depth = parents.get(ancestor), depth + 1
    return pairs


def check_closure(tx: Tx) -> Iterator[Finding]:
    """The stored closure equals the one recomputed from the parents."""
    parents = {row.id: row.parent_id for row in tx.session.execute(select(ScopeNode.id, ScopeNode.parent_id))}
    expected = closure_of(parents)
    rows = tx.session.execute(select(ScopeClosure.ancestor_id, ScopeClosure.descendant_id, ScopeClosure.depth))
    stored = {(row.ancestor_id, row.descendant_id): row.depth for row in rows}
    for pair in sorted(expected.keys() | stored.keys()):
        if expected.get(pair) != stored.get(pair):
            yield Finding(
                "scope_closure",
                _CLOSURE,
                "/".join(pair),
                "the pair differs from the tree",
                str(expected.get(pair)),
                str(stored.get(pair)),
            )


def check_powers(tx: Tx) -> Iterator[Finding]:
    """No account gathers two of the separated powers, and no grant is in force without its second person."""
    rows = tx.session.execute(
        select(Grant.id, Grant.role, Account.power, Grant.state, Grant.proposed_by, Grant.confirmed_by)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.state == "active")
    )
    for row in rows:
        if power_of(Role(row.role)) != row.power:
            yield Finding(
                "separated_powers",
                Grant.__tablename__,
                row.id,
                "the role is of another power",
                row.power,
                row.role,
            )
        if row.proposed_by is not None and row.confirmed_by in (None, row.proposed_by):
            yield Finding("second_person", Grant.__tablename__, row.id, "nobody else confirmed this grant")


def check_one_account(tx: Tx) -> Iterable[Finding]:
    """A person has at most one account (专人专用)."""
    doubles = tx.session.scalars(
        select(Account.person_ref)
        .where(Account.person_ref.is_not(None))
        .group_by(Account.person_ref)
        .having(func.count() > 1)
    )
    return [
        Finding("one_account", Account.__tablename__, str(person), "the person has several accounts")
        for person in doubles
    ]


CHECKS: list[Check] = [check_closure, check_powers, check_one_account]
