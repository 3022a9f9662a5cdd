"""What grading says in places that other rooms keep open: documents of consent, and what was frozen."""

from __future__ import annotations

from sqlalchemy import select

from backend.assessment.evidence.public import use_frozen
from backend.assessment.grading.models import AssessmentPool
from backend.assessment.grading.operations.consents import CONSENT_FILE
from backend.assessment.grading.queries.frozen import frozen_evidence
from backend.assessment.grading.queries.revisions import frozen_places
from backend.assessment.rounds.public import RoundNotFound, add_case_finder, round_for
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.records.public import register_file_owner


def connect() -> None:
    """Say it; a second call changes nothing."""
    add_case_finder(frozen_places)
    register_file_owner(CONSENT_FILE, may_read_consent, may_write_consent)
    use_frozen(frozen_evidence)


def may_read_consent(tx: Tx, actor: Actor, pool_id: str) -> bool:
    """Who reads the round."""
    return _may(tx, actor, Permission.ROUND_READ, pool_id)


def may_write_consent(tx: Tx, actor: Actor, pool_id: str) -> bool:
    """Who manages the round."""
    return _may(tx, actor, Permission.ROUND_MANAGE, pool_id)


def _may(tx: Tx, actor: Actor, permission: str, pool_id: str) -> bool:
    round_id = tx.session.scalar(select(AssessmentPool.round_id).where(AssessmentPool.id == pool_id))
    if round_id is None:
        return False
    try:
        round_for(tx, actor, permission, round_id)
    except RoundNotFound:
        return False
    return True
