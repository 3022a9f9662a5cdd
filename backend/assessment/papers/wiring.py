"""What papers say in places that other domains keep open: who fetches the papers of many."""

from __future__ import annotations

from backend.assessment.papers.operations import PAPER_BUNDLE
from backend.assessment.papers.policies import may_read_bundle
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.records.public import register_file_owner


def connect() -> None:
    """Say it; a second call changes nothing."""
    register_file_owner(PAPER_BUNDLE, may_read_bundle, _nobody)


def _nobody(_tx: Tx, _actor: Actor, _bundle_id: str) -> bool:
    """The worker makes these files; nobody hands one in."""
    return False
