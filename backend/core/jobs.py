"""Work that is done later, by the worker: rows that are claimed for a while and finished, retried or given up.

A claim is a lease, so that a worker that dies in the middle loses its job to the next one. A handler therefore
runs *at least* once and opens its own transactions; what it writes must bear being written twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Database, Id, JsonType, PrimaryId, new_id
from backend.core.errors import DomainError, NotFound, Unavailable
from backend.core.runtime import Runtime
from backend.core.signals import account_room, send_signal
from backend.core.transaction import Tx

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
#: The code of a job that failed without a refusal: nobody foresaw why.
JOB_FAILED = "job_failed"
#: A person sees progress, not every row: at most this often is it written.
PROGRESS_EVERY = timedelta(milliseconds=500)


class JobNotFound(NotFound):
    """No job of that id, or it is somebody else's."""

    code = "job_not_found"


class RetryJob(Exception):
    """Raised by a handler that wants to be asked again after ``delay``."""

    def __init__(self, delay: timedelta, reason: str) -> None:
        super().__init__(reason)
        self.delay = delay


class JobRow(Base):
    """One piece of work."""

    __tablename__ = "core_job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        Index("ix_core_job_state_run_after", "state", "run_after"),
    )

    id: Mapped[PrimaryId]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="queued")
    unique_key: Mapped[str | None] = mapped_column(unique=True)
    owner_account_id: Mapped[Id | None]
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    error: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@dataclass(slots=True)
class JobContext:
    """What a handler gets: its payload, and a way to tell how far it is."""

    id: str
    kind: str
    payload: dict[str, Any]
    owner_account_id: str | None
    database: Database
    _told_at: datetime | None = None

    def progress(self, done: int, total: int) -> None:
        """Tell the person who waits; may be called for every row."""
        now = self.database.clock.now()
        if self._told_at and now - self._told_at < PROGRESS_EVERY and done < total:
            return
        self._told_at = now
        with self.database.write() as tx:
            row = tx.session.get_one(JobRow, self.id)
            row.done, row.total, row.lease_until = done, total, now + LEASE
            if self.owner_account_id:
                payload = {"id": self.id, "done": done, "total": total}
                send_signal(tx, account_room(self.owner_account_id), "job_progress", payload)


JobHandler = Callable[[Runtime, JobContext], dict[str, Any] | None]


def loaded_when_run(module: str, name: str) -> JobHandler:
    """The handler ``name`` of ``module``, which is loaded with the first job that it runs.

    For work that brings a large library along: processes that only list the jobs stay without it.
    """

    def run(runtime: Runtime, job: JobContext) -> dict[str, Any] | None:
        handler: JobHandler = getattr(import_module(module), name)
        return handler(runtime, job)

    return run


def enqueue(
    tx: Tx,
    kind: str,
    payload: dict[str, Any],
    *,
    run_after: datetime | None = None,
    unique_key: str | None = None,
    owner_account_id: str | None = None,
) -> str:
    """Put a job into the queue and return its id; with a ``unique_key`` that is queued already, that one's id."""
    if unique_key is not None:
        present = tx.session.scalar(select(JobRow.id).where(JobRow.unique_key == unique_key))
        if present is not None:
            return present
    job_id = new_id()
    tx.session.add(
        JobRow(
            id=job_id,
            kind=kind,
            payload=payload,
            unique_key=unique_key,
            owner_account_id=owner_account_id,
            run_after=run_after or tx.now(),
            created_at=tx.now(),
        )
    )
    tx.session.flush()
    return job_id


def has_due_job(database: Database) -> bool:
    """Whether :func:`claim_next` would find one; a read, so that an idle worker disturbs no writer."""
    with database.read() as tx:
        return tx.session.scalar(select(JobRow.id).where(_is_due(tx.now())).limit(1)) is not None


def _is_due(now: datetime) -> ColumnElement[bool]:
    waits = (JobRow.state == "queued") & (JobRow.run_after <= now)
    abandoned = (JobRow.state == "running") & (JobRow.lease_until < now)
    return waits | abandoned


def claim_next(database: Database) -> JobContext | None:
    """Take the oldest job that is due and nobody holds, in one short transaction; ``None`` if there is none."""
    with database.write() as tx:
        now = tx.now()
        row = tx.session.scalars(
            select(JobRow)
            .where(_is_due(now))
            .order_by(JobRow.run_after)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        row.state, row.lease_until, row.attempts = "running", now + LEASE, row.attempts + 1
        return JobContext(row.id, row.kind, row.payload, row.owner_account_id, database)


def run_job(runtime: Runtime, job: JobContext, handlers: dict[str, JobHandler]) -> None:
    """Run one claimed job to its end: done, to be tried again, or failed for good."""
    try:
        result = handlers[job.kind](runtime, job)
    except RetryJob as again:
        _put_back(runtime.database, job.id, again.delay, str(again))
    except Unavailable as busy:
        _put_back(runtime.database, job.id, timedelta(seconds=30), busy.code)
    except DomainError as refusal:  # the same input will be refused again
        fail_job(runtime.database, job.id, refusal.code, refusal.facts)
    except Exception as error:
        _put_back(runtime.database, job.id, timedelta(seconds=30), type(error).__name__)
        raise
    else:
        _end(runtime.database, job.id, "done", result=result)


def fail_job(database: Database, job_id: str, code: str, facts: dict[str, Any]) -> None:
    """End a job that met a refusal no repetition will change."""
    _end(database, job_id, "failed", error={"code": code, **facts})


def has_ended(tx: Tx, job_id: str) -> bool:
    """Whether a job is done or has failed for good."""
    return tx.session.scalar(select(JobRow.ended_at).where(JobRow.id == job_id)) is not None


def progress_of(tx: Tx, job_id: str) -> tuple[int, int]:
    """How far a job is as (done, total), for a page of more people than who asked for it; zeros if unknown."""
    row = tx.session.get(JobRow, job_id)
    return (row.done, row.total) if row else (0, 0)


def job_view(tx: Tx, job_id: str, account_id: str | None) -> dict[str, Any]:
    """A job as its owner sees it. Raises :class:`JobNotFound`."""
    row = tx.session.get(JobRow, job_id)
    if row is None or row.owner_account_id != account_id:
        raise JobNotFound
    names = ("id", "kind", "state", "done", "total", "result", "error")
    return {name: getattr(row, name) for name in names}


def _put_back(database: Database, job_id: str, delay: timedelta, reason: str) -> None:
    with database.write() as tx:
        row = tx.session.get_one(JobRow, job_id)
        exhausted = row.attempts >= MAX_ATTEMPTS
        row.state = "failed" if exhausted else "queued"
        row.run_after = tx.now() + delay * row.attempts
        row.error = {"code": JOB_FAILED, "reason": reason}
        row.ended_at = tx.now() if exhausted else None


def _end(
    database: Database,
    job_id: str,
    state: str,
    *,
    result: dict[str, Any] | None = None,
    error: dict[str, Any] | None = None,
) -> None:
    with database.write() as tx:
        row = tx.session.get_one(JobRow, job_id)
        row.state, row.result, row.error, row.ended_at = state, result, error, tx.now()
        row.unique_key = None  # the same work may be asked for again
        if row.owner_account_id:
            payload = {"id": job_id, "state": state}
            send_signal(tx, account_room(row.owner_account_id), "job_progress", payload)
