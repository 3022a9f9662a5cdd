"""Routes of notices and push."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Area, Call
from backend.core.web.pagination import PageQuery
from backend.identity.public import Permission
from notifications import operations, queries, schemas
from notifications import preferences as wishes
from notifications.channels.results import PushTarget
from notifications.errors import PushDisabled
from notifications.push_guard import policy_of
from notifications.vapid import ensure_vapid_keys

area = Area("notifications")

Json = dict[str, Any]


@area.endpoint("/notices", permission=Permission.SELF, query=PageQuery, answer=schemas.NoticePageSchema)
def notices(call: Call) -> Json:
    """One's own notices, newest first."""
    return queries.inbox(call.tx, call.actor, **call.query)


@area.endpoint(
    "/notices/<notice_id>/reading",
    method="POST",
    permission=Permission.SELF,
    answer=schemas.OpenedNoticeSchema,
)
def read_notice(call: Call, notice_id: str) -> Json:
    """Open a notice: it is read now, and says what it leads to."""
    return queries.notice_view(operations.read_notice(call.tx, call.actor, notice_id))


@area.endpoint("/notices/reading", method="POST", permission=Permission.SELF, status=204)
def read_all_notices(call: Call) -> None:
    """Mark all notices as read."""
    operations.read_all_notices(call.tx, call.actor)


@area.endpoint("/notices/preferences", permission=Permission.SELF, answer=schemas.NoticePreferencesSchema)
def preferences(call: Call) -> Json:
    """What goes to the lock screen."""
    return {"items": wishes.preferences(call.tx, call.actor)}


@area.endpoint(
    "/notices/preferences",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.NoticePreferenceSchema,
    status=204,
)
def set_preference(call: Call) -> None:
    """Switch one topic on or off."""
    wishes.set_preference(call.tx, call.actor, **call.body)


@area.endpoint("/push", permission=Permission.SELF, answer=schemas.PushSchema)
def push(call: Call) -> Json:
    """Whether and how to subscribe, and one's devices."""
    enabled = call.runtime.settings.push_enabled
    return {
        "enabled": enabled,
        "public_key": ensure_vapid_keys(call.runtime.settings.key_dir).public_key if enabled else None,
        "subscriptions": queries.subscriptions(call.tx, call.actor),
    }


@area.endpoint(
    "/push/subscriptions",
    method="POST",
    permission=Permission.SELF,
    body=schemas.SubscribeSchema,
    answer=schemas.SubscribedSchema,
    status=201,
)
def subscribe(call: Call) -> Json:
    """Let pushes come to this device."""
    settings = call.runtime.settings
    if not settings.push_enabled:
        raise PushDisabled
    target = PushTarget(call.body["endpoint"], **call.body["keys"])
    policy = policy_of(settings.push_hosts, settings.push_test_origin)
    label = call.body["device_label"]
    return {"id": operations.subscribe(call.tx, call.actor, target, label, policy)}


@area.endpoint("/push/subscriptions/<subscription_id>", method="DELETE", permission=Permission.SELF, status=204)
def unsubscribe(call: Call, subscription_id: str) -> None:
    """Send no more pushes to a device of one's own."""
    operations.unsubscribe(call.tx, call.actor, subscription_id)


@area.endpoint("/push/test", method="POST", permission=Permission.SELF, status=202)
def send_test(call: Call) -> None:
    """Send a test to all devices of one's own."""
    if not call.runtime.settings.push_enabled:
        raise PushDisabled
    operations.send_test(call.tx, call.actor)


# Public: the service worker may have outlived its session; the mark in the push is the right to say so.
@area.endpoint("/push/receipts", method="POST", public=True, body=schemas.ReceiptSchema, status=204)
def record_receipt(call: Call) -> None:
    """A device showed a push."""
    operations.record_receipt(call.tx, call.body["delivery_id"], call.body["token"])
