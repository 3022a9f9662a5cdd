"""Uploaded files between the request that brings them and the job that reads them.

They lie in the data folder under names of our own, readable by this account only, and are gone when the job ends.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from backend.core.runtime import Runtime
from backend.core.uploads import UploadKind, UploadWrongType, ensure_declared_kind

_FOLDER = "uploads"
_KINDS = {".xlsx": UploadKind.XLSX, ".xls": UploadKind.XLS}


def store_upload(runtime: Runtime, file_name: str, content: bytes) -> str:
    """Keep `content` for a job and return its key. Raises :class:`UploadWrongType`, :class:`UploadTooLarge`."""
    kind = _KINDS.get(Path(file_name).suffix.lower())
    if kind is None:
        raise UploadWrongType(declared="xlsx")
    ensure_declared_kind(content, kind)
    folder = runtime.settings.data_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = f"{secrets.token_hex(16)}.{kind.value}"
    path = folder / key
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(content)
    return key


def load_upload(runtime: Runtime, key: str) -> tuple[bytes, UploadKind]:
    """The content behind `key` and its kind. Raises :class:`FileNotFoundError`."""
    path = runtime.settings.data_dir / _FOLDER / key
    return path.read_bytes(), UploadKind(path.suffix.removeprefix("."))


def drop_upload(runtime: Runtime, key: str) -> None:
    """Remove it; a second time is no error."""
    (runtime.settings.data_dir / _FOLDER / key).unlink(missing_ok=True)
