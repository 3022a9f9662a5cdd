"""The refusals of the notifications."""

from __future__ import annotations

from backend.core.errors import Conflict, Invalid, NotFound, Refused, TooMany, Unavailable


class PushEndpointRefused(Invalid):
    """The address is not one of a push service (``reason``: an ``EndpointFault``)."""

    code = "push_endpoint_refused"


class PushKeysRefused(Invalid):
    """The keys of a subscription are not what RFC 8291 says (``reason``: a ``KeyFault``)."""

    code = "push_keys_refused"


class PushDisabled(Unavailable):
    """This installation sends no pushes."""

    code = "push_disabled"


class SubscriptionTaken(Conflict):
    """The address belongs to another account's device, and the keys do not show that it is the same one."""

    code = "subscription_taken"


class TooManySubscriptions(Refused):
    """The account has pushes on as many devices as it may (``limit``)."""

    code = "too_many_subscriptions"


class SubscriptionNotFound(NotFound):
    """No such subscription of this account."""

    code = "subscription_not_found"


class NoSubscription(Refused):
    """There is no device to send a test to."""

    code = "no_subscription"


class TestTooSoon(TooMany):
    """A test was sent a moment ago (``retry_after`` seconds)."""

    code = "push_test_too_soon"


class NoticeNotFound(NotFound):
    """No such notice of this account."""

    code = "notice_not_found"


class ReceiptRefused(NotFound):
    """The receipt does not belong to a delivery of ours."""

    code = "receipt_refused"


class TopicUnknown(Invalid):
    """There is no such topic to switch on or off for this channel."""

    code = "topic_unknown"
