"""Recording that an import was applied."""

from __future__ import annotations

from typing import Any

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.register.models import Import
from backend.register.models.marks import table_of
from backend.register.operations.rows import insert_marked


def record_import(tx: Tx, actor: Actor, kind: str, digest: str, counts: dict[str, Any]) -> str:
    """Record an import and return its id, which its entries name as their cause: ``Cause("import", id)``.

    ``digest`` is of the file ("sm3:…"), ``counts`` says what it held.
    """
    import_id = new_id()
    row = {"id": import_id, "kind": kind, "digest": digest, "counts": counts, "at": tx.now()}
    insert_marked(tx, table_of(Import), [row])
    record_audit(tx, actor, "register:import:record", "import", import_id, facts={"kind": kind, **counts})
    return import_id
