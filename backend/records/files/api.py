"""Routes of files: hand in by parts, give out by ranges (RFC 9110 §14)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, request
from werkzeug.http import parse_range_header, quote_etag

from backend.core.errors import DomainError
from backend.core.offload import run_blocking
from backend.core.web.endpoint import Area, Call
from backend.core.web.errors import problem
from backend.identity.public import Permission
from backend.records.files import operations, queries, schemas
from backend.records.files.errors import FileIncomplete, FilePartInvalid, FileRangeOutside
from backend.records.files.kinds import KINDS
from backend.records.files.queries import FileBrief
from backend.records.files.store import FileStore

area = Area("files", prefix="/files")

#: A file is no page of ours: whatever it holds, it may load and run nothing.
_FILE_POLICY = "default-src 'none'; sandbox"


@area.endpoint(
    "",
    method="POST",
    permission=Permission.SELF,
    body=schemas.FileBeginningSchema,
    answer=schemas.FileUploadSchema,
    status=201,
)
def begin_upload(call: Call) -> Any:
    """Announce a file; its parts are sent next."""
    file_id = operations.begin_file(call.tx, call.actor, operations.NewFile(**call.body))
    return queries.upload_state(call.tx, call.actor, file_id)


@area.endpoint("/<file_id>/upload", permission=Permission.SELF, answer=schemas.FileUploadSchema)
def show_upload(call: Call, file_id: str) -> Any:
    """Which parts are still missing."""
    return queries.upload_state(call.tx, call.actor, file_id)


@area.endpoint(
    "/<file_id>/parts/<part>",
    method="PUT",
    permission=Permission.SELF,
    writes=False,  # the bytes are written before the transaction that records them
    upload=True,
    answer=schemas.FileUploadSchema,
)
def upload_part(call: Call, file_id: str, part: str) -> Any:
    """Send one part (``part`` counts from 0) as the form's ``file``."""
    number = int(part) if part.isdecimal() and len(part) < 8 else -1
    expected = operations.expected_part(call.tx, call.actor, file_id, number)
    files = list(call.files.values())
    if len(files) != 1 or _length(files[0].stream) != expected:
        raise FilePartInvalid(part=number, expected=expected)
    digest = run_blocking(FileStore.of(call.runtime.settings).write_part, file_id, number, files[0].stream)
    with call.runtime.database.write() as tx:
        operations.record_part(tx, call.actor, file_id, number, digest)
        return queries.upload_state(tx, call.actor, file_id)


@area.endpoint(
    "/<file_id>/finish",
    method="POST",
    permission=Permission.SELF,
    writes=False,  # what lies on the disk is read before the transaction
    answer=schemas.FileUploadSchema,
)
def finish_upload(call: Call, file_id: str) -> Any:
    """Say that all parts are there; the file can be read afterwards."""
    state = queries.upload_state(call.tx, call.actor, file_id)
    if state["missing"]:
        raise FileIncomplete(missing=state["missing"])
    store = FileStore.of(call.runtime.settings)
    found = run_blocking(store.digests, file_id)
    with call.runtime.database.write() as tx:
        operations.finish_file(tx, call.actor, store, file_id, found)
        return queries.upload_state(tx, call.actor, file_id)


@area.endpoint(
    "/<file_id>",
    permission=Permission.SELF,
    media_types=tuple(sorted(KINDS)),
    revalidates=True,
    partial=True,
)
def read_file(call: Call, file_id: str) -> Response:
    """A file, or the range of it that was asked for."""
    file = queries.file_to_read(call.tx, call.actor, file_id)
    try:
        response = _ranged(FileStore.of(call.runtime.settings), file)
    except DomainError as refusal:
        response = problem(refusal)
        response.headers["Content-Range"] = f"bytes */{file.size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _length(stream: Any) -> int:
    stream.seek(0, 2)
    length: int = stream.tell()
    stream.seek(0)
    return length


def _ranged(store: FileStore, file: FileBrief) -> Response:
    if file.etag in request.if_none_match:
        response = Response(status=304)
        response.set_etag(file.etag)
        return response
    wanted = _wanted_range(file)
    start, stop = wanted or (0, file.size)
    response = Response(store.chunks(file.id, start, stop), 206 if wanted else 200, content_type=file.media_type)
    response.content_length = stop - start
    response.set_etag(file.etag)
    response.headers["Content-Security-Policy"] = _FILE_POLICY
    place = "inline" if file.kind.inline else "attachment"
    response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(file.name, safe='')}"
    if wanted:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    return response


def _wanted_range(file: FileBrief) -> tuple[int, int] | None:
    """The one range that was asked for, ``stop`` exclusive; ``None``: all of it.

    Several ranges at once, another unit or an ``If-Range`` of another content are answered with the whole file, as
    the standard allows. Raises :class:`FileRangeOutside`.
    """
    condition = request.headers.get("If-Range")
    if condition is not None and condition != quote_etag(file.etag):
        return None
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    found: tuple[int, int] | None = asked.range_for_length(file.size)
    if found is None:
        raise FileRangeOutside(size=file.size)
    return found
