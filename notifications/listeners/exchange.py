"""Whoever started an import hears that it is through."""

from __future__ import annotations

from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from backend.exchange.events import ImportFinished
from notifications.dispatch import notify
from notifications.types import IMPORT_FINISHED, Link, LinkKind


def on_import_finished(tx: Tx, event: ImportFinished) -> None:
    """Told once: the worker says the same of a job's end, for those that failed."""
    if event.account_id is None or event.job_id is None:
        return  # from the command line, where somebody watches
    link = Link(LinkKind.JOB, event.job_id)
    notify(tx, IMPORT_FINISHED, [event.account_id], link, occasion=event.job_id)


LISTENERS: list[tuple[type[Event], Handler]] = [(ImportFinished, on_import_finished)]
