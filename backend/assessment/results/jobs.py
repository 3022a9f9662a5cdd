"""Work of results that the worker does: runs on whole rounds, and telling very many people."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import select

from backend.assessment.results.models import ResultRun
from backend.assessment.results.operations.notices import NOTICES
from backend.assessment.results.operations.paper import PAPER
from backend.assessment.results.operations.runs import CARRY_ON, Work, end, fail_run
from backend.assessment.results.operations.seals import SEAL
from backend.assessment.results.operations.telling import TELL, tell_next
from backend.assessment.results.states import RunKind, RunState
from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.errors import DomainError, Unavailable
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account

#: SQLite has one writer and no queue of writers: one that waits looks about every 20 ms whether it can begin.
_OTHERS_TURN_S = 0.03

WORK: dict[RunKind, Work] = {RunKind.NOTICES: NOTICES, RunKind.PAPER: PAPER, RunKind.SEAL: SEAL}


def carry_on(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Bring a run to its end, a slice a transaction; run twice, it goes on where it stands. Payload: run_id."""
    run_id = job.payload["run_id"]
    try:
        while _step(runtime.database, job, run_id):
            pass
        with runtime.database.write() as tx:
            return _finish(tx, job, _lock_run(tx, run_id))
    except Unavailable:
        raise  # the job is tried again, and the run goes on
    except DomainError:
        with runtime.database.write() as tx:
            fail_run(tx, run_id)
        raise


def tell(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Tell those who were not told at once, a slice a transaction; nobody is told twice. Payload: of a telling."""
    after: str | None = job.payload["after"]
    while after is not None:
        with runtime.database.write() as tx:
            after = tell_next(tx, job.payload, after)
        time.sleep(_OTHERS_TURN_S)
    return {}


def _step(database: Database, job: JobContext, run_id: str) -> bool:
    with database.write() as tx:
        run = _lock_run(tx, run_id)
        if run.state != RunState.RUNNING.value:
            return False
        more = WORK[RunKind(run.kind)].advance(tx, run)
        done, total = run.done, run.total
    job.progress(min(done, total), total)
    time.sleep(_OTHERS_TURN_S)
    return more


def _finish(tx: Tx, job: JobContext, run: ResultRun) -> dict[str, Any]:
    if run.state == RunState.RUNNING.value:
        # who may no more has asked nevertheless, and the record says so
        actor = actor_of_account(tx, job.owner_account_id or "") or Actor.system("results")
        end(tx, actor, run, WORK[RunKind(run.kind)])
    return {"kind": run.kind, "written": run.written, "revision": run.seal_revision}


def _lock_run(tx: Tx, run_id: str) -> ResultRun:
    query = select(ResultRun).where(ResultRun.id == run_id).with_for_update()
    return tx.session.scalars(query.execution_options(populate_existing=True)).one()


JOBS: dict[str, JobHandler] = {CARRY_ON: carry_on, TELL: tell}
