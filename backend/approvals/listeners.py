"""What the approvals do when something happens elsewhere."""

from __future__ import annotations

from backend.approvals.operations import refresh_reach
from backend.approvals.queries import todo_count
from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from backend.identity.events import NodeMoved
from backend.identity.public import register_counter


def on_node_moved(tx: Tx, event: NodeMoved) -> None:
    """Open tasks are found by the grants above their new place."""
    refresh_reach(tx, event.node_id)


LISTENERS: list[tuple[type[Event], Handler]] = [(NodeMoved, on_node_moved)]

# the badge of the tasks tab, answered with the session
register_counter("tasks", todo_count)
