"""Writes of files: begin, part by part, finish; or a whole file that lies on this machine already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, func, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.records.files.errors import (
    FileContentRefused,
    FileFinished,
    FileIncomplete,
    FileKindRefused,
    FileNotFound,
    FilePartInvalid,
    FileTooLarge,
    TooManyUnfinished,
)
from backend.records.files.kinds import HEAD_BYTES, KINDS, MEDIA_TYPE_OF_ENDING, FileKind
from backend.records.files.models import FilePart, StoredFile
from backend.records.files.owners import ensure_may_write
from backend.records.files.store import PART_BYTES, FileStore, digest_of_file

DROP_UNFINISHED = "drop_unfinished_file"
#: how long an upload may be taken up again
PATIENCE = timedelta(days=7)
MAX_UNFINISHED = 20


@dataclass(frozen=True, slots=True)
class NewFile:
    """What is said of a file before its bytes come; ``size`` in bytes."""

    name: str
    size: int
    media_type: str
    owner_kind: str
    owner_id: str


def begin_file(tx: Tx, actor: Actor, new: NewFile) -> str:
    """Announce a file and return its id; its parts may then come in any order.

    Raises :class:`FileOwnerNotFound`, :class:`FileKindRefused`, :class:`FileTooLarge`, :class:`TooManyUnfinished`.
    """
    ensure_may_write(tx, actor, new.owner_kind, new.owner_id)
    if not _kind_of(new.media_type, new.size).taken:
        raise FileKindRefused(media_type=new.media_type)
    unfinished = select(func.count()).where(
        StoredFile.created_by == actor.account_id, StoredFile.state == "uploading"
    )
    if (tx.session.scalar(unfinished) or 0) >= MAX_UNFINISHED:
        raise TooManyUnfinished(limit=MAX_UNFINISHED)
    file = _add(tx, actor, new)
    enqueue(tx, DROP_UNFINISHED, {"file_id": file.id}, run_after=tx.now() + PATIENCE)
    return file.id


def expected_part(tx: Tx, actor: Actor, file_id: str, part: int) -> int:
    """How many bytes part ``part`` (from 0) must have: all but the last are of :data:`PART_BYTES`.

    Raises :class:`FileNotFound`, :class:`FileFinished`, :class:`FilePartInvalid`.
    """
    file = _unfinished(tx, actor, file_id)
    size = min(PART_BYTES, file.size - part * PART_BYTES)
    if part < 0 or size <= 0:
        raise FilePartInvalid(part=part, expected=0)
    return size


def record_part(tx: Tx, actor: Actor, file_id: str, part: int, digest: str) -> None:
    """Remember that a part has been written; the same part again replaces it. Raises as :func:`expected_part`."""
    expected_part(tx, actor, file_id, part)
    row = tx.session.get(FilePart, (file_id, part))
    if row is None:
        tx.session.add(FilePart(file_id=file_id, part=part, digest=digest))
    else:
        row.digest = digest
    tx.session.flush()


def missing_parts(tx: Tx, file: StoredFile) -> list[int]:
    """The numbers of the parts that have not come."""
    arrived = set(tx.session.scalars(select(FilePart.part).where(FilePart.file_id == file.id)))
    return [part for part in range(-(-file.size // PART_BYTES)) if part not in arrived]


def finish_file(tx: Tx, actor: Actor, store: FileStore, file_id: str, found: tuple[str, list[str]]) -> None:
    """Make a file readable once all of it lies on the disk as it was sent.

    ``found`` are the digests of what lies there, taken before the transaction (:meth:`FileStore.digests`).
    Raises :class:`FileNotFound`, :class:`FileFinished`, :class:`FileIncomplete`, :class:`FileContentRefused`.
    """
    file = _unfinished(tx, actor, file_id, locked=True)
    sent = list(
        tx.session.scalars(select(FilePart.digest).where(FilePart.file_id == file_id).order_by(FilePart.part))
    )
    missing = missing_parts(tx, file)
    if missing or sent != found[1]:
        raise FileIncomplete(missing=missing)
    if not KINDS[file.media_type].is_one(store.head(file_id)):
        raise FileContentRefused(media_type=file.media_type)
    file.state, file.digest = "ready", found[0]
    tx.session.execute(delete(FilePart).where(FilePart.file_id == file_id))
    facts = {"owner_kind": file.owner_kind, "owner_id": file.owner_id, "size": file.size, "digest": file.digest}
    record_audit(tx, actor, "records:file:stored", "file", file_id, facts=facts)
    tx.session.flush()


def store_file(tx: Tx, actor: Actor, store: FileStore, path: Path, owner_kind: str, owner_id: str) -> str:
    """Keep a file of this machine; the owner's file with the same content is kept once. Returns its id.

    Raises :class:`FileKindRefused`, :class:`FileTooLarge`, :class:`FileContentRefused`.
    """
    media_type = MEDIA_TYPE_OF_ENDING.get(path.suffix.lower(), "")
    new = NewFile(path.name[-120:], path.stat().st_size, media_type, owner_kind, owner_id)
    kind = _kind_of(new.media_type, new.size)
    digest = digest_of_file(path)
    present = tx.session.scalar(
        select(StoredFile.id).where(
            StoredFile.owner_kind == owner_kind, StoredFile.owner_id == owner_id, StoredFile.digest == digest
        )
    )
    if present is not None:
        return present
    with path.open("rb") as source:
        if not kind.is_one(source.read(HEAD_BYTES)):
            raise FileContentRefused(media_type=media_type)
        source.seek(0)
        file = _add(tx, actor, new)
        store.write_part(file.id, 0, source)
    file.state, file.digest = "ready", digest
    tx.session.flush()
    return file.id


def drop_unfinished(tx: Tx, file_id: str) -> bool:
    """Forget an upload that nobody finished; whether there was one."""
    file = tx.session.get(StoredFile, file_id)
    if file is None or file.state == "ready":
        return False
    tx.session.execute(delete(FilePart).where(FilePart.file_id == file_id))
    tx.session.delete(file)
    tx.session.flush()
    return True


def drop_file(tx: Tx, store: FileStore, file_id: str) -> None:
    """Forget a file, its bytes first: cut off in between, it is dropped again. One that is gone is no error."""
    store.remove(file_id)
    tx.session.execute(delete(StoredFile).where(StoredFile.id == file_id))


def _add(tx: Tx, actor: Actor, new: NewFile) -> StoredFile:
    file = StoredFile(
        id=new_id(),
        owner_kind=new.owner_kind,
        owner_id=new.owner_id,
        name=new.name,
        media_type=new.media_type,
        size=new.size,
        created_by=actor.account_id,
        created_at=tx.now(),
    )
    tx.session.add(file)
    tx.session.flush()
    return file


def _kind_of(media_type: str, size: int) -> FileKind:
    kind = KINDS.get(media_type)
    if kind is None:
        raise FileKindRefused(media_type=media_type)
    if size > kind.limit:
        raise FileTooLarge(size=size, limit=kind.limit)
    return kind


def _unfinished(tx: Tx, actor: Actor, file_id: str, *, locked: bool = False) -> StoredFile:
    """The file that its owner lets ``actor`` write; to anybody else it does not exist."""
    file = tx.session.get(StoredFile, file_id, with_for_update=locked)
    if file is None or file.created_by != actor.account_id:
        raise FileNotFound
    ensure_may_write(tx, actor, file.owner_kind, file.owner_id)
    if file.state == "ready":
        raise FileFinished
    return file
