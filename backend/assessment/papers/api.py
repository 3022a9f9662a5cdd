"""Routes of papers: parse, describe, write the file, answer. Each file given out is in the audit record."""

from __future__ import annotations

from typing import Any

from flask import Response

from backend.assessment.papers import making, operations, queries, schemas
from backend.assessment.papers.catalogue import MEDIA_TYPES, Form, Kind
from backend.assessment.papers.errors import PaperNotFound
from backend.assessment.papers.making import Described, Wanted
from backend.core.offload import run_blocking
from backend.core.web.endpoint import Area, Call, file_bytes
from backend.identity.public import Permission

area = Area("assessment-papers", prefix="/assessment/papers")

_FILES = tuple(MEDIA_TYPES.values())


@area.endpoint("/<round_id>", permission=Permission.RESULT_READ, answer=schemas.PapersSchema)
def show_papers(call: Call, round_id: str) -> dict[str, Any]:
    """The units in scope and how results lie over them."""
    return queries.papers_view(call.tx, call.actor, round_id)


@area.endpoint(
    "/<round_id>/<form>", permission=Permission.RESULT_READ, query=schemas.PaperQuery, media_types=_FILES
)
def export_paper(call: Call, round_id: str, form: str) -> Response:
    """A paper of a round, of those whose results one reads."""
    query = call.query
    wanted = Wanted(_form(form), Kind(query["format"]), query["organization_id"], query["person_id"])
    return _file(call, making.describe_paper(call.tx, call.actor, round_id, wanted), wanted)


@area.endpoint("/mine/<form>", permission=Permission.SELF, query=schemas.PaperOwnQuery, media_types=_FILES)
def export_own(call: Call, form: str) -> Response:
    """The own form of the latest round, once the notice has come."""
    wanted = Wanted(_form(form), Kind(call.query["format"]), person_id=call.actor.person_ref)
    return _file(call, making.describe_own(call.tx, call.actor, wanted), wanted)


@area.endpoint("/<round_id>/bundles", permission=Permission.RESULT_READ, answer=schemas.PaperBundlesSchema)
def list_bundles(call: Call, round_id: str) -> dict[str, Any]:
    """The own papers of many: those that are being made, those that can be fetched, those that failed."""
    return queries.bundles_view(call.tx, call.actor, round_id)


@area.endpoint(
    "/<round_id>/bundles",
    method="POST",
    permission=Permission.RESULT_READ,
    body=schemas.PaperBundleRequestSchema,
    answer=schemas.PaperBundlesSchema,
    idempotent=True,
    status=202,
)
def ask_for_bundle(call: Call, round_id: str) -> dict[str, Any]:
    """Have papers of many made: the worker makes them, and they can be fetched until they are deleted."""
    body = call.body
    wanted = Wanted(Form(body["form"]), Kind(body["format"]), body["organization_id"])
    operations.ask_for_bundle(call.tx, call.actor, round_id, wanted)
    return queries.bundles_view(call.tx, call.actor, round_id)


def _form(form: str) -> Form:
    try:
        return Form(form)
    except ValueError as unknown:
        raise PaperNotFound from unknown


def _file(call: Call, described: Described, wanted: Wanted) -> Response:
    content = run_blocking(making.write_file, described.paper, described.day, wanted.kind)
    with call.runtime.database.write() as tx:  # the route itself only reads
        making.record_export(tx, call.actor, described.round_id, wanted, described.people)
    name = f"{wanted.form.value}-{described.year}.{wanted.kind.value}"
    return file_bytes(content, MEDIA_TYPES[wanted.kind], name)
