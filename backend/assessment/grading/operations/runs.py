"""A run: begun under the round's lock, carried on chunk by chunk, ended once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from backend.assessment.grading.models import AssessmentRun, RunState
from backend.assessment.grading.policies import ensure_no_run
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.jobs import enqueue
from backend.core.transaction import Tx

#: The job that carries a run on; payload: run_id.
CARRY_ON = "assessment_run"
#: People whose evidence is copied, and people who are scored, in one transaction.
COPY_AT_ONCE = 500
SCORE_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Started:
    """A run, and the job in the worker that carries it on."""

    run_id: str
    job_id: str


def begin_run(tx: Tx, actor: Actor, run: AssessmentRun) -> AssessmentRun:
    """Write the run; the round must be locked. Raises :class:`CompileRunning`."""
    ensure_no_run(tx, run.round_id)
    _give_up_abandoned(tx, run.round_id)
    run.id, run.state = new_id(), RunState.RUNNING.value
    run.started_by, run.started_at = actor.account_id, tx.now()
    tx.session.add(run)
    tx.session.flush()
    return run


def hand_to_worker(tx: Tx, actor: Actor, run: AssessmentRun) -> Started:
    """Let the worker carry the run on; its owner is told how far it is."""
    run.job_id = enqueue(tx, CARRY_ON, {"run_id": run.id}, owner_account_id=actor.account_id)
    tx.session.flush()
    return Started(run.id, run.job_id)


def end_run(tx: Tx, run: AssessmentRun, state: RunState, digest: str | None = None) -> None:
    """A run ends once."""
    run.state, run.digest, run.ended_at = state.value, digest, tx.now()
    tx.session.flush()


def fail_run(tx: Tx, run_id: str) -> None:
    """What a refusal in the worker leaves: a run that counts for nothing."""
    run = tx.session.get(AssessmentRun, run_id)
    if run is not None and run.state == RunState.RUNNING.value:
        end_run(tx, run, RunState.FAILED)


def _give_up_abandoned(tx: Tx, round_id: str) -> None:
    """Nobody carries them on: their jobs were given up."""
    running = select(AssessmentRun).where(
        AssessmentRun.round_id == round_id, AssessmentRun.state == RunState.RUNNING.value
    )
    for run in tx.session.scalars(running):
        end_run(tx, run, RunState.FAILED)
