"""What happened in the exchange, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class ImportFinished(Event):
    """An import was applied; `account_id` asked for it (None: from a terminal), `job_id` did it if a job did."""

    batch_id: str
    account_id: str | None
    job_id: str | None
