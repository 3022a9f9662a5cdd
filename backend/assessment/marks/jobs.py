"""Work of marks that the worker does: the day's tellings, each round in a transaction of its own."""

from __future__ import annotations

from backend.assessment.marks.reminders import tell_of_windows
from backend.assessment.rounds.public import WINDOWS, RoundState, look_tomorrow, rounds_in_state
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime


def run_windows(runtime: Runtime, _job: JobContext) -> dict[str, int]:
    """Tell people of windows that have opened or are ending, and ask for tomorrow."""
    with runtime.database.write() as tx:
        running = [one.id for one in rounds_in_state(tx, RoundState.OPEN)]
        if running:
            look_tomorrow(tx)
    told = 0
    for round_id in running:
        with runtime.database.write() as tx:
            told += tell_of_windows(tx, round_id)
    return {"told": told}


JOBS: dict[str, JobHandler] = {WINDOWS: run_windows}
