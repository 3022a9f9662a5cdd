"""Who suggests grades: the leaders in charge of the places where people are assessed."""

from __future__ import annotations

from sqlalchemy import select

from backend.assessment.grading.models import AssessmentCase
from backend.core.transaction import Tx
from backend.identity.public import Role, accounts_with_role


def leaders_in_charge(tx: Tx, round_id: str, revision: int) -> list[str]:
    """The accounts of the heads of all places with people in a round, each once."""
    here = (AssessmentCase.round_id == round_id) & (AssessmentCase.revision == revision)
    nodes = tx.session.scalars(select(AssessmentCase.node_id).distinct().where(here))
    return sorted({account for node in nodes for account in accounts_with_role(tx, Role.HEAD, node)})
