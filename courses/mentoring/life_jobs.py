"""Work of running mentorships that the worker does; each in a transaction of its own."""

from __future__ import annotations

from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from courses.mentoring.upkeep import DAILY, ask_for_next_day, look_after, running_mentorships


def run_daily(runtime: Runtime, _job: JobContext) -> dict[str, int]:
    """Nudge the quiet, and tell who can evaluate; while nothing runs, the chain of days rests."""
    with runtime.database.write() as tx:
        running = running_mentorships(tx)
        if running:
            ask_for_next_day(tx)
    told = 0
    for mentorship_id in running:
        with runtime.database.write() as tx:
            told += len(look_after(tx, mentorship_id))
    return {"told": told}


JOBS: dict[str, JobHandler] = {DAILY: run_daily}
