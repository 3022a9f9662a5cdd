"""Shapes of the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema, page_of
from notifications.types import NOTICE_TYPES, Channel, LinkKind

_TOPIC = validate.OneOf(list(NOTICE_TYPES))


class LinkSchema(StrictSchema):
    """What a notice leads to."""

    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in LinkKind]))
    id = fields.String(required=True)


class CardSchema(StrictSchema):
    """The matter behind a notice, in two words."""

    kind = fields.String(required=True)
    unit_name = fields.String(required=True)


class OpenedNoticeSchema(StrictSchema):
    """One notice without its card."""

    id = fields.String(required=True)
    topic = fields.String(required=True, validate=_TOPIC)
    created_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)
    link = fields.Nested(LinkSchema, required=True)


class NoticeSchema(OpenedNoticeSchema):
    """One notice of the inbox."""

    card = fields.Nested(CardSchema, required=True, allow_none=True)


NoticePageSchema = page_of(NoticeSchema, "Notice")


class NoticePreferenceSchema(StrictSchema):
    """One switch."""

    topic = fields.String(required=True, validate=_TOPIC)
    channel = fields.String(required=True, validate=validate.Equal(Channel.WEBPUSH.value))
    enabled = fields.Boolean(required=True)


class NoticePreferencesSchema(StrictSchema):
    """All switches."""

    items = fields.List(fields.Nested(NoticePreferenceSchema), required=True)


class KeysSchema(StrictSchema):
    """Keys of a subscription, base64url (RFC 8291)."""

    p256dh = fields.String(required=True, validate=validate.Length(max=100))
    auth = fields.String(required=True, validate=validate.Length(max=32))


class SubscribeSchema(StrictSchema):
    """What a browser's ``PushSubscription`` holds, and what to call the device."""

    endpoint = fields.String(required=True, validate=validate.Length(max=2048))
    keys = fields.Nested(KeysSchema, required=True)
    device_label = fields.String(load_default="", validate=validate.Length(max=60))


class SubscribedSchema(StrictSchema):
    """The id of a subscription."""

    id = fields.String(required=True)


class SubscriptionSchema(StrictSchema):
    """A device with push, and whether pushes really arrive there."""

    id = fields.String(required=True)
    device_label = fields.String(required=True)
    this_session = fields.Boolean(required=True)
    created_at = fields.AwareDateTime(required=True)
    last_ok_at = fields.AwareDateTime(required=True, allow_none=True)
    last_receipt_at = fields.AwareDateTime(required=True, allow_none=True)
    paused = fields.Boolean(required=True)


class PushSchema(StrictSchema):
    """Whether this installation sends pushes, the key to subscribe with, and one's devices."""

    enabled = fields.Boolean(required=True)
    public_key = fields.String(required=True, allow_none=True)
    subscriptions = fields.List(fields.Nested(SubscriptionSchema), required=True)


class ReceiptSchema(StrictSchema):
    """That a push was shown."""

    delivery_id = fields.String(required=True, validate=validate.Length(max=32))
    token = fields.String(required=True, validate=validate.Length(max=80))
