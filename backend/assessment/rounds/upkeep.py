"""When the clock looks at windows: at once where a round was opened or changed, and every morning after.

The rooms that know who has handed in do the work; here is only when, and what was told already.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select, update

from backend.assessment.rounds.models import AssessmentWindow
from backend.assessment.rounds.values import Window
from backend.core.clock import SHANGHAI
from backend.core.jobs import enqueue
from backend.core.transaction import Tx

WINDOWS = "assessment_windows"
#: before people come to work, so that a reminder is there when they look
_AT = time(7, 40, tzinfo=SHANGHAI)


def look_now(tx: Tx, round_id: str, version: int) -> None:
    """Have windows looked at as soon as the worker can, once for each version of the round."""
    enqueue(tx, WINDOWS, {}, unique_key=f"{WINDOWS}:{round_id}:{version}")


def look_tomorrow(tx: Tx) -> None:
    """Have windows looked at next morning, once: the chain of days keeps itself up."""
    day = tx.today() + timedelta(days=1)
    enqueue(tx, WINDOWS, {}, run_after=datetime.combine(day, _AT), unique_key=f"{WINDOWS}:{day.isoformat()}")


def windows_to_tell(tx: Tx, round_id: str) -> list[tuple[Window, bool]]:
    """The windows of which something is left to tell, each with whether its opening was told."""
    rows = tx.session.execute(
        select(AssessmentWindow.kind, AssessmentWindow.opening_told)
        .where(AssessmentWindow.round_id == round_id, AssessmentWindow.ending_told.is_(False))
        .order_by(AssessmentWindow.kind)
    )
    return [(Window(row.kind), row.opening_told) for row in rows]


def mark_told(tx: Tx, round_id: str, kind: Window, *, ending: bool) -> None:
    """Remember that the opening, or the ending, was told."""
    told = {"opening_told": True, "ending_told": True} if ending else {"opening_told": True}
    here = (AssessmentWindow.round_id == round_id) & (AssessmentWindow.kind == kind.value)
    tx.session.execute(update(AssessmentWindow).where(here).values(told))
