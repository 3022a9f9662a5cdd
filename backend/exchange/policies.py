"""Who may import and decide, and for where."""

from __future__ import annotations

from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.transaction import Tx
from backend.exchange.errors import ProvinceOutOfScope
from backend.identity.public import Permission, ensure_in_scope, sees_everything
from backend.register.public import region_nodes


def ensure_may_import(tx: Tx, actor: Actor, province: str) -> None:
    """The whole province lies in the actor's scope; an import makes bodies anywhere in it.

    :raises ProvinceOutOfScope:
    """
    if sees_everything(actor, Permission.IMPORT_RUN):
        return
    node_id = region_nodes(tx, [province]).get(province)
    if node_id is None:
        raise ProvinceOutOfScope(province=province)
    try:
        ensure_in_scope(tx, actor, Permission.IMPORT_RUN, node_id)
    except NotFound as hidden:
        raise ProvinceOutOfScope(province=province) from hidden
