"""The practice space as the edge sees it: which runtime a request runs on, as whom, and what it may ask for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.core.secrecy import texts_in
from backend.identity.public import actor_of_username
from backend.register.public import GENERATED_SEQUENCE, id_numbers_in
from backend.sandbox.county import PERSONAS
from backend.sandbox.errors import FictionalPeopleOnly, NotInSandbox, PersonaUnknown
from backend.sandbox.files import ensure_copy, keyring_of, note_use, restore

SANDBOX: Final = "sandbox"
PERSONA_HEADER: Final = "X-Zhangbian-Persona"
#: Databases that stay open at a time in one process.
OPEN_AT_MOST = 12
#: What can be practiced: areas as a whole, and single routes of others.
AREAS = frozenset({"register", "approvals"})
ROUTES = frozenset(
    {
        "identity.meta",
        "identity.session",
        "notifications.notices",
        "notifications.read_notice",
        "notifications.read_all_notices",
    }
)
#: Domains of the permissions that a persona keeps: the app shows no way to what would be refused.
_DOMAINS = AREAS | {"self"}


@dataclass(frozen=True, slots=True)
class _Opened:
    """A copy that is open in this process, and which file it was when it was opened."""

    runtime: Runtime
    path: Path
    inode: int | None


class Sandboxes:
    """The practice databases of one process; few are open at a time, the one not used longest is closed first."""

    def __init__(self, runtime: Runtime) -> None:
        self._real = runtime
        self._open: OrderedDict[str, _Opened] = OrderedDict()
        self._lock = threading.Lock()

    def enter(self, actor: Actor, endpoint: str, headers: Mapping[str, str]) -> tuple[Runtime, Actor]:
        """The runtime of the account's own database, and the persona that the request names.

        Raises :class:`NotInSandbox` or :class:`PersonaUnknown`.
        """
        if endpoint.partition(".")[0] not in AREAS and endpoint not in ROUTES:
            raise NotInSandbox
        persona = headers.get(PERSONA_HEADER, "")
        if persona not in PERSONAS:
            raise PersonaUnknown
        runtime = self.runtime_of(_account(actor))
        with runtime.database.read() as tx:
            played = actor_of_username(tx, persona)
        if played is None:
            raise PersonaUnknown
        practiced = frozenset(name for name in played.permissions if name.partition(":")[0] in _DOMAINS)
        return runtime, replace(played, permissions=practiced)

    def check(self, content: Any) -> None:
        """Raises :class:`FictionalPeopleOnly` for an ID number that may have been given to somebody."""
        numbers = (number for found in texts_in(content) for number in id_numbers_in(found))
        if any(number[14:17] != GENERATED_SEQUENCE for number in numbers):
            raise FictionalPeopleOnly

    def runtime_of(self, account_id: str) -> Runtime:
        """The runtime on the account's own database, which is made on its first use."""
        with self._lock:
            known = self._open.get(account_id)
            if known is not None and known.inode == note_use(known.path):
                self._open.move_to_end(account_id)
                return known.runtime
            opened = self._start(account_id)
            self._open[account_id] = opened
            closing = [] if known is None else [known]
            while len(self._open) > OPEN_AT_MOST:
                closing.append(self._open.popitem(last=False)[1])
        for closed in closing:
            closed.runtime.database.dispose()
        return opened.runtime

    def reset(self, account_id: str) -> None:
        """Bring the account's database back to where everybody begins."""
        runtime = self.runtime_of(account_id)
        with runtime.database.write_lock:  # a writer of this process must not be waited for inside SQLite
            restore(self._real.settings, self._real.clock, account_id)

    def close(self) -> None:
        """Close all databases (the end of a process)."""
        with self._lock:
            closing, self._open = self._open, OrderedDict()
        for opened in closing.values():
            opened.runtime.database.dispose()

    def _start(self, account_id: str) -> _Opened:
        settings, clock = self._real.settings, self._real.clock
        path = ensure_copy(settings, clock, account_id)
        keyring = keyring_of(settings)
        database = Database(f"sqlite:///{path}", clock, keyring, one_of_many=True)
        return _Opened(replace(self._real, database=database, keyring=keyring), path, note_use(path))


def _account(actor: Actor) -> str:
    """Only people who signed in come here; the system has no practice space."""
    assert actor.account_id is not None
    return actor.account_id
