"""Whose files they are: each owning domain says who reads and who hands in. Without its word nobody does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.records.files.errors import FileNotFound, FileOwnerNotFound

#: Whether the actor may, for the owner of this id; false also where there is no such owner.
OwnerCheck = Callable[[Tx, Actor, str], bool]


@dataclass(frozen=True, slots=True)
class _Owner:
    may_read: OwnerCheck
    may_write: OwnerCheck


_owners: dict[str, _Owner] = {}


def register_file_owner(kind: str, may_read: OwnerCheck, may_write: OwnerCheck) -> None:
    """Let files belong to things of ``kind``; a second registration replaces the first."""
    _owners[kind] = _Owner(may_read, may_write)


def ensure_may_read(tx: Tx, actor: Actor, kind: str, owner_id: str) -> None:
    """Raises :class:`FileNotFound`."""
    owner = _owners.get(kind)
    if owner is None or not owner.may_read(tx, actor, owner_id):
        raise FileNotFound


def ensure_may_write(tx: Tx, actor: Actor, kind: str, owner_id: str) -> None:
    """Raises :class:`FileOwnerNotFound`."""
    owner = _owners.get(kind)
    if owner is None or not owner.may_write(tx, actor, owner_id):
        raise FileOwnerNotFound
