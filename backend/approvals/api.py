"""Routes of the approvals: parse, call one operation or query, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import orjson
from apispec import APISpec
from flask import Flask, Response
from flask_smorest import Api

from backend.approvals import operations, queries, schemas
from backend.approvals.flows import Verdict
from backend.approvals.operations import DecisionCommand, DocumentReference, IssueDetails
from backend.core.web.endpoint import Area, Call, json_bytes
from backend.core.web.pagination import BadCursor, decode_cursor, moment_of_key, page
from backend.identity.public import Permission

_Key = TypeVar("_Key", date, datetime)


class _ApprovalsArea(Area):
    """Describes the forms of the registered kinds together with the routes."""

    def register_views_in_doc(self, api: Api, app: Flask, spec: APISpec, **names: Any) -> None:
        schemas.document_forms(spec)
        super().register_views_in_doc(api, app, spec, **names)


area = _ApprovalsArea("approvals", prefix="/approvals")


@area.endpoint("/kinds", permission=Permission.SELF, answer=schemas.KindsSchema)
def list_kinds(call: Call) -> dict[str, Any]:
    """The kinds of matters and their ways."""
    return {"items": queries.kinds(call.actor)}


# Which permission filing needs depends on the kind; the operation asks for it.
@area.endpoint(
    "/matters",
    method="POST",
    permission=Permission.SELF,
    body=schemas.FileMatterSchema,
    answer=schemas.MatterViewSchema,
    idempotent=True,
    status=201,
)
def file_matter(call: Call) -> dict[str, Any]:
    """File a matter."""
    kind, subject_id = call.body["kind"], call.body["subject_id"]
    form = schemas.load_form(kind, call.body["form"])
    matter_id = operations.file_matter(call.tx, call.actor, kind, subject_id, form)
    return queries.matter_view(call.tx, call.actor, matter_id)


@area.endpoint(
    "/matters/check",
    method="POST",
    permission=Permission.SELF,
    body=schemas.FileMatterSchema,
    answer=schemas.RehearsalSchema,
    writes=False,
)
def check_matter(call: Call) -> dict[str, Any]:
    """What filing would meet; writes nothing."""
    kind, subject_id = call.body["kind"], call.body["subject_id"]
    form = schemas.load_form(kind, call.body["form"])
    return queries.rehearse_filing(call.tx, call.actor, kind, subject_id, form)


@area.endpoint(
    "/matters",
    permission=Permission.MATTER_READ,
    query=schemas.MatterListQuery,
    answer=schemas.MatterPageSchema,
)
def list_matters(call: Call) -> Response:
    """Matters I filed (mine), or that ended and were mine to file or decide (finished)."""
    limit, after = call.query["limit"], _after(call, moment_of_key)
    if call.query["which"] == "mine":
        return _page(queries.mine_cards(call.tx, call.actor, after, limit), limit, ["filed_at", "id"])
    return _page(queries.finished_cards(call.tx, call.actor, after, limit), limit, ["ended_at", "id"])


@area.endpoint("/matters/<matter_id>", permission=Permission.MATTER_READ, answer=schemas.MatterViewSchema)
def get_matter(call: Call, matter_id: str) -> dict[str, Any]:
    """A whole matter."""
    return queries.matter_view(call.tx, call.actor, matter_id)


@area.endpoint(
    "/matters/<matter_id>/resubmission",
    method="POST",
    permission=Permission.MATTER_READ,
    body=schemas.ResubmissionSchema,
    answer=schemas.MatterViewSchema,
    idempotent=True,
)
def resubmit_matter(call: Call, matter_id: str) -> dict[str, Any]:
    """File a returned matter again."""
    raw = call.body["form"]
    kind, joined = queries.form_to_resubmit(call.tx, call.actor, matter_id, raw if isinstance(raw, dict) else {})
    form = schemas.load_form(kind, joined)
    operations.resubmit_matter(call.tx, call.actor, matter_id, form, call.body["form_revision"])
    return queries.matter_view(call.tx, call.actor, matter_id)


@area.endpoint(
    "/matters/<matter_id>/withdrawal",
    method="POST",
    permission=Permission.MATTER_READ,
    body=schemas.WithdrawalSchema,
    answer=schemas.MatterViewSchema,
    idempotent=True,
)
def withdraw_matter(call: Call, matter_id: str) -> dict[str, Any]:
    """Take an own matter back."""
    operations.withdraw_matter(call.tx, call.actor, matter_id, **call.body)
    return queries.matter_view(call.tx, call.actor, matter_id)


@area.endpoint(
    "/tasks", permission=Permission.TASK_READ, query=schemas.TaskListQuery, answer=schemas.TaskPageSchema
)
def list_tasks(call: Call) -> Response:
    """What waits for me (todo), or what I decided (done)."""
    limit = call.query["limit"]
    if call.query["which"] == "todo":
        after = _after(call, date.fromisoformat)
        return _page(queries.todo_cards(call.tx, call.actor, after, limit), limit, ["due_on", "id"])
    before = _after(call, moment_of_key)
    return _page(queries.done_cards(call.tx, call.actor, before, limit), limit, ["decided_at", "id"])


@area.endpoint("/tasks/<task_id>", permission=Permission.TASK_READ, answer=schemas.TaskViewSchema)
def get_task(call: Call, task_id: str) -> dict[str, Any]:
    """A task with its matter."""
    return queries.task_view(call.tx, call.actor, task_id)


@area.endpoint(
    "/tasks/<task_id>/decision",
    method="POST",
    permission=Permission.TASK_DECIDE,
    body=schemas.DecisionSchema,
    answer=schemas.DecisionAnswerSchema,
    idempotent=True,
)
def decide_task(call: Call, task_id: str) -> dict[str, Any]:
    """Approve, return for correction, or reject."""
    command = DecisionCommand(
        command_id=call.command_id or "",
        verdict=call.body["verdict"],
        form_revision=call.body["form_revision"],
        view_digest=call.body["view_digest"],
        opinion=call.body["opinion"],
        returned_fields=tuple(call.body["returned_fields"]),
        claimed_at=call.body["claimed_at"],
    )
    return operations.decide_task(call.tx, call.actor, task_id, command)


@area.endpoint(
    "/tasks/<task_id>/issue",
    method="POST",
    permission=Permission.TASK_DECIDE,
    body=schemas.IssueSchema,
    answer=schemas.IssueAnswerSchema,
    idempotent=True,
)
def issue_task(call: Call, task_id: str) -> dict[str, Any]:
    """Record the document and bring the effect about."""
    command = DecisionCommand(
        command_id=call.command_id or "",
        verdict=Verdict.ISSUE.value,
        form_revision=call.body["form_revision"],
        view_digest=call.body["view_digest"],
        opinion=call.body["opinion"],
        claimed_at=call.body["claimed_at"],
    )
    details = IssueDetails(DocumentReference(**call.body["document"]), call.body["effective_on"])
    return operations.issue_task(call.tx, call.actor, task_id, command, details)


def _after(call: Call, parse: Callable[[str], _Key]) -> tuple[_Key, str] | None:
    """The sort keys of the last row that the client holds. Raises ``BadCursor``."""
    keys = decode_cursor(call.query["cursor"], 2)
    if keys is None:
        return None
    try:
        return parse(keys[0]), keys[1]
    except ValueError as error:
        raise BadCursor from error


def _page(cards: list[dict[str, Any]], limit: int, keys: list[str]) -> Response:
    return json_bytes(orjson.dumps(page(cards, limit, keys)))
