"""What the worker does for mentoring."""

from __future__ import annotations

from backend.core.jobs import JobHandler
from courses.mentoring import life_jobs, pairing_jobs

JOBS: dict[str, JobHandler] = {**pairing_jobs.JOBS, **life_jobs.JOBS}
