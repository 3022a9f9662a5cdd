"""Routes of the exchange and of jobs: parse, call one operation or query, answer."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from backend.core.jobs import enqueue, job_view
from backend.core.web.endpoint import Area, Call
from backend.core.web.pagination import PageQuery
from backend.exchange import operations, queries, schemas
from backend.exchange.errors import UploadMissing
from backend.exchange.inbox import store_upload
from backend.exchange.jobs import IMPORT_POSITIONS
from backend.exchange.policies import ensure_may_import
from backend.identity.public import Permission

area = Area("exchange")


@area.endpoint(
    "/exchange/undecided",
    permission=Permission.UNDECIDED_PLACE,
    query=PageQuery,
    answer=schemas.UndecidedPageSchema,
)
def list_undecided(call: Call) -> dict[str, Any]:
    """Names that no organization was made of."""
    return queries.undecided_names(call.tx, call.actor, call.query["cursor"], call.query["limit"])


@area.endpoint(
    "/exchange/undecided/<name_id>/placement",
    method="POST",
    permission=Permission.UNDECIDED_PLACE,
    body=schemas.PlacementSchema,
    answer=schemas.PlacedSchema,
    idempotent=True,
    status=201,
)
def place_undecided(call: Call, name_id: str) -> dict[str, Any]:
    """Make an organization of an undecided name."""
    region_code = call.body["region_code"]
    return {"organization_id": operations.place_undecided(call.tx, call.actor, name_id, region_code)}


@area.endpoint(
    "/exchange/imports",
    method="POST",
    permission=Permission.IMPORT_RUN,
    body=schemas.ImportFormSchema,
    answer=schemas.QueuedSchema,
    upload=True,
    status=202,
)
def upload_positions(call: Call) -> dict[str, Any]:
    """Hand in a table of recruitment positions; a job reads it."""
    files = call.files.getlist("file")
    if len(files) != 1 or len(list(call.files.values())) != 1:
        raise UploadMissing
    ensure_may_import(call.tx, call.actor, call.body["province"])
    file_name = PurePosixPath((files[0].filename or "").replace("\\", "/")).name[:200]
    key = store_upload(call.runtime, file_name, files[0].read())
    payload = {"key": key, "file_name": file_name, **call.body}
    return {"job_id": enqueue(call.tx, IMPORT_POSITIONS, payload, owner_account_id=call.actor.account_id)}


@area.endpoint("/jobs/<job_id>", permission=Permission.JOB_READ, answer=schemas.JobSchema)
def show_job(call: Call, job_id: str) -> dict[str, Any]:
    """How far one of the own jobs is."""
    return job_view(call.tx, job_id, call.actor.account_id)
