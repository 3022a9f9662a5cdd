"""Work of grading that the worker does: a freezing or a compiling, carried on where it stands."""

from __future__ import annotations

from typing import Any

from backend.assessment.grading.models import AssessmentRun, RunKind, RunState
from backend.assessment.grading.operations.compiling import finish_compile, score_next
from backend.assessment.grading.operations.freezing import copy_next, finish_freeze
from backend.assessment.grading.operations.runs import CARRY_ON, fail_run
from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.errors import DomainError, Unavailable
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account


def carry_on(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Bring a run to its end, a slice a transaction; run twice, it goes on where it stands. Payload: run_id."""
    run_id = job.payload["run_id"]
    try:
        while _step(runtime.database, job, run_id):
            pass
    except Unavailable:
        raise  # the job is tried again, and the run goes on
    except DomainError:
        with runtime.database.write() as tx:
            fail_run(tx, run_id)
        raise
    with runtime.database.write() as tx:
        run = tx.session.get_one(AssessmentRun, run_id)
        if run.state == RunState.RUNNING.value:
            _finish(tx, _owner(tx, job), run)
        return {"revision": run.revision, "digest": run.digest}


def _step(database: Database, job: JobContext, run_id: str) -> bool:
    with database.write() as tx:
        run = tx.session.get_one(AssessmentRun, run_id)
        if run.state != RunState.RUNNING.value:
            return False
        more = copy_next(tx, run) if run.kind == RunKind.FREEZE.value else score_next(tx, run)
        done, total = run.done, run.total
    job.progress(min(done, total), total)
    return more


def _finish(tx: Tx, actor: Actor, run: AssessmentRun) -> None:
    if run.kind == RunKind.FREEZE.value:
        finish_freeze(tx, actor, run)
    else:
        finish_compile(tx, actor, run)


def _owner(tx: Tx, job: JobContext) -> Actor:
    """Who asked for it; who may no more has asked nevertheless, and the record says so."""
    return actor_of_account(tx, job.owner_account_id or "") or Actor.system("grading")


JOBS: dict[str, JobHandler] = {CARRY_ON: carry_on}
