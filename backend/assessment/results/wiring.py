"""What results ask of a round that goes back: grades that were decided on are not compiled anew."""

from __future__ import annotations

from sqlalchemy import func, select

from backend.assessment.results.errors import DecisionsStand
from backend.assessment.results.models import Decision
from backend.assessment.results.states import STANDING
from backend.assessment.rounds.public import Round, RoundState, add_move_check
from backend.core.transaction import Tx


def ensure_no_decisions(tx: Tx, moved: Round, to: RoundState) -> None:
    """Raises :class:`DecisionsStand` where a compiled round with decisions would be compiled again."""
    if moved.state is not RoundState.COMPILED or to is not RoundState.FROZEN:
        return
    standing = select(func.count()).where(
        Decision.round_id == moved.id, Decision.state.in_([state.value for state in STANDING])
    )
    count = tx.session.scalar(standing) or 0
    if count:
        raise DecisionsStand(count=count)


def connect() -> None:
    """Have every round ask before it moves; a second call changes nothing."""
    add_move_check(ensure_no_decisions)
