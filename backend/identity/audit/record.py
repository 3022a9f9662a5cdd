"""Writing one audit row, in the transaction of the act it records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from sqlalchemy import Table, insert

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.audit.models import AuditRow

#: Sets the marks of audit rows apart from every other use of the same key.
_PREFIX = b"zb-audit-row\n"
#: Built once, and of the bare table: every act pays for it.
_INSERT = insert(cast(Table, AuditRow.__table__))


def canonical_row(row: Mapping[str, Any]) -> bytes:
    """The bytes an audit row's mark is made of: everything but its number and the mark itself.

    The keys are sorted, because PostgreSQL's JSONB keeps the order of nobody.
    """
    at: datetime = row["at"]
    content = {
        "id": row["id"],
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [row["actor_account_id"], row["actor_name"]],
        "action": row["action"],
        "subject": [row["subject_kind"], row["subject_id"]],
        "node": row["node_id"],
        "facts": row["facts"],
    }
    return _PREFIX + orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def record_audit(
    tx: Tx,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: str,
    *,
    node_id: str | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Record that ``actor`` did ``action`` ("domain:thing:verb" in the past) to a subject.

    ``facts`` holds ids, codes and numbers, never personal data: the record is kept long and read by the auditor.
    """
    row: dict[str, Any] = {
        "id": new_id(),
        "at": tx.now(),
        "actor_account_id": actor.account_id,
        "actor_name": "" if actor.account_id else actor.name,
        "action": action,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "node_id": node_id,
        "facts": facts or {},
    }
    tx.connection.execute(_INSERT, [row | {"mac": tx.keyring.mac(canonical_row(row))}])
