"""Whom an assignment means, and on which days it reminds. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Audience:
    """Of the people in a subtree: those with one of the roles and one of the ranks; empty means any."""

    roles: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()


def is_meant(audience: Audience, rank: str | None, roles: Collection[str] | None) -> bool:
    """Whether somebody of the subtree is meant; ``roles`` is ``None`` for an account that cannot be used."""
    if roles is None:
        return False
    if audience.roles and not audience.roles & set(roles):
        return False
    return not audience.ranks or rank in audience.ranks


def reminder_due(reminders: Sequence[int], due_on: date, today: date) -> int | None:
    """The reminder whose day it is: the smallest number of days before the end that has been reached.

    ``None`` before the first and after the last day. Days on which nobody looked are not made up for one by one.
    """
    left = (due_on - today).days
    return min((days for days in reminders if days >= left), default=None) if left >= 0 else None
