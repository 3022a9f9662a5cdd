"""The check of stored files for ``verify``: what the database names lies on the disk, whole and unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from backend.core.findings import Finding
from backend.core.runtime import Runtime
from backend.records.files.models import StoredFile
from backend.records.files.store import FileStore


def check_stored_files(runtime: Runtime) -> Iterator[Finding]:
    """Every file that is ready has its bytes. It reads all of them, so it takes as long as the disk needs."""
    store = FileStore.of(runtime.settings)
    with runtime.database.read() as tx:
        ready = select(StoredFile.id, StoredFile.digest).where(StoredFile.state == "ready").order_by(StoredFile.id)
        named = [(row.id, row.digest or "") for row in tx.session.execute(ready)]
    for file_id, digest in named:
        try:
            found, _ = store.digests(file_id)
        except FileNotFoundError:
            yield Finding("stored_file", "records_file", file_id, "its bytes are missing")
            continue
        if found != digest:
            yield Finding("stored_file", "records_file", file_id, "its bytes have changed", digest, found)
