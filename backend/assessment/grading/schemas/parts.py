"""What the shapes of grading are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema

ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
REASON = validate.Length(min=1, max=300)


def code(values: type[StrEnum], *, none: bool = False, **options: Any) -> fields.String:
    """A field that holds one of ``values``, or null."""
    allowed = validate.OneOf([value.value for value in values])
    return fields.String(required=True, allow_none=none, validate=allowed, **options)


def _paper(longest: int) -> fields.String:
    return fields.String(required=True, validate=validate.Length(min=1, max=longest))


class GradingDocumentSchema(StrictSchema):
    """The document that something rests on."""

    number = _paper(80)
    title = _paper(200)
    issuer = _paper(120)
    dated_on = fields.Date(required=True)
