"""Work of the exchange that the worker does: reading and applying an uploaded table."""

from __future__ import annotations

from typing import Any

from backend.core.crypto import sm3
from backend.core.errors import DomainError
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from backend.core.spreadsheet import untrusted_rows_on_disk
from backend.exchange.errors import ImporterGone
from backend.exchange.imports import planned, stage_positions, writing
from backend.exchange.inbox import drop_upload, load_upload
from backend.exchange.operations import apply_positions
from backend.exchange.results import InputFile
from backend.identity.public import actor_of_account

IMPORT_POSITIONS = "import_positions"


def run_import_positions(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Import an uploaded table with the rights its owner has now.

    Run twice, the second time finds nothing to change. Payload: key, file_name, province, accept_valid.
    """
    payload = job.payload
    content, kind = load_upload(runtime, payload["key"])
    file = InputFile(sm3(content), payload["file_name"])
    try:
        with untrusted_rows_on_disk(content, kind) as rows:
            staged = stage_positions(
                runtime,
                file,
                rows,
                payload["province"],
                accept_valid=payload["accept_valid"],
                report=lambda _stage, done, total: job.progress(done, total),
            )
        plan = planned(runtime, staged)
        with writing(runtime, "positions", len(staged.positions)) as tx:
            actor = actor_of_account(tx, job.owner_account_id or "")
            if actor is None:
                raise ImporterGone
            result = apply_positions(tx, actor, staged, plan, file, job_id=job.id)
    except DomainError:
        drop_upload(runtime, payload["key"])
        raise
    drop_upload(runtime, payload["key"])
    return result.to_json()


JOBS: dict[str, JobHandler] = {IMPORT_POSITIONS: run_import_positions}
