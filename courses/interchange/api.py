"""Routes of the interchange: parse, call one operation or query, answer."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from flask import Response

from backend.core.web.endpoint import Area, Call, file_bytes
from backend.identity.public import Permission
from courses.interchange import schemas
from courses.interchange.errors import BankUploadMissing
from courses.interchange.formats import Defaults
from courses.interchange.operations import import_file, told_loss
from courses.interchange.queries import export_bank
from courses.interchange.registry import FORMATS, format_for

area = Area("interchange", prefix="/interchange")


@area.endpoint(
    "/questions",
    method="POST",
    permission=Permission.QUESTION_AUTHOR,
    body=schemas.BankImportFormSchema,
    answer=schemas.BankImportReportSchema,
    upload=True,
    writes=False,  # opens its own transaction after reading the file
)
def upload_questions(call: Call) -> dict[str, Any]:
    """Take in a file of questions, or nothing of it; the same file again changes nothing."""
    files = call.files.getlist("file")
    if len(files) != 1 or len(list(call.files.values())) != 1:
        raise BankUploadMissing
    file_name = PurePosixPath((files[0].filename or "").replace("\\", "/")).name
    form = format_for(call.body["format"], file_name)
    defaults = Defaults(call.body["topic"], call.body["difficulty"])
    report = import_file(call.runtime, call.actor, form, files[0].read(), defaults)
    losses = [told_loss(loss) for loss in report.not_carried]
    return {"added": report.added, "changed": report.changed, "same": report.same, "not_carried": losses}


@area.endpoint(
    "/questions",
    permission=Permission.QUESTION_AUTHOR,
    query=schemas.BankExportQuery,
    media_types=tuple(form.media_type for form in FORMATS.values()),
)
def download_questions(call: Call) -> Response:
    """The questions in use as a file, keys and explanations among them."""
    form = FORMATS[call.query["format"]]
    written = export_bank(call.tx, form, call.query["topic"])
    return file_bytes(written.content, form.media_type, f"questions{form.extension}")


@area.endpoint(
    "/questions/losses",
    permission=Permission.QUESTION_AUTHOR,
    query=schemas.BankExportQuery,
    answer=schemas.BankExportReportSchema,
)
def preview_download(call: Call) -> dict[str, Any]:
    """What a download would hold, and what its format has no place for."""
    written = export_bank(call.tx, FORMATS[call.query["format"]], call.query["topic"])
    return {"questions": written.questions, "not_carried": [told_loss(loss) for loss in written.losses]}
