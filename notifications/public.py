"""What the top floor may use of the notifications."""

from __future__ import annotations

from backend.core.jobs import JobContext, has_ended
from backend.core.runtime import Runtime
from notifications.channels.vapid_keys import VapidKeys
from notifications.courier import Courier
from notifications.dispatch import notify
from notifications.operations import read_all_notices
from notifications.relay import Emit, Relay
from notifications.types import IMPORT_FINISHED, Link, LinkKind
from notifications.vapid import ensure_vapid_keys
from notifications.wakeups import Wakeup, wakeup_for

__all__ = [
    "Courier",
    "Emit",
    "Relay",
    "VapidKeys",
    "Wakeup",
    "ensure_vapid_keys",
    "read_all_notices",
    "tell_job_ended",
    "wakeup_for",
]

_IMPORTS = "import"


def tell_job_ended(runtime: Runtime, job: JobContext) -> None:
    """Tell whoever started an import that it is through, for better or worse."""
    if job.owner_account_id is None or not job.kind.startswith(_IMPORTS):
        return
    with runtime.database.write() as tx:
        if not has_ended(tx, job.id):  # it will be tried again
            return
        notify(tx, IMPORT_FINISHED, [job.owner_account_id], Link(LinkKind.JOB, job.id), occasion=job.id)
