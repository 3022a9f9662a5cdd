"""The one table from refusals to HTTP, and their shape: ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g
from orjson import OPT_NON_STR_KEYS, dumps
from werkzeug.exceptions import HTTPException

from backend.core import errors

log = structlog.get_logger(__name__)

#: A refusal's status is that of the nearest class in its ancestry.
STATUS_OF: dict[type[errors.DomainError], int] = {
    errors.Invalid: 422,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Refused: 422,
    errors.KeyReused: 422,
    errors.TooMany: 429,
    errors.TooLarge: 413,
    errors.WrongMediaType: 415,
    errors.OutOfRange: 416,
    errors.Unavailable: 503,
}

_CODE_OF_STATUS = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_media_type",
    422: "invalid_input",
}
#: The codes of failures that no domain raises.
EDGE_CODES = frozenset({*_CODE_OF_STATUS.values(), "http_failure", "internal"})


def status_of(refusal: errors.DomainError) -> int:
    """The HTTP status of a refusal, found by walking its class hierarchy."""
    return next(STATUS_OF[cls] for cls in type(refusal).__mro__ if cls in STATUS_OF)


def problem(refusal: errors.DomainError) -> Response:
    """The answer that tells of a refusal."""
    response = problem_response(status_of(refusal), refusal.code, refusal.facts)
    if "retry_after" in refusal.facts:
        response.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def problem_response(status: int, code: str, facts: dict[str, Any]) -> Response:
    body = {
        "type": f"urn:zhangbian:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "facts": facts,
        "request_id": g.get("request_id", ""),
    }
    return Response(dumps(body, option=OPT_NON_STR_KEYS), status, content_type="application/problem+json")


def install_error_handlers(app: Flask) -> None:
    """Every failure of the app leaves through here; nothing of a database's or parser's words reaches a client."""
    app.register_error_handler(errors.DomainError, problem)
    app.register_error_handler(HTTPException, _http_failure)
    app.register_error_handler(Exception, _unforeseen)


def _http_failure(failure: HTTPException) -> Response:
    status = failure.code or 500
    # webargs hands over what marshmallow found: {location: {field: [messages]}}
    messages = getattr(failure, "data", {}).get("messages") if hasattr(failure, "data") else None
    facts = {"fields": _fields(messages)} if messages else {}
    response = problem_response(status, _CODE_OF_STATUS.get(status, "http_failure"), facts)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = dict(failure.get_headers()).get("Allow", "")
    return response


def field_codes(messages: object) -> dict[str, list[str]]:
    """Field paths to codes: what marshmallow says of one object, in the form of ``Invalid.fields``."""
    found: dict[str, list[str]] = {}
    _collect(messages, "", found)
    return found


def _fields(messages: dict[str, Any]) -> dict[str, list[str]]:
    """The same for what webargs hands over: without the location level."""
    found: dict[str, list[str]] = {}
    for content in messages.values():
        found.update(field_codes(content))
    return found


def _collect(content: object, path: str, found: dict[str, list[str]]) -> None:
    if isinstance(content, dict):
        for key, part in content.items():
            _collect(part, f"{path}.{key}" if path else str(key), found)
    elif isinstance(content, list):
        found[path or "_schema"] = [_message_code(str(part)) for part in content]


def _message_code(message: str) -> str:
    """marshmallow's English sentence as a code that the app can put into words."""
    if message.startswith("Missing"):
        return "required"
    if message.startswith("Unknown"):
        return "unknown_field"
    if message.startswith("Longer"):
        return "too_long"
    return "invalid"


def _unforeseen(failure: Exception) -> Response:
    # the exception's text may quote data: only its kind is logged, with the id the person can tell us
    log.error("unforeseen", kind=type(failure).__name__, request_id=g.get("request_id", ""), exc_info=failure)
    return problem_response(500, "internal", {})
