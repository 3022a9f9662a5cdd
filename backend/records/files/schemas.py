"""Shapes of files on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema
from backend.records.files.kinds import KINDS

_NAME = validate.And(
    validate.Length(min=1, max=120),
    validate.Regexp(r"[^\x00-\x1f\x7f/\\]+\Z"),
)
_TAKEN = sorted(kind.media_type for kind in KINDS.values() if kind.taken)


class FileBeginningSchema(StrictSchema):
    """What is said of a file before its bytes come; ``size`` in bytes."""

    name = fields.String(required=True, validate=_NAME)
    size = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**40))
    media_type = fields.String(required=True, validate=validate.Length(max=40), metadata={"examples": _TAKEN})
    owner_kind = fields.String(required=True, validate=validate.Length(max=24))
    owner_id = fields.String(required=True, validate=validate.Length(max=32))


class FileUploadSchema(StrictSchema):
    """How far an upload is: parts are counted from 0, all but the last have ``part_bytes``."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["uploading", "ready"]))
    part_bytes = fields.Integer(required=True)
    missing = fields.List(fields.Integer(), required=True)
