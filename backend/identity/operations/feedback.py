"""Complaints and suggestions (投诉建议): anybody writes, the office's chief reads, nobody sees who wrote."""

from __future__ import annotations

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.audit.record import record_audit
from backend.identity.models import Feedback


def write_feedback(tx: Tx, actor: Actor, kind: str, text: str) -> str:
    """Keep what somebody has to say and return its id; the audit row speaks of it without its author."""
    feedback_id = new_id()
    tx.session.add(
        Feedback(id=feedback_id, account_id=actor.account_id, kind=kind, text=text.strip(), created_at=tx.now())
    )
    tx.session.flush()
    # the author is sealed from everybody, the auditor included
    record_audit(
        tx, Actor.system("feedback"), "identity:feedback:written", "feedback", feedback_id, facts={"kind": kind}
    )
    return feedback_id
