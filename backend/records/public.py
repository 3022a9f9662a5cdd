"""What other domains may use of the records."""

from __future__ import annotations

from backend.records.files.operations import drop_file, store_file
from backend.records.files.owners import register_file_owner
from backend.records.files.queries import FileBrief, files_of_ids
from backend.records.files.store import FileStore
from backend.records.files.verify import check_stored_files
from backend.records.operations import (
    NewDocument,
    TakenNumber,
    record_document,
    take_number,
    void_number,
)
from backend.records.queries import documents, owned_numbers

__all__ = [
    "FileBrief",
    "FileStore",
    "NewDocument",
    "TakenNumber",
    "check_stored_files",
    "documents",
    "drop_file",
    "files_of_ids",
    "owned_numbers",
    "record_document",
    "register_file_owner",
    "store_file",
    "take_number",
    "void_number",
]
