"""Shapes of the exchange on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema, page_of
from backend.exchange.positions.staging import CODE_DIFFERS, COLLECTIVE

_PROVINCE = validate.Regexp(r"^[0-9]{2}\Z")


class UndecidedNameSchema(StrictSchema):
    """A name no organization was made of, why, and what waits with it."""

    id = fields.String(required=True)
    raw_name = fields.String(required=True)
    name = fields.String(required=True)
    reason = fields.String(
        required=True, validate=validate.OneOf([COLLECTIVE, CODE_DIFFERS, "no_region", "ambiguous"])
    )
    province_code = fields.String(required=True)
    region_code = fields.String(required=True)
    region_name = fields.String(required=True)
    suggested_quota_type = fields.String(required=True, allow_none=True)
    positions = fields.Integer(required=True)
    posts = fields.Integer(required=True)


UndecidedPageSchema = page_of(UndecidedNameSchema, "UndecidedName")


class PlacementSchema(StrictSchema):
    """In which region the body of a name is."""

    region_code = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{2,12}\Z"))


class PlacedSchema(StrictSchema):
    """The organization a name became."""

    organization_id = fields.String(required=True)


class ImportFormSchema(StrictSchema):
    """What goes with an uploaded table of positions."""

    province = fields.String(required=True, validate=_PROVINCE)
    accept_valid = fields.Boolean(load_default=False)


class QueuedSchema(StrictSchema):
    """The job that does it."""

    job_id = fields.String(required=True)


class JobSchema(StrictSchema):
    """How far a job is; `error` has a code and its facts."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["queued", "running", "done", "failed"]))
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    result = fields.Dict(required=True, allow_none=True)
    error = fields.Dict(required=True, allow_none=True)
