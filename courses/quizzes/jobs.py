"""Work of quizzes that the worker does: ending attempts whose time is over."""

from __future__ import annotations

from typing import Any

from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from courses.quizzes.operations.attempts import SETTLE_ATTEMPT, settle_attempt


def run_settle_attempt(runtime: Runtime, job: JobContext) -> dict[str, Any] | None:
    """Judge an attempt by what was saved; one that has ended already stays as it is. Payload: attempt_id."""
    with runtime.database.write() as tx:
        settle_attempt(tx, job.payload["attempt_id"])
    return None


JOBS: dict[str, JobHandler] = {SETTLE_ATTEMPT: run_settle_attempt}
