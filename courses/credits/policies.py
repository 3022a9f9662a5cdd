"""Whose records somebody may deal with."""

from __future__ import annotations

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from courses.credits.errors import LearnerNotFound
from courses.learners import learners_in_scope, learners_of


def ensure_learner_in_scope(tx: Tx, actor: Actor, account_id: str) -> None:
    """Raises :class:`LearnerNotFound` for somebody elsewhere, or whose place is unknown, as for nobody."""
    learner = learners_of(tx, [account_id]).get(account_id)
    if learner is None or not learners_in_scope(tx, actor, Permission.CREDIT_CONFIRM, [learner]):
        raise LearnerNotFound
