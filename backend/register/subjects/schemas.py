"""The forms of the register's matters on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema

_CODE = validate.Length(min=1, max=32)
_TEXT = validate.Length(min=1, max=100)
MAX_POSTS = 100_000


class DocumentReferenceSchema(StrictSchema):
    """An official document by its number, title, issuer and date."""

    number = fields.String(required=True, validate=_TEXT)
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    issuer = fields.String(required=True, validate=_TEXT)
    dated_on = fields.Date(required=True)


class StandingExceptionSchema(StrictSchema):
    """Heads by which filled may pass approved (超编), with reason and document."""

    heads = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MAX_POSTS))
    reason = fields.String(required=True, validate=validate.Length(min=1, max=400))
    document = fields.Nested(DocumentReferenceSchema, required=True)


class OpeningRowSchema(StrictSchema):
    """Approved posts of one quota type."""

    quota_type = fields.String(required=True, validate=_CODE)
    approved = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=MAX_POSTS))
    exception = fields.Nested(StandingExceptionSchema, load_default=None, allow_none=True)


class OpeningBalanceFormSchema(StrictSchema):
    """Opening balance (期初核定数) of a unit."""

    effective_on = fields.Date(required=True)
    document = fields.Nested(DocumentReferenceSchema, required=True)
    rows = fields.List(fields.Nested(OpeningRowSchema), required=True, validate=validate.Length(min=1, max=10))


class EntryPersonSchema(StrictSchema):
    """The person who enters; the birth date comes out of the ID number (GB 11643)."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    sex = fields.String(required=True, validate=_CODE)
    id_number = fields.String(required=True, validate=validate.Length(min=1, max=40))
    ethnicity = fields.String(required=True, validate=_CODE)
    political_status = fields.String(required=True, validate=_CODE)
    education = fields.String(required=True, validate=_CODE)
    degree = fields.String(load_default=None, allow_none=True, validate=_CODE)
    major = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100))
    started_work_on = fields.Date(load_default=None, allow_none=True)
    identity = fields.String(required=True, validate=validate.OneOf(["cadre", "worker"]))


class PersonnelEntryFormSchema(StrictSchema):
    """Entry of one person onto the quota (入编)."""

    recruitment_item_id = fields.String(load_default=None, allow_none=True, validate=_CODE)
    quota_type = fields.String(required=True, validate=_CODE)
    division_id = fields.String(load_default=None, allow_none=True, validate=_CODE)
    entry_reason = fields.String(required=True, validate=_CODE)
    effective_on = fields.Date(required=True)
    post_title = fields.String(required=True, validate=_TEXT)
    rank = fields.String(load_default=None, allow_none=True, validate=_CODE)
    person = fields.Nested(EntryPersonSchema, required=True)
