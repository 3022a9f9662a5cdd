"""The ways back, each with a reason: from grades to what was frozen, from what was frozen to what may change."""

from __future__ import annotations

from backend.assessment.grading.errors import ReasonMissing
from backend.assessment.grading.policies import ensure_no_run, load_round
from backend.assessment.rounds.public import RoundState, move_round
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission


def reopen_round(tx: Tx, actor: Actor, round_id: str, to: RoundState, reason: str) -> None:
    """Take a round back one step. Grades stay to be read until the round is compiled again.

    Raises ``RoundNotFound``, ``RoundStateWrong``, :class:`CompileRunning`, :class:`ReasonMissing`.
    """
    load_round(tx, actor, Permission.ROUND_MANAGE, round_id)
    ensure_no_run(tx, round_id)
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ["missing"]})
    move_round(tx, actor, round_id, to, reason)
