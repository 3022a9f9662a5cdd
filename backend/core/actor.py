"""Who acts. An actor is passed by hand into every operation and query."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GrantRef:
    """One active grant: a role at a node of the scope tree (``None`` = everywhere)."""

    role: str
    node_id: str | None
    grant_id: str


class _Everything(frozenset[str]):
    """The permissions of the system itself: it may do whatever an operation asks for."""

    def __contains__(self, item: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with the rights of this moment, or the system (an import, the worker)."""

    account_id: str | None
    name: str
    permissions: frozenset[str]
    grants: tuple[GrantRef, ...]
    session_id: str | None = None
    person_ref: str | None = None
    #: derived per request and carried along so that a page asks for them once
    is_system: bool = field(default=False)

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    @classmethod
    def system(cls, name: str) -> Actor:
        """The product acting by itself; ``name`` says which part (for the audit record)."""
        return cls(account_id=None, name=name, permissions=_Everything(), grants=(), is_system=True)
