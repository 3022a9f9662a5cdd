"""The mark that only the server's key can make on a decision: a row changed behind its back does not match it."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.approvals.forms import canonical_bytes
from backend.approvals.models import Decision
from backend.core.crypto import Keyring

#: Sets the marks of decisions apart from every other use of the same key.
_PREFIX = b"zb-decision\n"


def mark_decision(keyring: Keyring, decision: Decision) -> str:
    """The mark of everything that was decided."""
    return keyring.mac(_content(decision))


def has_true_mark(keyring: Keyring, decision: Decision) -> bool:
    """Whether the row is as it was written."""
    return keyring.verify_mac(_content(decision), decision.mac)


def _content(decision: Decision) -> bytes:
    return _PREFIX + canonical_bytes(
        {
            "task": decision.task_id,
            "matter": decision.matter_id,
            "command": decision.command_id,
            "account": decision.account_id,
            "verdict": decision.verdict,
            "opinion": decision.opinion,
            "returned_fields": list(decision.returned_fields),
            "form_revision": decision.form_revision,
            "view_digest": decision.view_digest,
            "claimed_at": _moment(decision.claimed_at),
            "clock_skewed": decision.clock_skewed,
            "decided_at": _moment(decision.decided_at),
        }
    )


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")
