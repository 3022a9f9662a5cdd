"""The job that proposes pairs. It brings the solver along, so the list of jobs loads it only when it is run."""

from __future__ import annotations

from typing import Any

from backend.core.errors import DomainError
from backend.core.jobs import JobContext
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from courses.mentoring.matching import assign
from courses.mentoring.models.pairing import MentoringRun, RunState
from courses.mentoring.operations.proposals import gather, store_proposal
from courses.mentoring.operations.runs import locked_run, options_of

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


def _computing(tx: Tx, job: JobContext) -> MentoringRun | None:
    run = locked_run(tx, job.payload["run_id"])
    return run if run.state == RunState.COMPUTING and run.round == job.payload["round"] else None
