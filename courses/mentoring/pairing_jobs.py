"""What the worker does for a run: compute it (:mod:`courses.mentoring.computing`), and make its pairs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from backend.core.jobs import JobContext, JobHandler, loaded_when_run
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account
from courses.mentoring.errors.pairing import MentoringActorGone
from courses.mentoring.models.pairing import MentoringRunPair, RunState
from courses.mentoring.operations.proposals import make_pairs
from courses.mentoring.operations.runs import COMPUTE, CONFIRM, locked_run

_AT_ONCE = 100


def run_confirm(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Make the confirmed pairs, some in each transaction, with the rights of who confirmed; none is made twice."""
    with runtime.database.read() as tx:
        of_run = MentoringRunPair.run_id == job.payload["run_id"]
        pairs = tx.session.scalar(select(func.count()).select_from(MentoringRunPair).where(of_run))
    done = made = 0
    while True:
        with runtime.database.write() as tx:
            handled, successes = _confirm_some(tx, job)
        if not handled:
            return {"made": made, "handled": done}
        done, made = done + handled, made + successes
        job.progress(done, pairs or done)


def _confirm_some(tx: Tx, job: JobContext) -> tuple[int, int]:
    """The next pairs that nothing became of yet; without any, the run is confirmed."""
    run = locked_run(tx, job.payload["run_id"])
    waiting = tx.session.scalars(
        select(MentoringRunPair)
        .where(MentoringRunPair.run_id == run.id, MentoringRunPair.outcome.is_(None))
        .order_by(MentoringRunPair.mentee_id)
        .limit(_AT_ONCE)
    ).all()
    actor = actor_of_account(tx, run.confirmed_by or "")
    if not waiting or run.state != RunState.CONFIRMING:
        if run.state == RunState.CONFIRMING:
            run.state = RunState.CONFIRMED.value
            run.version += 1
        return 0, 0
    if actor is None:
        run.state, run.failure = RunState.FAILED.value, MentoringActorGone.code
        return 0, 0
    return len(waiting), make_pairs(tx, actor, run, waiting)


JOBS: dict[str, JobHandler] = {
    COMPUTE: loaded_when_run("courses.mentoring.computing", "run_compute"),
    CONFIRM: run_confirm,
}
