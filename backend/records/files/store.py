"""Where the bytes of files lie: one file of the disk each, under our own name, in the data folder.

Everything is read and written in pieces of :data:`CHUNK_BYTES`, so that a film of any size passes through a
process in the same little memory, and a green process turns to others between two pieces.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

from backend.config import Settings
from backend.records.files.kinds import HEAD_BYTES, MEBIBYTE

PART_BYTES = 8 * MEBIBYTE
CHUNK_BYTES = 128 * 1024


class FileStore:
    """The files of one installation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.data_dir / "files")

    def write_part(self, file_id: str, part: int, content: IO[bytes]) -> str:
        """Write a part in its place, safely on the disk, and return its digest."""
        path = self._path(file_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.seek(part * PART_BYTES)
            digest = hashlib.sha256()
            while chunk := content.read(CHUNK_BYTES):
                target.write(chunk)
                digest.update(chunk)
            target.flush()
            os.fsync(target.fileno())
        return f"sha256:{digest.hexdigest()}"

    def digests(self, file_id: str) -> tuple[str, list[str]]:
        """What lies on the disk: the digest of the whole, and of each part."""
        whole, parts = hashlib.sha256(), []
        with self._path(file_id).open("rb") as source:
            while content := _digest_of_part(source, whole):
                parts.append(content)
        return f"sha256:{whole.hexdigest()}", parts

    def head(self, file_id: str) -> bytes:
        """The first bytes, by which a file is recognised."""
        with self._path(file_id).open("rb") as source:
            return source.read(HEAD_BYTES)

    def chunks(self, file_id: str, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``stop``, piece by piece."""
        with self._path(file_id).open("rb") as source:
            source.seek(start)
            left = stop - start
            while left > 0 and (chunk := source.read(min(CHUNK_BYTES, left))):
                left -= len(chunk)
                yield chunk
                # A fast reader's socket never makes a green process wait, so others get their turn here.
                time.sleep(0)

    def remove(self, file_id: str) -> None:
        """Forget the bytes of a file, if there are any."""
        self._path(file_id).unlink(missing_ok=True)

    def _path(self, file_id: str) -> Path:
        if not (len(file_id) == 32 and file_id.isalnum()):
            msg = "not an id"
            raise ValueError(msg)
        return self._folder / file_id[-2:] / file_id


def digest_of_file(path: Path) -> str:
    """The digest of any file of the disk, as :meth:`FileStore.digests` gives it for the whole."""
    with path.open("rb") as source:
        return f"sha256:{hashlib.file_digest(source, 'sha256').hexdigest()}"


def _digest_of_part(source: IO[bytes], whole: hashlib._Hash) -> str:
    """The digest of the next part; empty at the end."""
    digest, left = hashlib.sha256(), PART_BYTES
    while left > 0 and (chunk := source.read(min(CHUNK_BYTES, left))):
        left -= len(chunk)
        digest.update(chunk)
        whole.update(chunk)
    return "" if left == PART_BYTES else f"sha256:{digest.hexdigest()}"
