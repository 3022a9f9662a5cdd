"""Work of the files that the worker does: forgetting uploads that nobody finished."""

from __future__ import annotations

from typing import Any

from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from backend.records.files.operations import DROP_UNFINISHED, drop_unfinished
from backend.records.files.store import FileStore


def run_drop_unfinished(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Forget the file of the payload (``file_id``) if it is still unfinished."""
    file_id = job.payload["file_id"]
    with runtime.database.write() as tx:
        dropped = drop_unfinished(tx, file_id)
    if dropped:
        FileStore.of(runtime.settings).remove(file_id)
    return {"dropped": dropped}


JOBS: dict[str, JobHandler] = {DROP_UNFINISHED: run_drop_unfinished}
