"""The courier: sends what waits in the outbox, many at a time, outside any transaction.

Claim in one short transaction, send without any, write down in one more. The claim is a lease, so a second
worker, or the next start after a crash, goes on where this one stopped.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

import orjson
import structlog

from backend.core.runtime import Runtime
from notifications.channels.outbox import Claimed, claim_due, drop_claimed, has_due, settle
from notifications.channels.results import SendResult
from notifications.channels.webpush import Sender
from notifications.push_guard import policy_of
from notifications.push_session import POOL_SIZE
from notifications.queries import count_unread
from notifications.receipts import receipt_token
from notifications.types import NOTICE_TYPES
from notifications.vapid import ensure_vapid_keys, vapid_subject

log = structlog.get_logger(__name__)

PAYLOAD_VERSION = 1
BATCH = 4 * POOL_SIZE


class Courier:
    """Delivers the pushes of one installation; use it as a context manager."""

    def __init__(self, runtime: Runtime) -> None:
        settings = runtime.settings
        self._runtime = runtime
        self._sender = Sender(
            policy_of(settings.push_hosts, settings.push_test_origin),
            ensure_vapid_keys(settings.key_dir).private_pem,
            vapid_subject(settings),
        )
        self._pool = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="push")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()
        self._sender.close()

    def deliver_due(self) -> int:
        """Send one batch of what is due and return how many there were."""
        database = self._runtime.database
        if not has_due(database):
            return 0
        claimed = claim_due(database, BATCH)
        if not self._runtime.settings.push_enabled:
            drop_claimed(database, claimed, "push_disabled")
            return len(claimed)
        payloads = self._payloads(claimed)
        outcomes = list(zip(claimed, self._pool.map(self._send, claimed, payloads), strict=True))
        settle(database, outcomes)
        log.info("pushes_sent", count=len(outcomes))
        return len(outcomes)

    def _payloads(self, claimed: list[Claimed]) -> list[bytes]:
        with self._runtime.database.read() as tx:
            counts = {
                account_id: count_unread(tx, account_id) for account_id in {one.account_id for one in claimed}
            }
        return [self._payload(one, counts[one.account_id]) for one in claimed]

    def _payload(self, claimed: Claimed, count: int) -> bytes:
        """What the service worker reads: a topic, a number and opaque ids, nothing about anybody."""
        return orjson.dumps(
            {
                "v": PAYLOAD_VERSION,
                "t": claimed.topic,
                "n": count,
                "i": claimed.notice_id,
                "d": claimed.delivery_id,
                "k": receipt_token(self._runtime.keyring, claimed.delivery_id),
                "u": f"/go/{claimed.notice_id}",
            }
        )

    def _send(self, claimed: Claimed, payload: bytes) -> SendResult:
        notice_type = NOTICE_TYPES[claimed.topic]
        ttl = int(notice_type.lifetime.total_seconds())
        return self._sender.send(claimed.target, payload, ttl, notice_type.urgency)
