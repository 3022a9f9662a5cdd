"""The flows this product ships, checked when the module is loaded: a wrong file stops the start."""

from __future__ import annotations

from pathlib import Path

from backend.approvals.flows import FlowBook, load_flows
from backend.identity.public import Role

FLOW_FOLDER = Path(__file__).with_name("flows")
FLOW_BOOK: FlowBook = load_flows(FLOW_FOLDER, frozenset(role.value for role in Role))
