"""What happened in identity, for whoever wants to know. Ids only."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class GrantProposed(Event):
    """A grant waits for the security administrator."""

    grant_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class GrantConfirmed(Event):
    """A grant took effect."""

    grant_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class GrantEnded(Event):
    """A grant, or the proposal of one, ended."""

    grant_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class SessionRevoked(Event):
    """A session ended before its time, or its owner signed out."""

    session_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class AccountDisabled(Event):
    """An account can no longer be used."""

    account_id: str


@dataclass(frozen=True, slots=True)
class NodeMoved(Event):
    """A node and everything below it hang elsewhere; rights follow today's tree."""

    node_id: str
