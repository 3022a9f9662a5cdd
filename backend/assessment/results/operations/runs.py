"""Work on everybody of a round: begun under the round's lock, carried on a slice at a time, ended once.

What fits in one slice is done where it is asked for; the rest is the worker's. A slice is one transaction that
also says how far it came. A run that was cut off goes on; one that was given up is taken over by the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from backend.assessment.results.models import ResultRun
from backend.assessment.results.policies import ensure_no_run
from backend.assessment.results.states import RunState
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.jobs import enqueue
from backend.core.transaction import Tx

#: The job that carries a run on; payload: run_id.
CARRY_ON = "assessment_results_run"
#: People in one transaction: others who write wait for less than a second.
SLICE = 500


@dataclass(frozen=True, slots=True)
class Work:
    """What a run does: ``advance`` a slice (false after the last), and ``finish``, both in a transaction."""

    advance: Callable[[Tx, ResultRun], bool]
    finish: Callable[[Tx, Actor, ResultRun], None]


def begin_run(tx: Tx, actor: Actor, run: ResultRun) -> ResultRun:
    """Write the run; the round must be locked. Raises ``ResultRunRunning``."""
    ensure_no_run(tx, run.round_id)
    abandoned = select(ResultRun).where(
        ResultRun.round_id == run.round_id, ResultRun.state == RunState.RUNNING.value
    )
    for given_up in tx.session.scalars(abandoned):
        end_run(tx, given_up, RunState.FAILED)
    run.id, run.state, run.upto = new_id(), RunState.RUNNING.value, ""
    run.done = run.written = 0
    run.started_by, run.started_at = actor.account_id, tx.now()
    tx.session.add(run)
    tx.session.flush()
    return run


def go(tx: Tx, actor: Actor, run: ResultRun, work: Work) -> ResultRun:
    """Do the first slice, and the last if it is that; else have the worker carry the run on."""
    if work.advance(tx, run):
        run.job_id = enqueue(tx, CARRY_ON, {"run_id": run.id}, owner_account_id=actor.account_id)
        tx.session.flush()
        return run
    return end(tx, actor, run, work)


def go_through(tx: Tx, actor: Actor, run: ResultRun, work: Work) -> ResultRun:
    """Do all slices in this transaction."""
    while work.advance(tx, run):
        pass
    return end(tx, actor, run, work)


def end(tx: Tx, actor: Actor, run: ResultRun, work: Work) -> ResultRun:
    """Finish what a run has done. Raises what its ``finish`` raises."""
    work.finish(tx, actor, run)
    end_run(tx, run, RunState.DONE)
    return run


def end_run(tx: Tx, run: ResultRun, state: RunState) -> None:
    """A run ends once."""
    run.state, run.ended_at = state.value, tx.now()
    tx.session.flush()


def fail_run(tx: Tx, run_id: str) -> None:
    """What a refusal in the worker leaves: a run that moved nothing."""
    run = tx.session.get(ResultRun, run_id)
    if run is not None and run.state == RunState.RUNNING.value:
        end_run(tx, run, RunState.FAILED)
