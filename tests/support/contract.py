"""Our own OpenAPI document as the judge of every answer, the hand-made fast ones included."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from backend.core.web.endpoint import POLICY
from backend.description import PROBLEM, openapi_document

_JSON = "application/json"
_KEPT = "contract"
_formats = FormatChecker(formats=["date"])


@_formats.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    """RFC 3339, as the app reads it: a time without an offset would be taken for the phone's own."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


class ContractBroken(AssertionError):
    """The server answered what it does not describe."""


class Contract:
    """What one app says that it answers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.document = openapi_document(app)
        #: what was answered and fitted: (method, rule, status)
        self.kept: set[tuple[str, str, int]] = set()
        self._validators: dict[tuple[str, str, int], Draft202012Validator | None] = {}

    @classmethod
    def of(cls, app: Flask) -> Contract:
        """The contract of this app, read once."""
        kept: Contract = app.extensions.get(_KEPT) or app.extensions.setdefault(_KEPT, cls(app))
        return kept

    def check(self, response: TestResponse) -> None:
        """Compare an answer of the API with its description. Raises :class:`ContractBroken`."""
        method, path, status = response.request.method, response.request.path, response.status_code
        if not path.startswith("/api/"):
            return
        rule = self._rule(method, path)
        said = f"{method} {rule or path} → {status}"
        self.kept.add((method, rule, status))
        if status < 400 and method != "HEAD" and (files := self._media_types(method, rule, status)):
            if response.mimetype not in files:
                raise ContractBroken(f"{said}: {response.mimetype} instead of {files}")
            return
        validator = self._validator(method, rule, status)
        kind = PROBLEM if status >= 400 else _JSON
        if validator is None:
            if response.get_data():
                raise ContractBroken(f"{said}: content where none is described")
            return
        if response.mimetype != kind:
            raise ContractBroken(f"{said}: {response.mimetype} instead of {kind}")
        problems = [f"{error.json_path}: {error.message}"[:300] for error in validator.iter_errors(response.json)]
        if problems:
            raise ContractBroken("\n".join([said, *problems[:10]]))

    def _rule(self, method: str, path: str) -> str:
        """The template of the route that answered, as the document writes it; empty where there is none."""
        try:
            rule, _ = self.app.url_map.bind("localhost").match(path, method, return_rule=True)
        except HTTPException:
            return ""
        has_policy = hasattr(self.app.view_functions[rule.endpoint], POLICY)
        return rule.rule.replace("<", "{").replace(">", "}") if has_policy else ""

    def _media_types(self, method: str, rule: str, status: int) -> set[str]:
        """The kinds of files that are described for this answer; empty where it is JSON or nothing."""
        return set(self._described(method, rule, status).get("content", {})) - {_JSON}

    def _validator(self, method: str, rule: str, status: int) -> Draft202012Validator | None:
        key = method, rule, status
        if key not in self._validators:
            self._validators[key] = self._compiled(method, rule, status)
        return self._validators[key]

    def _compiled(self, method: str, rule: str, status: int) -> Draft202012Validator | None:
        described = self._described(method, rule, status)
        if method == "HEAD" or "content" not in described:
            return None
        ((_, content),) = described["content"].items()
        schema = {**content["schema"], "components": self.document["components"]}
        return Draft202012Validator(schema, format_checker=_formats)

    def _described(self, method: str, rule: str, status: int) -> dict[str, Any]:
        if not rule:
            if status < 400:
                raise ContractBroken(f"{method} {status}: the API answers where the document names no route")
            found = self.document["components"]["responses"]["DEFAULT_ERROR"]
        else:
            operation = self.document["paths"][rule]["get" if method == "HEAD" else method.lower()]
            fallback = operation["responses"].get("default") if status >= 400 else None
            found = operation["responses"].get(str(status), fallback)
        if found is None:
            raise ContractBroken(f"{method} {rule} → {status}: not described")
        if "$ref" in found:
            found = self.document["components"]["responses"][found["$ref"].rsplit("/", 1)[-1]]
        described: dict[str, Any] = found
        return described
