"""Work of the catalogue that the worker does; each assignment in a transaction of its own."""

from __future__ import annotations

from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from courses.catalogue.operations.assigning import follow_assignment, remind
from courses.catalogue.upkeep import DAILY, FOLLOW_PEOPLE, ask_for_next_day, running_assignments


def run_daily(runtime: Runtime, job: JobContext) -> dict[str, int]:
    """Let obligations follow people, and remind those whose day comes near."""
    with runtime.database.write() as tx:
        ask_for_next_day(tx)
    run_follow_people(runtime, job)
    reminded = 0
    for assignment_id in _running(runtime):
        with runtime.database.write() as tx:
            reminded += len(remind(tx, assignment_id))
    return {"reminded": reminded}


def run_follow_people(runtime: Runtime, _job: JobContext) -> dict[str, int]:
    """Let all obligations follow people who may have moved unnoticed."""
    assignments = _running(runtime)
    for assignment_id in assignments:
        with runtime.database.write() as tx:
            follow_assignment(tx, assignment_id)
    return {"assignments": len(assignments)}


def _running(runtime: Runtime) -> list[str]:
    with runtime.database.read() as tx:
        return running_assignments(tx)


JOBS: dict[str, JobHandler] = {DAILY: run_daily, FOLLOW_PEOPLE: run_follow_people}
