"""The queue: each job is done, retried or given up, and a worker that dies loses it to the next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.core.clock import FixedClock
from backend.core.jobs import (
    LEASE,
    MAX_ATTEMPTS,
    JobContext,
    JobNotFound,
    JobRow,
    RetryJob,
    claim_next,
    enqueue,
    fail_job,
    job_view,
    run_job,
)
from backend.core.runtime import Runtime
from backend.core.signals import signals_after


def _row(runtime: Runtime, job_id: str) -> JobRow:
    with runtime.database.read() as tx:
        return tx.session.get_one(JobRow, job_id)


def _queue(runtime: Runtime, **options: object) -> str:
    with runtime.database.write() as tx:
        return enqueue(tx, "count", {"to": 3}, **options)  # type: ignore[arg-type]


def test_done_with_progress_and_result(runtime: Runtime) -> None:
    job_id = _queue(runtime, owner_account_id="a" * 32)

    def count(_: Runtime, job: JobContext) -> dict[str, object]:
        job.progress(3, 3)
        return {"counted": job.payload["to"]}

    claimed = claim_next(runtime.database)
    assert claimed is not None
    assert claim_next(runtime.database) is None, "a claimed job is nobody else's"
    run_job(runtime, claimed, {"count": count})
    with runtime.database.read() as tx:
        view = job_view(tx, job_id, "a" * 32)
        topics = [signal.topic for signal in signals_after(tx, 0)]
    assert (view["state"], view["done"], view["result"]) == ("done", 3, {"counted": 3})
    assert topics == ["job_progress", "job_progress"]


def test_a_dead_worker_loses_its_lease(runtime: Runtime, clock: FixedClock) -> None:
    _queue(runtime)
    assert claim_next(runtime.database) is not None
    clock.move(LEASE + timedelta(seconds=1))
    again = claim_next(runtime.database)
    assert again is not None


def test_retry_waits_longer_each_time_and_ends(runtime: Runtime, clock: FixedClock) -> None:
    job_id = _queue(runtime)

    def later(_: Runtime, __: JobContext) -> None:
        raise RetryJob(timedelta(minutes=1), "busy")

    for attempt in range(1, MAX_ATTEMPTS + 1):
        claimed = claim_next(runtime.database)
        assert claimed is not None
        run_job(runtime, claimed, {"count": later})
        assert claim_next(runtime.database) is None, "not before its time"
        clock.move(timedelta(minutes=attempt, seconds=1))
    assert _row(runtime, job_id).state == "failed"


def test_a_crash_in_a_handler_puts_the_job_back(runtime: Runtime) -> None:
    job_id = _queue(runtime)
    claimed = claim_next(runtime.database)
    assert claimed is not None
    with pytest.raises(ZeroDivisionError):
        run_job(runtime, claimed, {"count": lambda *_: {"x": 1 // 0}})
    row = _row(runtime, job_id)
    assert (row.state, row.attempts) == ("queued", 1)
    assert row.error == {"code": "job_failed", "reason": "ZeroDivisionError"}


def test_unique_key_queues_once_until_it_ends(runtime: Runtime) -> None:
    first = _queue(runtime, unique_key="nightly")
    assert _queue(runtime, unique_key="nightly") == first
    fail_job(runtime.database, first, "broken_file", {"row": 3})
    assert _queue(runtime, unique_key="nightly") != first


def test_a_job_is_seen_by_its_owner_only(runtime: Runtime) -> None:
    job_id = _queue(runtime, owner_account_id="a" * 32)
    with runtime.database.read() as tx, pytest.raises(JobNotFound):
        job_view(tx, job_id, "b" * 32)
