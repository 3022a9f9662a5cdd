"""Work of goals that the worker does: the first morning of a month."""

from __future__ import annotations

from backend.assessment.goals.reminders import MONTHLY, ask_for_next_month, has_goals_ahead, tell_of_month
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime


def run_month(runtime: Runtime, _job: JobContext) -> dict[str, int]:
    """Tell people what is due this month, and ask for the next one while goals lie ahead."""
    with runtime.database.write() as tx:
        if has_goals_ahead(tx):
            ask_for_next_month(tx)
        return {"told": tell_of_month(tx)}


JOBS: dict[str, JobHandler] = {MONTHLY: run_month}
