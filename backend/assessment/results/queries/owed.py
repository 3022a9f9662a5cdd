"""What a round still owes: notices of later decisions, and a seal over what has changed since the last one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select

from backend.assessment.results.models import Decision, DecisionChange, Notice, Review, Seal
from backend.assessment.results.private import open_optional
from backend.assessment.results.states import DecisionState, Occasion
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx


def owed_notices(tx: Tx, round_id: str) -> int:
    """How many results were changed by a decision after their last notice; those without any are not counted."""
    told = exists().where(Notice.case_id == DecisionChange.case_id, Notice.issued_at >= Decision.confirmed_at)
    changed = (
        select(func.count(DecisionChange.case_id.distinct()))
        .join(Decision, Decision.id == DecisionChange.decision_id)
        .where(
            Decision.round_id == round_id,
            Decision.occasion != Occasion.ROUND.value,
            Decision.state == DecisionState.CONFIRMED.value,
            ~told,
        )
    )
    return tx.session.scalar(changed) or 0


def seals_of(tx: Tx, round_id: str) -> list[dict[str, Any]]:
    """The seals of a round, the newest first, each with why it was made."""
    seals = tx.session.scalars(select(Seal).where(Seal.round_id == round_id).order_by(Seal.revision.desc())).all()
    return [
        {
            "revision": seal.revision,
            "records": seal.records,
            "sm3": seal.sm3,
            "at": seal.at,
            "reason": open_optional(
                tx, seal.__tablename__, "reason", f"{round_id}:{seal.revision}", seal.reason_encrypted
            ),
            "changed": changed_since(tx, round_id, seal.at),
        }
        for seal in seals
    ]


def changed_since(tx: Tx, round_id: str, sealed_at: datetime) -> bool:
    """Whether anything that a seal holds can have changed since; of reviews only days are known."""
    day = sealed_at.astimezone(SHANGHAI).date()
    notices = exists().where(
        Notice.round_id == round_id, or_(Notice.issued_at > sealed_at, Notice.settled_at > sealed_at)
    )
    reviews = exists().where(
        Review.round_id == round_id,
        or_(Review.asked_on >= day, Review.answered_on >= day, Review.withdrawn_on >= day),
    )
    return bool(tx.session.scalar(select(or_(notices, reviews))))
