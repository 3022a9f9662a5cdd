"""Work of schemes that the worker does: trying one on the evidence of many."""

from __future__ import annotations

from typing import Any

from backend.assessment.schemes.errors import SimulatorGone
from backend.assessment.schemes.queries import scheme_row
from backend.assessment.schemes.trials import SIMULATE, keep_trial, trial_of
from backend.core.actor import Actor
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account


def run_simulation(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Simulate with the rights that the asker has now. Payload: scheme_id, year, compare_with.

    Reading takes no lock; run twice, the second result stands beside the first and says the same.
    """
    payload = job.payload
    with runtime.database.read() as tx:
        row = scheme_row(tx, _asker(tx, job), payload["scheme_id"])
        trial = trial_of(tx, _asker(tx, job), row, payload["year"], payload["compare_with"])
        result = trial.run(tx, job.progress)
    with runtime.database.write() as tx:
        scheme_row(tx, _asker(tx, job), payload["scheme_id"], lock=True)
        keep_trial(tx, _asker(tx, job), trial, result)
    return {"scheme_id": payload["scheme_id"], "subjects": len(trial.subjects)}


def _asker(tx: Tx, job: JobContext) -> Actor:
    actor = actor_of_account(tx, job.owner_account_id or "")
    if actor is None:
        raise SimulatorGone
    return actor


JOBS: dict[str, JobHandler] = {SIMULATE: run_simulation}
