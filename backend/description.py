"""What the product says of itself: the OpenAPI document, with everything the app's types are made from."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Flask, Response, current_app
from marshmallow import fields

from backend.core.errors import DomainError
from backend.core.jobs import JOB_FAILED
from backend.core.web.endpoint import POLICY, Area, Call, json_bytes
from backend.core.web.errors import EDGE_CODES
from backend.core.web.hosts import GateCode
from backend.core.web.schema import StrictSchema
from backend.identity.public import Permission, Role

#: RFC 9457; flask-smorest describes errors as plain JSON.
PROBLEM = "application/problem+json"

area = Area("description")


class OpenApiSchema(StrictSchema):
    """An OpenAPI 3.1 document."""

    openapi = fields.String(required=True)
    info = fields.Dict(required=True)
    paths = fields.Dict(required=True)
    components = fields.Dict(required=True)
    tags = fields.List(fields.Dict(), required=True)


@area.endpoint("/openapi", permission=Permission.SELF, answer=OpenApiSchema)
def show_description(call: Call) -> Response:  # noqa: ARG001 - the same for everybody
    """This document."""
    return json_bytes(orjson.dumps(openapi_document(current_app)))


def refusals(category: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every named refusal below a category."""
    for child in category.__subclasses__():
        yield child
        yield from refusals(child)


def error_codes() -> list[str]:
    """Every code an answer can bear, sorted; the domains' modules must have been imported."""
    return sorted({cls.code for cls in refusals()} | EDGE_CODES | {code.value for code in GateCode} | {JOB_FAILED})


def openapi_document(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.1 of all routes; permissions, roles and error codes are enumerations in it."""
    # a copy: the specification hands out parts of itself
    document: dict[str, Any] = copy.deepcopy(app.extensions["zb_api"].spec.to_dict())
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["ErrorCode"] = {"type": "string", "enum": error_codes()}
    schemas["Permission"] = {"type": "string", "enum": sorted(Permission)}
    schemas["Role"] = {"type": "string", "enum": sorted(Role)}
    problem = schemas["Problem"]
    schemas["Problem"] = {
        **problem,
        "properties": {**problem["properties"], "code": {"$ref": "#/components/schemas/ErrorCode"}},
    }
    components["responses"] = {
        name: {**response, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for name, response in components["responses"].items()
    }
    for rule in app.url_map.iter_rules():
        policy = getattr(app.view_functions[rule.endpoint], POLICY, None)
        if policy is not None:
            _describe(document, rule.rule, rule.methods or set(), policy.permission)
    return document


def _describe(document: dict[str, Any], rule: str, methods: set[str], permission: str | None) -> None:
    path = document["paths"].get(rule.replace("<", "{").replace(">", "}"), {})
    for method in methods:
        if method.lower() in path:
            path[method.lower()]["x-permission"] = permission and str(permission)
