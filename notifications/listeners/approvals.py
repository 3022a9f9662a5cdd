"""Tasks tell those who may decide them; the outcome of a matter tells its filer."""

from __future__ import annotations

from backend.approvals.events import (
    MatterExecuted,
    MatterRejected,
    MatterReturned,
    MatterWithdrawn,
    TaskCancelled,
    TaskDecided,
    TaskOpened,
)
from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from backend.identity.public import accounts_with_role
from notifications.dispatch import notify, retract_task, signal_link
from notifications.types import (
    MATTER_EXECUTED,
    MATTER_REJECTED,
    MATTER_RETURNED,
    TASK_OPENED,
    Link,
    LinkKind,
    NoticeType,
)

_OUTCOMES: dict[type[Event], NoticeType] = {
    MatterReturned: MATTER_RETURNED,
    MatterRejected: MATTER_REJECTED,
    MatterExecuted: MATTER_EXECUTED,
}


def on_task_opened(tx: Tx, event: TaskOpened) -> None:
    """Everybody with the step's role above the unit is told, but never the filer."""
    deciders = set(accounts_with_role(tx, event.role, event.node_id)) - {event.filed_by}
    notify(tx, TASK_OPENED, deciders, Link(LinkKind.TASK, event.task_id), occasion=event.task_id)


def on_task_decided(tx: Tx, event: TaskDecided) -> None:
    """It leaves every list it was on, and the filer's open page moves on."""
    retract_task(tx, event.task_id)
    signal_link(tx, [event.filed_by], Link(LinkKind.MATTER, event.matter_id))


def on_task_cancelled(tx: Tx, event: TaskCancelled) -> None:
    """It leaves every list it was on."""
    retract_task(tx, event.task_id)


def on_outcome(tx: Tx, event: MatterReturned | MatterRejected | MatterExecuted) -> None:
    """The filer hears how it ended, or that the form comes back."""
    notify(tx, _OUTCOMES[type(event)], [event.filed_by], Link(LinkKind.MATTER, event.matter_id))


def on_withdrawn(tx: Tx, event: MatterWithdrawn) -> None:
    """The filer did it and needs no notice; their other devices need the news."""
    signal_link(tx, [event.filed_by], Link(LinkKind.MATTER, event.matter_id))


LISTENERS: list[tuple[type[Event], Handler]] = [
    (TaskOpened, on_task_opened),
    (TaskDecided, on_task_decided),
    (TaskCancelled, on_task_cancelled),
    *((outcome, on_outcome) for outcome in _OUTCOMES),
    (MatterWithdrawn, on_withdrawn),
]
