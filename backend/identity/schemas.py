"""The wire of identity."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of
from backend.identity.permissions import Permission, Power, Role

_ROLES = [role.value for role in Role]
_PERMISSIONS = [permission.value for permission in Permission]
_POWERS = [power.value for power in Power]
_NODE_KINDS = ["region", "organization", "division"]
_DEVICE_KINDS = ["desktop", "phone"]
_LOCALES = ["zh", "en"]


class SignInSchema(StrictSchema):
    username = fields.String(required=True, validate=validate.Length(min=1, max=64))
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class OwnAccountSchema(StrictSchema):
    id = fields.String(required=True)
    username = fields.String(required=True)
    display_name = fields.String(required=True)
    locale = fields.String(required=True, validate=validate.OneOf(_LOCALES))


class OwnGrantSchema(StrictSchema):
    role = fields.String(required=True, validate=validate.OneOf(_ROLES))
    node_id = fields.String(required=True, allow_none=True)
    node_name = fields.String(required=True, allow_none=True)
    node_kind = fields.String(required=True, allow_none=True, validate=validate.OneOf([*_NODE_KINDS, None]))


class CountsSchema(StrictSchema):
    tasks = fields.Integer(required=True)
    notices = fields.Integer(required=True)


class SessionSchema(StrictSchema):
    account = fields.Nested(OwnAccountSchema, required=True)
    must_change_password = fields.Boolean(required=True)
    grants = fields.List(fields.Nested(OwnGrantSchema), required=True)
    permissions = fields.List(fields.String(validate=validate.OneOf(_PERMISSIONS)), required=True)
    counts = fields.Nested(CountsSchema, required=True)
    demo = fields.Boolean(required=True)
    device_kind = fields.String(required=True, validate=validate.OneOf(_DEVICE_KINDS))
    idle_seconds = fields.Integer(required=True)
    version = fields.String(required=True)


class SignedInSchema(StrictSchema):
    account_id = fields.String(required=True)
    #: older devices of the same kind that had to give way
    revoked = fields.Integer(required=True)


class DeviceSchema(StrictSchema):
    id = fields.String(required=True)
    device_kind = fields.String(required=True, validate=validate.OneOf(_DEVICE_KINDS))
    device_label = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    last_seen_at = fields.AwareDateTime(required=True)
    this_session = fields.Boolean(required=True)


class DevicesSchema(StrictSchema):
    items = fields.List(fields.Nested(DeviceSchema), required=True)


class PreferencesSchema(StrictSchema):
    locale = fields.String(required=True, validate=validate.OneOf(_LOCALES))


class UnlockingSchema(StrictSchema):
    current = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class PasswordChangeSchema(StrictSchema):
    current = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))
    new = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=256))


class FeedbackBodySchema(StrictSchema):
    kind = fields.String(required=True, validate=validate.OneOf(["complaint", "suggestion"]))
    text = fields.String(required=True, validate=validate.Length(min=2, max=2000))


class CreatedSchema(StrictSchema):
    id = fields.String(required=True)


class FeedbackSchema(StrictSchema):
    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["complaint", "suggestion"]))
    text = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)


FeedbackPageSchema = page_of(FeedbackSchema, "Feedback")


class AccountsQuerySchema(PageQuery):
    q = fields.String(load_default="", validate=validate.Length(max=60))


class AccountSchema(StrictSchema):
    id = fields.String(required=True)
    username = fields.String(required=True)
    display_name = fields.String(required=True)
    power = fields.String(required=True, validate=validate.OneOf(_POWERS))
    disabled_at = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


AccountPageSchema = page_of(AccountSchema, "Account")


class NewAccountSchema(StrictSchema):
    username = fields.String(required=True, validate=validate.Length(min=2, max=32))
    display_name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    power = fields.String(load_default=Power.BUSINESS.value, validate=validate.OneOf(_POWERS))


class NewAccountAnswerSchema(StrictSchema):
    id = fields.String(required=True)
    #: shown once, to hand over; it must be changed at the first sign-in
    one_time_password = fields.String(required=True)


class GrantsQuerySchema(PageQuery):
    state = fields.String(load_default=None, validate=validate.OneOf(["proposed", "active", "ended"]))


class GrantSchema(StrictSchema):
    id = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(_ROLES))
    state = fields.String(required=True, validate=validate.OneOf(["proposed", "active", "ended"]))
    account_id = fields.String(required=True)
    username = fields.String(required=True)
    display_name = fields.String(required=True)
    node_id = fields.String(required=True, allow_none=True)
    node_name = fields.String(required=True, allow_none=True)
    node_kind = fields.String(required=True, allow_none=True)
    proposed_by_name = fields.String(required=True, allow_none=True)
    proposed_at = fields.AwareDateTime(required=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)
    own_proposal = fields.Boolean(required=True)


GrantPageSchema = page_of(GrantSchema, "Grant")


class NewGrantSchema(StrictSchema):
    account_id = fields.String(required=True, validate=validate.Length(equal=32))
    role = fields.String(required=True, validate=validate.OneOf(_ROLES))
    node_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=32))


class SettingSchema(StrictSchema):
    name = fields.String(required=True)
    value = fields.Raw(required=True, metadata={"type": ["integer", "string"]})
    default = fields.Raw(required=True, metadata={"type": ["integer", "string"]})
    unit = fields.String(required=True, allow_none=True)
    minimum = fields.Integer(required=True, allow_none=True)
    maximum = fields.Integer(required=True, allow_none=True)
    choices = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True, allow_none=True)


class SettingsSchema(StrictSchema):
    items = fields.List(fields.Nested(SettingSchema), required=True)


class SettingChangeSchema(StrictSchema):
    name = fields.String(required=True, validate=validate.Length(max=40))
    value = fields.Raw(required=True, metadata={"type": ["integer", "string"]})
    version = fields.Integer(required=True)


class AuditQuerySchema(PageQuery):
    action = fields.String(load_default=None, validate=validate.Length(max=60))
    subject_id = fields.String(load_default=None, validate=validate.Length(max=64))
    account_id = fields.String(load_default=None, validate=validate.Length(max=32))


class AuditRowSchema(StrictSchema):
    seq = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    actor_account_id = fields.String(required=True, allow_none=True)
    actor_name = fields.String(required=True)
    actor_username = fields.String(required=True, allow_none=True)
    action = fields.String(required=True)
    subject_kind = fields.String(required=True)
    subject_id = fields.String(required=True)
    node_id = fields.String(required=True, allow_none=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)


AuditPageSchema = page_of(AuditRowSchema, "AuditRow")


class FindingSchema(StrictSchema):
    check = fields.String(required=True)
    table = fields.String(required=True)
    row_id = fields.String(required=True)
    message = fields.String(required=True)


class AuditReportSchema(StrictSchema):
    clean = fields.Boolean(required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    sealed_rows = fields.Integer(required=True)
    seals = fields.Integer(required=True)
    unsealed_rows = fields.Integer(required=True)


class MetaSchema(StrictSchema):
    version = fields.String(required=True)
    demo = fields.Boolean(required=True)
