"""Identity queues no work; what it does regularly is :func:`backend.identity.public.seal_audit`."""

from __future__ import annotations

from backend.core.jobs import JobHandler

JOBS: dict[str, JobHandler] = {}
