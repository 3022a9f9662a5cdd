"""Shapes of the interchange on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema
from courses.interchange.registry import FORMATS

_FORMAT = validate.OneOf(sorted(FORMATS))
_TOPIC = validate.Regexp(r"^[a-z][a-z0-9_]{1,39}\Z")


class BankImportFormSchema(StrictSchema):
    """What goes with an uploaded file: its format, if its name does not tell, and what its questions lack."""

    format = fields.String(load_default=None, validate=_FORMAT)
    topic = fields.String(load_default="imported", validate=_TOPIC)
    difficulty = fields.Integer(load_default=2, validate=validate.OneOf([1, 2, 3]))


class BankExportQuery(StrictSchema):
    """Which questions, and in which format."""

    format = fields.String(required=True, validate=_FORMAT)
    topic = fields.String(load_default=None, validate=_TOPIC)


class BankLossSchema(StrictSchema):
    """What is not carried over (a code), and where: a line, a cell of a sheet, or a question by its key."""

    what = fields.String(required=True)
    key = fields.String(required=True, allow_none=True)
    line = fields.Integer(required=True, allow_none=True)
    sheet = fields.String(required=True, allow_none=True)
    row = fields.Integer(required=True, allow_none=True)
    column = fields.String(required=True, allow_none=True)


class BankImportReportSchema(StrictSchema):
    """What became of a file."""

    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    same = fields.Integer(required=True)
    not_carried = fields.List(fields.Nested(BankLossSchema), required=True)


class BankExportReportSchema(StrictSchema):
    """What a file would hold, and what not."""

    questions = fields.Integer(required=True)
    not_carried = fields.List(fields.Nested(BankLossSchema), required=True)
