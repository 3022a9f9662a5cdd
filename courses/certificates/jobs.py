"""Work of certificates that the worker does: the reminder before one ends."""

from __future__ import annotations

from typing import Any

from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from courses.certificates.operations import REMIND, remind_of_expiry


def run_reminder(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Remind a holder once; run twice, the second time tells nothing. Payload: certificate_id."""
    with runtime.database.write() as tx:
        return {"reminded": remind_of_expiry(tx, job.payload["certificate_id"])}


JOBS: dict[str, JobHandler] = {REMIND: run_reminder}
