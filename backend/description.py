"""What the product says of itself: the OpenAPI document, with everything the app's types are made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask

from backend.core.errors import DomainError
from backend.core.web.endpoint import POLICY
from backend.identity.public import Permission, Role

_BESIDE_DOMAIN = ("http_failure", "internal", "bad_request", "method_not_allowed")


def error_codes() -> list[str]:
    """Every code an answer can bear, sorted; the domains' modules must have been imported."""
    return sorted({cls.code for cls in _descendants(DomainError)} | set(_BESIDE_DOMAIN))


def openapi_document(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.1 of all routes; permissions, roles and error codes are enumerations in it."""
    document: dict[str, Any] = app.extensions["zb_api"].spec.to_dict()
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["ErrorCode"] = {"type": "string", "enum": error_codes()}
    schemas["Permission"] = {"type": "string", "enum": sorted(Permission)}
    schemas["Role"] = {"type": "string", "enum": sorted(Role)}
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


def _descendants(cls: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in cls.__subclasses__():
        yield child
        yield from _descendants(child)
