"""What grading says in places that other rooms keep open: who hands in, and who reads, a document of consent."""

from __future__ import annotations

from sqlalchemy import select

from backend.assessment.grading.models import AssessmentPool
from backend.assessment.grading.operations.consents import CONSENT_FILE
from backend.assessment.rounds.public import RoundNotFound, round_for
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.records.public import register_file_owner


def connect() -> None:
    """Say it; a second call changes nothing."""
    register_file_owner(CONSENT_FILE, may_read_consent, may_write_consent)


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
