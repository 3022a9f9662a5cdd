"""Reads of files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.records.files.errors import FileNotFound
from backend.records.files.kinds import KINDS, FileKind
from backend.records.files.models import StoredFile
from backend.records.files.operations import missing_parts
from backend.records.files.owners import ensure_may_read, ensure_may_write
from backend.records.files.store import PART_BYTES


@dataclass(frozen=True, slots=True)
class FileBrief:
    """A file that is ready: what a list shows of it, ``size`` in bytes."""

    id: str
    owner_kind: str
    owner_id: str
    name: str
    media_type: str
    size: int
    digest: str

    @property
    def kind(self) -> FileKind:
        return KINDS[self.media_type]

    @property
    def etag(self) -> str:
        """What names this content for ever."""
        return self.digest.removeprefix("sha256:")[:32]


def file_to_read(tx: Tx, actor: Actor, file_id: str) -> FileBrief:
    """A file that ``actor`` may read. Raises :class:`FileNotFound`."""
    found = files_of_ids(tx, [file_id])
    if not found:
        raise FileNotFound
    [file] = found
    ensure_may_read(tx, actor, file.owner_kind, file.owner_id)
    return file


def files_of_ids(tx: Tx, ids: Collection[str]) -> list[FileBrief]:
    """The ready files among ``ids``; whether anybody may read them is the caller's to know."""
    rows = tx.session.execute(
        select(
            StoredFile.id,
            StoredFile.owner_kind,
            StoredFile.owner_id,
            StoredFile.name,
            StoredFile.media_type,
            StoredFile.size,
            func.coalesce(StoredFile.digest, ""),
        ).where(StoredFile.id.in_(ids), StoredFile.state == "ready")
    )
    return [FileBrief(*row) for row in rows]


def upload_state(tx: Tx, actor: Actor, file_id: str) -> dict[str, object]:
    """How far an upload is, so that it can be taken up again. Raises :class:`FileNotFound`."""
    file = tx.session.get(StoredFile, file_id)
    if file is None or file.created_by != actor.account_id:
        raise FileNotFound
    ensure_may_write(tx, actor, file.owner_kind, file.owner_id)
    missing = [] if file.state == "ready" else missing_parts(tx, file)
    return {"id": file.id, "state": file.state, "part_bytes": PART_BYTES, "missing": missing}
