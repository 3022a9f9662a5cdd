"""What happened to matters and tasks; ids only."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class MatterFiled(Event):
    """A matter was filed, or filed again after a return."""

    matter_id: str


@dataclass(frozen=True, slots=True)
class TaskOpened(Event):
    """A task waits for somebody with ``role`` at ``node_id`` or above, except the filer."""

    task_id: str
    matter_id: str
    role: str
    node_id: str
    filed_by: str


@dataclass(frozen=True, slots=True)
class TaskDecided(Event):
    """Somebody decided a task (``account_id`` is absent when the system itself acted)."""

    task_id: str
    matter_id: str
    verdict: str
    account_id: str | None
    filed_by: str


@dataclass(frozen=True, slots=True)
class TaskCancelled(Event):
    """A task needs nobody any more."""

    task_id: str
    matter_id: str


@dataclass(frozen=True, slots=True)
class MatterReturned(Event):
    """The filer is asked to correct the form."""

    matter_id: str
    filed_by: str


@dataclass(frozen=True, slots=True)
class MatterRejected(Event):
    """The matter ended without effect, by a reviewer."""

    matter_id: str
    filed_by: str


@dataclass(frozen=True, slots=True)
class MatterWithdrawn(Event):
    """The matter ended without effect, by its filer."""

    matter_id: str
    filed_by: str


@dataclass(frozen=True, slots=True)
class MatterExecuted(Event):
    """The matter's effect stands in the register."""

    matter_id: str
    filed_by: str
