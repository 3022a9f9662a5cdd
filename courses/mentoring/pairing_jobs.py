"""What the worker does for a run: compute the proposal, and make the pairs that a person confirmed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from backend.core.errors import DomainError
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account
from courses.mentoring.errors.pairing import MentoringActorGone
from courses.mentoring.matching import assign
from courses.mentoring.models.pairing import MentoringRun, MentoringRunPair, RunState
from courses.mentoring.operations.proposals import gather, make_pairs, store_proposal
from courses.mentoring.operations.runs import COMPUTE, CONFIRM, options_of

_AT_ONCE = 100
#: The parts of a computation: the people are read, the pairs found, the proposal stored.
_STEPS = 3


def run_compute(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Propose pairs. Payload: run_id, round; an answer that came too late for its round is thrown away."""
    try:
        with runtime.database.read() as tx:
            run = tx.session.get_one(MentoringRun, job.payload["run_id"])
            people, mentors, barred, pins = gather(tx, run)
        job.progress(1, _STEPS)
        found = assign(people.mentees.values(), mentors, options_of(run), barred, pins)
        job.progress(2, _STEPS)
    except DomainError as refusal:
        with runtime.database.write() as tx:
            if (late := _computing(tx, job)) is not None:
                late.state, late.failure = RunState.FAILED.value, refusal.code
        raise
    with runtime.database.write() as tx:
        if (waiting := _computing(tx, job)) is not None:
            store_proposal(tx, waiting, found)
    job.progress(_STEPS, _STEPS)
    return {"pairs": len(found.pairs), "unmatched": len(found.unmatched)}


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
    run = _locked(tx, job)
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


def _computing(tx: Tx, job: JobContext) -> MentoringRun | None:
    run = _locked(tx, job)
    return run if run.state == RunState.COMPUTING and run.round == job.payload["round"] else None


def _locked(tx: Tx, job: JobContext) -> MentoringRun:
    return tx.session.get_one(MentoringRun, job.payload["run_id"], with_for_update=True)


JOBS: dict[str, JobHandler] = {COMPUTE: run_compute, CONFIRM: run_confirm}
